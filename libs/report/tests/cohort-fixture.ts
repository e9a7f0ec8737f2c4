import type { Decision, EvidenceRow, Flow, LeakCertificate, QualityReport, TableOne } from '@raredx/tables';

const sites = ['study 3', 'study 4'];

export const flow: Flow = {
  cohorts: [
    {
      cohort: 'Development: study 3',
      steps: [
        { step: 'Rows in the source', patients: 1869, excluded: 0, reason: null },
        { step: 'With follow-up', patients: 1861, excluded: 8, reason: 'no date of last contact' },
        { step: 'Analysed', patients: 1857, excluded: 4, reason: 'age missing' },
      ],
    },
    {
      cohort: 'External: study 4',
      steps: [
        { step: 'Rows in the source', patients: 2171, excluded: 0, reason: null },
        { step: 'Analysed', patients: 2171, excluded: 0, reason: null },
      ],
    },
  ],
};

const empty = { count: null, percent: null, median: null, lowerQuartile: null, upperQuartile: null };
const cells = (...texts: string[]) => texts.map((text, i) => ({ site: sites[i]!, text, ...empty }));

export const tableOne: TableOne = {
  sites: [
    { site: 'study 3', patients: 1857, events: 271 },
    { site: 'study 4', patients: 2171, events: 300 },
  ],
  rows: [
    {
      variable: 'age',
      title: 'Age',
      unit: 'months',
      level: null,
      kind: 'continuous',
      cells: cells('38 [20, 60]', '39 [21, 61]'),
      smd: 0.024,
    },
    {
      variable: 'age',
      title: 'Age',
      unit: 'months',
      level: null,
      kind: 'missing',
      cells: cells('4 (0.2 %)', '0'),
      smd: null,
    },
    {
      variable: 'stage',
      title: 'Stage',
      unit: null,
      level: 'I',
      kind: 'categorical',
      cells: cells('682 (36.7 %)', '850 (39.2 %)'),
      smd: 0.131,
    },
    {
      variable: 'stage',
      title: 'Stage',
      unit: null,
      level: 'II',
      kind: 'categorical',
      cells: cells('523 (28.2 %)', '530 (24.4 %)'),
      smd: null,
    },
    {
      variable: 'stage',
      title: 'Stage',
      unit: null,
      level: 'III',
      kind: 'categorical',
      cells: cells('437 (23.5 %)', '533 (24.6 %)'),
      smd: null,
    },
    {
      variable: 'stage',
      title: 'Stage',
      unit: null,
      level: 'IV',
      kind: 'categorical',
      cells: cells('215 (11.6 %)', '258 (11.9 %)'),
      smd: null,
    },
  ],
};

export const quality: QualityReport = {
  rows: 4040,
  patients: 4040,
  columns: [
    {
      column: 'age',
      type: 'number',
      unit: 'months',
      missing: 4,
      missingPercent: 0.099,
      distinct: 187,
      summary: '0 to 194, median 38',
    },
    {
      column: 'stage',
      type: 'category',
      unit: null,
      missing: 0,
      missingPercent: 0,
      distinct: 4,
      summary: 'I 38 %, II 26 %, III 24 %, IV 12 %',
    },
  ],
  findings: [
    {
      check: 'missing_values',
      column: 'age',
      severity: 'note',
      rows: 4,
      message: '4 of 4040 rows have no age',
    },
    {
      check: 'implausible',
      column: 'age',
      severity: 'warning',
      rows: 12,
      message: 'age above 15 years in 12 rows',
    },
  ],
};

export const leak: LeakCertificate = {
  verdict: 'incomplete',
  splitFingerprint: '4f1c0d8a9be27c55',
  checks: [
    {
      check: 'patient_in_one_fold',
      verdict: 'clean',
      examined: 4028,
      offenders: 0,
      message: 'no patient stands in two folds of a repeat',
    },
    {
      check: 'near_duplicates',
      verdict: 'warning',
      examined: 4028,
      offenders: 31,
      message: '31 patients share all predictors with a patient of another partition',
    },
    {
      check: 'encoder_fitted_outside',
      verdict: 'not_checked',
      examined: 0,
      offenders: 0,
      message: 'no encoder was fitted',
    },
  ],
};

export function decision(rows: readonly EvidenceRow[]): Decision {
  const find = (metric: string) =>
    rows.find(
      (row) =>
        row.metric === metric &&
        row.model === 'network' &&
        row.partition === 'external' &&
        row.attribute === null,
    )!;
  const of = (
    id: string,
    metric: string,
    rest: Pick<Decision['criteria'][number], 'verdict' | 'bound' | 'why' | 'neededEvents' | 'rationale'>,
  ) => {
    const { estimate, lower, upper, patients, events, id: evidenceId } = find(metric);
    return { id, value: estimate, lower, upper, patients, events, evidenceId, ...rest };
  };
  return {
    verdict: 'insufficient_evidence',
    criteria: [
      of('discrimination', 'auroc', {
        verdict: 'pass',
        bound: 0.65,
        why: 'The lower limit of the AUROC, 0.669, is above 0.65.',
        neededEvents: null,
        rationale: 'Below 0.65 the model does not change who is offered intensified surveillance.',
      }),
      of('calibration slope', 'calibration_slope', {
        verdict: 'insufficient_evidence',
        bound: 0.8,
        why: 'The interval of the slope, 0.69 to 0.97, holds the bound 0.8: it may lie on either side.',
        neededEvents: 240,
        rationale: 'A slope below 0.8 gives overly extreme risks.',
      }),
      of('harm of miscalibration', 'ici', {
        verdict: 'pass',
        bound: 0.03,
        why: 'The upper limit of the ICI, 0.021, is below 0.03.',
        neededEvents: null,
        rationale: '',
      }),
    ],
    policyHash: 'a7b0c3d1e5f60718293a4b5c6d7e8f90',
    evidenceHash: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    ledgerEntry: null,
  };
}
