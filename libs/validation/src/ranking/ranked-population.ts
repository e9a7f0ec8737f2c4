import { type Rankings, textAt } from '@raredx/tables';

/** The cases of one model and partition whose diagnosis is known, a place a case. */
export interface RankedPopulation {
  readonly model: string;
  readonly partition: string;
  readonly cases: readonly string[];
  readonly patients: readonly string[];
  /** The publication or cohort: what is drawn together. */
  readonly sites: readonly string[];
  readonly diseases: readonly string[];
  /** Best rank of a true candidate; Infinity where none was ranked. */
  readonly rank: Float64Array;
  /** Probability of the leading candidate, and whether it is true. */
  readonly topP: Float64Array;
  readonly topTrue: Uint8Array;
  readonly candidateCount: number;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

interface Gathered {
  first: number;
  rank: number;
  disease: string;
  lead: number;
  topP: number;
  topTrue: 0 | 1;
}

/** Populations of a rankings table in the order of their first rows; cases without a known diagnosis are not judged. */
export function rankedPopulations(table: Rankings): RankedPopulation[] {
  const groups = new Map<string, Map<number, Gathered>>();
  for (let row = 0; row < table.rows; row += 1) {
    const key = `${table.model.codes[row]}:${table.partition.codes[row]}`;
    const cases = groups.get(key) ?? new Map<number, Gathered>();
    groups.set(key, cases);
    const code = table.caseId.codes[row];
    const one: Gathered = cases.get(code) ?? {
      ...{ first: row, rank: Number.NaN, disease: '', lead: Number.POSITIVE_INFINITY, topP: 0, topTrue: 0 },
    };
    cases.set(code, one);
    take(table, row, one);
  }
  return [...groups.values()].map((cases) => populationOf(table, [...cases.values()]));
}

function take(table: Rankings, row: number, one: Gathered): void {
  const rank = table.rank[row];
  if (table.isTrue[row] === 1 && !(one.rank <= rank)) {
    one.rank = rank;
    one.disease = textAt(table.candidate, row);
  }
  if (rank >= one.lead) return;
  one.lead = rank;
  one.topP = table.p[row];
  one.topTrue = table.isTrue[row] === 1 ? 1 : 0;
}

function populationOf(table: Rankings, all: readonly Gathered[]): RankedPopulation {
  const first = all[0].first;
  const known = all.filter(({ rank }) => !Number.isNaN(rank));
  const text = (column: Rankings['caseId']) => known.map((one) => textAt(column, one.first));
  return {
    model: textAt(table.model, first),
    partition: textAt(table.partition, first),
    cases: text(table.caseId),
    patients: text(table.patientId),
    sites: text(table.site),
    diseases: known.map(({ disease }) => disease),
    rank: Float64Array.from(known, ({ rank }) => rank),
    topP: Float64Array.from(known, ({ topP }) => topP),
    topTrue: Uint8Array.from(known, ({ topTrue }) => topTrue),
    candidateCount: table.candidateCount[first],
    attributes: Object.fromEntries(
      Object.entries(table.attributes).map(([name, column]) => [name, text(column)]),
    ),
  };
}
