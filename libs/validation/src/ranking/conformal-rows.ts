import { type EvidenceRow, type Rankings, textAt } from '@raredx/tables';
import { type ClusteredPlan, clusteredRow, weightedMean } from './clustered-row.ts';

export interface ConformalSets {
  readonly coverage: number;
  /** A candidate belongs to a case's set from this probability on. */
  readonly least: number;
}

/** Of each model and partition: how often the sets hold the truth, and how many of the listed candidates they hold. */
export function conformalRows(
  table: Rankings,
  sets: readonly ConformalSets[],
  plan: ClusteredPlan,
): EvidenceRow[] {
  const groups = new Map<string, Map<number, number[]>>();
  for (let row = 0; row < table.rows; row += 1) {
    const key = `${table.model.codes[row]}:${table.partition.codes[row]}`;
    const cases = groups.get(key) ?? new Map<number, number[]>();
    groups.set(key, cases);
    cases.set(table.caseId.codes[row], [...(cases.get(table.caseId.codes[row]) ?? []), row]);
  }
  return [...groups.values()].flatMap((cases) => {
    const own = [...cases.values()].filter((rows) => rows.some((row) => table.isTrue[row] === 1));
    return own.length === 0 ? [] : sets.flatMap((set) => rowsOf(table, own, { set, plan }));
  });
}

function rowsOf(
  table: Rankings,
  cases: readonly (readonly number[])[],
  { set, plan }: { readonly set: ConformalSets; readonly plan: ClusteredPlan },
): EvidenceRow[] {
  const holds = cases.map((rows) =>
    rows.some((row) => table.isTrue[row] === 1 && table.p[row] >= set.least) ? 1 : 0,
  );
  const sizes = cases.map((rows) => rows.filter((row) => table.p[row] >= set.least).length);
  const first = cases.map(([row]) => row as number);
  const common = {
    model: textAt(table.model, first[0] as number),
    partition: textAt(table.partition, first[0] as number),
    sites: first.map((row) => textAt(table.site, row)),
    patients: first.map((row) => textAt(table.patientId, row)),
    weights: new Float64Array(cases.length).fill(1),
    events: (at: number) => holds[at] === 1,
    threshold: set.coverage,
  };
  const note = `candidates from p = ${set.least.toPrecision(3)} on`;
  return [
    clusteredRow(
      { ...common, metric: 'conformal_coverage', measure: (w) => weightedMean(holds, w), note },
      plan,
    ),
    clusteredRow(
      {
        ...common,
        metric: 'conformal_set_size',
        measure: (w) => weightedMean(sizes, w),
        note: 'of the listed candidates',
      },
      plan,
    ),
  ];
}
