import type { Cohort } from '@raredx/cohort';
import { csvLine } from './csv-line.ts';
import { type FamiliarityLevel, familiarityName } from './familiarity.ts';
import type { Unmet } from './seen-predictors.ts';

interface Risks {
  readonly p: Float64Array;
  readonly outcome: string;
  readonly unmet: readonly Unmet[];
  readonly levels: readonly FamiliarityLevel[] | undefined;
}

/** `risks.csv`: a row's keys, its risk, the predictors that it lacks and those that the model has never met so. */
export function patientRisks(cohort: Cohort, { p, outcome, unmet, levels }: Risks): string {
  const lines = Array.from(p, (risk, row) =>
    csvLine([
      ...([cohort.sampleId[row], cohort.patientId[row], cohort.site[row]] as string[]),
      String(risk),
      unmet[row]?.missing.join(';') ?? '',
      unmet[row]?.unseen.join(';') ?? '',
      ...(levels ? [levels[row] as string] : []),
    ]),
  );
  const keys = ['sample_id', 'patient_id', 'site', `p_${outcome}`, 'missing', 'unseen'];
  return `${[csvLine([...keys, ...(levels ? [familiarityName] : [])]), ...lines].join('\n')}\n`;
}
