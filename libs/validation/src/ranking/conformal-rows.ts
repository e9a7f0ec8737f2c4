import { type EvidenceRow, type Rankings, textAt } from '@raredx/tables';
import { type ClusteredPlan, clusteredRow, meanOf } from './clustered-row.ts';
import { candidatesSaid } from './rank-measures.ts';

export interface ConformalSets {
  readonly coverage: number;
  /** A candidate belongs to a case's set from this probability on. */
  readonly least: number;
}

/** Of a model's external cases: how often the sets hold the truth, and how many of the listed candidates they hold. */
export function conformalRows(
  table: Rankings,
  { sets, model }: { readonly sets: readonly ConformalSets[]; readonly model: string },
  plan: ClusteredPlan,
): EvidenceRow[] {
  const cases = new Map<number, number[]>();
  for (let row = 0; row < table.rows; row += 1) {
    if (textAt(table.model, row) !== model || textAt(table.partition, row) !== 'external') continue;
    const code = table.caseId.codes[row];
    const own = cases.get(code);
    if (own) own.push(row);
    else cases.set(code, [row]);
  }
  const known = [...cases.values()].filter((rows) => rows.some((row) => table.isTrue[row] === 1));
  if (known.length === 0) return [];
  const first = known.map(([row]) => row as number);
  const common = {
    ...{ model, partition: 'external', weights: new Float64Array(known.length).fill(1) },
    sites: first.map((row) => textAt(table.site, row)),
    patients: first.map((row) => textAt(table.patientId, row)),
  };
  const said = candidatesSaid(table.candidateCount[first[0] as number] as number);
  const listed = Math.max(...known.map(({ length }) => length));
  return sets.flatMap(({ coverage, least }) => {
    const holds = known.map((rows) =>
      rows.some((row) => table.isTrue[row] === 1 && table.p[row] >= least) ? 1 : 0,
    );
    const sizes = known.map((rows) => rows.filter((row) => table.p[row] >= least).length);
    const about = { ...common, events: (at: number) => holds[at] === 1, threshold: coverage };
    return [
      {
        metric: 'conformal_coverage',
        values: holds,
        note: `sets of p from ${least.toPrecision(3)} on; ${said}`,
      },
      { metric: 'conformal_set_size', values: sizes, note: `counted among the first ${listed} of ${said}` },
    ].map(({ metric, values, note }) =>
      clusteredRow({ ...about, metric, note, measure: meanOf(values) }, plan),
    );
  });
}
