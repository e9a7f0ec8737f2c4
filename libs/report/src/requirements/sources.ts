import type { EvidenceRow } from '@raredx/tables';
import { isCurve } from '../evidence-index.ts';
import type { Pack } from '../pack.ts';

/** Something a pack may hold that answers requirements: rows of evidence, or a document printed in a section. */
export interface Source {
  readonly title: string;
  /** Section of the page that prints it. */
  readonly section: string;
  readonly rows?: (row: EvidenceRow, pack: Pack) => boolean;
  readonly document?: (pack: Pack) => boolean;
}

const whole = (row: EvidenceRow) => row.attribute === null && !row.metric.includes(':') && !isCurve(row);
const oneOf = (...metrics: readonly string[]) => {
  const wanted = new Set(metrics);
  return (row: EvidenceRow) => whole(row) && wanted.has(row.metric);
};
const performance = oneOf('auroc', 'brier', 'calibration_slope', 'calibration_intercept', 'oe_ratio', 'ici');
const judged = (partition: string) => (row: EvidenceRow) => performance(row) && row.partition === partition;
const isGroup = (row: EvidenceRow) => row.attribute !== null && row.attribute !== 'model';

const rowSources = {
  performance: { title: 'Results', section: 'results', rows: performance },
  internal: { title: 'Internal results', section: 'results', rows: judged('internal') },
  external: { title: 'External results', section: 'results', rows: judged('external') },
  counts: { title: 'Patients and events', section: 'results', rows: oneOf('auroc') },
  calibration: {
    title: 'Calibration',
    section: 'calibration',
    rows: oneOf(
      'calibration_in_the_large',
      'calibration_slope',
      'calibration_intercept',
      'oe_ratio',
      'ici',
      'e50',
      'e90',
      'emax',
    ),
  },
  net_benefit: {
    title: 'Clinical use',
    section: 'clinical-use',
    rows: (row) => row.metric === 'net_benefit' && row.attribute === null,
  },
  two_by_two: {
    title: 'At the thresholds',
    section: 'thresholds',
    rows: (row) =>
      row.attribute === null && ['sensitivity', 'specificity', 'ppv', 'npv'].includes(row.metric),
  },
  roc: { title: 'ROC curve', section: 'clinical-use', rows: (row) => row.metric === 'roc_curve' },
  subgroups: {
    title: 'Subgroups',
    section: 'subgroups',
    rows: (row) => isGroup(row) && !row.metric.includes(':'),
  },
  disparities: {
    title: 'Gaps between subgroups',
    section: 'subgroups',
    rows: (row) => isGroup(row) && row.metric.startsWith('difference:'),
  },
  sites: { title: 'By site', section: 'results', rows: (row) => row.site !== null && whole(row) },
  comparison: {
    title: 'Against the baseline',
    section: 'comparison',
    rows: (row) => row.metric.startsWith('difference:') && row.attribute === 'model',
  },
  optimism: { title: 'Optimism', section: 'optimism', rows: (row) => /^optimism/.test(row.metric) },
  instability: { title: 'Instability', section: 'optimism', rows: (row) => /^instability_/.test(row.metric) },
  uncertainty: {
    title: 'Uncertainty of single predictions',
    section: 'uncertainty',
    rows: (row) => /^(conformal|selective)/.test(row.metric),
  },
  undefined: {
    title: 'What could not be estimated',
    section: 'not-estimable',
    rows: (row) => row.estimate === null,
  },
  updating: {
    title: 'Recalibrated models',
    section: 'results',
    rows: (row, { evidence }) =>
      performance(row) &&
      evidence.models.some((model) => row.model !== model && row.model.startsWith(`${model}+`)),
  },
} satisfies Readonly<Record<string, Source>>;

const documents = {
  question: { title: 'The question', section: 'question', document: ({ input }) => input.question !== '' },
  flow: { title: 'Flow of patients', section: 'patients', document: ({ input }) => input.flow !== null },
  characteristics: {
    title: 'Table 1',
    section: 'patients',
    document: ({ input }) => input.tableOne !== null,
  },
  representativeness: {
    title: 'Differences between sites',
    section: 'representativeness',
    document: ({ input }) => (input.tableOne?.rows ?? []).some((row) => row.smd !== null),
  },
  missingness: {
    title: 'Missing values',
    section: 'missingness',
    document: ({ input }) => Boolean(input.missingness) || input.quality !== null,
  },
  quality: {
    title: 'Data quality',
    section: 'data-quality',
    document: ({ input }) => input.quality !== null,
  },
  independence: {
    title: 'Leak certificate',
    section: 'data-quality',
    document: ({ input }) => input.leak !== null,
  },
  dataset: { title: 'Datasheet', section: 'datasheet', document: ({ input }) => Boolean(input.dataset) },
  dates: {
    title: 'Dates of accrual',
    section: 'datasheet',
    document: ({ input }) => Boolean(input.dataset?.period),
  },
  predictors: {
    title: 'Columns',
    section: 'datasheet',
    document: ({ input }) => (input.dataset?.columns ?? []).length > 0,
  },
  models: {
    title: 'Models',
    section: 'models',
    document: ({ input }) => input.models.some((model) => Object.keys(model.settings).length > 0),
  },
  model_kind: { title: 'Models', section: 'models', document: ({ input }) => input.models.length > 0 },
  model_artifact: {
    title: 'Hashes of model and data',
    section: 'provenance',
    document: ({ input }) => typeof input.provenance.experiment === 'string',
  },
  partition: {
    title: 'Splits',
    section: 'data-quality',
    document: ({ input }) => input.leak !== null || typeof input.provenance.split === 'string',
  },
  thresholds: {
    title: 'Declared thresholds',
    section: 'thresholds',
    document: ({ input }) => input.thresholds.length > 0,
  },
  agreement: {
    title: 'Reading agreement',
    section: 'label-noise',
    document: ({ input }) => input.labelNoise !== null,
  },
  explanations: {
    title: 'Explanations',
    section: 'explanations',
    document: ({ input }) => (input.explanations?.methods ?? []).length > 0,
  },
  decision: {
    title: 'Acceptance criteria',
    section: 'content',
    document: ({ input }) => input.decision !== null,
  },
  provenance: {
    title: 'Provenance',
    section: 'provenance',
    document: ({ input }) => Object.keys(input.provenance).length > 0,
  },
  software: {
    title: 'Software components',
    section: 'software',
    document: ({ input }) => (input.software ?? []).length > 0,
  },
  compute: {
    title: 'Runtime',
    section: 'provenance',
    document: ({ input }) => typeof input.provenance.runtime === 'string',
  },
  methods: { title: 'Methods and references', section: 'references', document: () => true },
  limits: { title: 'Limits', section: 'limits', document: () => true },
  hazards: {
    title: 'Hazards and their tests',
    section: 'human',
    document: ({ input }) => (input.human?.hazards ?? []).length > 0,
  },
} satisfies Readonly<Record<string, Source>>;

export type SourceName = keyof typeof rowSources | keyof typeof documents;

export const sources: Readonly<Record<SourceName, Source>> = Object.freeze({ ...rowSources, ...documents });

/** Ids of the rows a source holds in this pack; empty for documents. */
export function sourceRows(name: SourceName, pack: Pack): readonly string[] {
  const { rows } = sources[name];
  return rows ? pack.evidence.rows.filter((row) => rows(row, pack)).map((row) => row.id) : [];
}

export function sourcePresent(name: SourceName, pack: Pack): boolean {
  const { rows, document } = sources[name];
  return rows ? pack.evidence.rows.some((row) => rows(row, pack)) : (document?.(pack) ?? false);
}
