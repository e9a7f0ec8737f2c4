import type { DatasetDraft, DraftColumn, DraftOutcome } from '@raredx/cohort';
import { stringify } from 'yaml';

interface Named {
  /** Name of the data set. */
  readonly name: string;
  /** The data file, as seen from the draft. */
  readonly file: string;
  readonly outcome: DraftOutcome | undefined;
  /** Whether some patients have no outcome. */
  readonly unknownOutcomes: boolean;
}

const said = (doubts: readonly string[]): string => doubts.map((doubt) => `#   ${doubt}\n`).join('');

/** `dataset.yaml` of a draft, with what has to be decided on top. */
export function datasetText(draft: DatasetDraft, { name, file, outcome, unknownOutcomes }: Named): string {
  const open = ['titles, source and licence', ...(outcome?.doubts ?? []), ...draft.doubts];
  const declaration = {
    ...{ name, title: name, source: 'to be said', licence: 'to be said', file },
    ...(draft.patient === null ? { one_row_a_patient: true } : { patient: draft.patient }),
    ...(draft.site === null ? {} : { site: draft.site }),
    columns: draft.columns.map((column) =>
      columnOf(column, { patient: draft.patient, outcome: outcome?.column }),
    ),
    ...(outcome?.event ? { derived: [eventOf(outcome, outcome.event)] } : {}),
    ...(outcome && unknownOutcomes ? { eligibility: [knownOutcome(outcome)] } : {}),
  };
  return `# A draft by raredx data draft. To be decided by somebody who knows the data:\n${said(open)}\n${stringify(declaration, { lineWidth: 120 })}`;
}

const eventOf = ({ name, column }: DraftOutcome, levels: readonly string[]) => ({
  ...{ kind: 'is', name, title: name, role: 'outcome', from: column, levels },
});

const knownOutcome = ({ name }: DraftOutcome) => ({
  ...{ kind: 'known', step: `${name} is known`, reason: 'the outcome is what is predicted', column: name },
});

function columnOf(
  { name, type, missing, levels }: DraftColumn,
  { patient, outcome }: { readonly patient: string | null; readonly outcome: string | undefined },
) {
  const role = name === patient ? 'identifier' : name === outcome ? 'outcome' : undefined;
  return {
    ...{ name, type, title: name },
    ...(role ? { role } : {}),
    ...(missing.length > 0 ? { missing } : {}),
    ...(type === 'category' ? { levels: levels.map((code) => ({ code, label: code })) } : {}),
  };
}

/** `experiment.yaml` beside it: the honest baseline, to which other models are added. */
export function experimentText(
  draft: DatasetDraft,
  { name, outcome }: Named & { outcome: DraftOutcome },
): string {
  const predictors = draft.columns.filter(
    (column) => ![draft.patient, draft.site, outcome.column].includes(column.name) && column.type !== 'text',
  );
  const sites = draft.columns.find((column) => column.name === draft.site)?.levels ?? ['all'];
  const open = [
    'predictors: strike out what is not known at the moment of the prediction',
    'cohorts: sites that the model is to be judged at once, at the end, go to external',
    'thresholds: the risks at which one would act, agreed before the run',
  ];
  const experiment = {
    ...{
      name,
      title: name,
      question: `Can ${outcome.name} be told from what is known at baseline?`,
      seed: 1,
    },
    ...{ dataset: '.', outcome: outcome.name, predictors: predictors.map((column) => column.name) },
    familiarity: { beyond: 0.975 },
    cohorts: { development: sites, external: [] },
    cross_validation: { repeats: 5, folds: 5 },
    models: [{ kind: 'logistic', name: 'logistic', ridge: 1, description: 'The baseline.' }],
    primary: 'logistic',
    validation: { thresholds: [0.1, 0.2, 0.3], bootstrap: 1000, baseline: 'logistic' },
  };
  return `# A draft by raredx data draft. To be decided before the first run:\n${said(open)}\n${stringify(experiment, { lineWidth: 120 })}`;
}
