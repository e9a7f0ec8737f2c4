import type { PhenotypeExperiment } from '@raredx/experiment';
import type { EvidenceFile, EvidenceRow, Rankings } from '@raredx/tables';
import { fingerprint } from '@raredx/tables';
import {
  type ConformalSets,
  conformalRows,
  type OpenSetCase,
  openSetRow,
  questionRows,
  rankingRows,
} from '@raredx/validation';
import { softwareVersion } from '../software.ts';
import type { FewShotGroup } from './few-shot-rankings.ts';
import { baselineName } from './open-ranker.ts';
import type { QuestionCount } from './question-counts.ts';

export interface DifferentialResults {
  readonly experiment: PhenotypeExperiment;
  readonly rankings: Rankings;
  readonly groups: readonly FewShotGroup[];
  readonly questions: readonly QuestionCount[];
  readonly unknown: readonly OpenSetCase[];
  readonly sets: readonly ConformalSets[];
}

/** Every statement of the run, in one file. */
export function differentialEvidence(results: DifferentialResults): EvidenceFile {
  const { experiment, rankings, groups, questions, unknown, sets } = results;
  const plan = { seed: experiment.seed, ...experiment.validation };
  const whole = rankingRows(rankings, { ...plan, baseline: baselineName });
  const coverage = conformalRows(rankings, sets, plan).filter(({ model }) => model === 'phenotype');
  const {
    questions: { most },
  } = experiment;
  return {
    schemaVersion: 1,
    provenance: { software: softwareVersion, experiment: fingerprint(experiment), seed: experiment.seed },
    rows: [
      ...whole,
      ...coverage,
      openSetRow(unknown, { ...plan, model: 'phenotype', partition: 'external' }),
      ...groups.flatMap((group) => groupRows(group, plan)),
      ...questionRows(questions, { ...plan, partition: 'external', most }),
    ],
  };
}

/** A comparison's statements: against the beta-updated baseline, and of transfer against its from-scratch control. */
function groupRows({ name, table }: FewShotGroup, plan: Parameters<typeof rankingRows>[1]): EvidenceRow[] {
  const against = (baseline: string) => rankingRows(table, { ...plan, baseline });
  const rows = against('beta-updated mica-lr').filter(
    ({ metric, attribute, level }) =>
      !/percent$|_top_1$/.test(metric) &&
      !(attribute === 'shots' && level === 'with' && !name.includes('half')),
  );
  const control = table.model.levels.includes('from scratch')
    ? against('from scratch').filter(
        ({ metric, model }) => metric.startsWith('difference:') && model === 'transfer',
      )
    : [];
  return [
    ...rows.map((row) => ({ ...row, id: `${row.id} (${name})`, model: `${row.model}, ${name}` })),
    ...control.map((row) => ({
      ...row,
      id: `${row.id} to scratch (${name})`,
      model: `${row.model}, ${name}`,
    })),
  ];
}
