import { type Partition, type Rankings, textColumn } from '@raredx/tables';
import type { RankedCase } from './ranked-batch.ts';

interface Row {
  readonly of: RankedCase;
  readonly candidate: string;
  readonly score: number;
  readonly p: number;
  readonly rank: number;
  readonly isTrue: boolean;
}

export interface RankingsRequest {
  readonly candidates: readonly string[];
  readonly model: string;
  readonly partition: Partition;
  /** Attributes of each case. */
  readonly attributes: (of: RankedCase) => Readonly<Record<string, string>>;
}

/** The rankings table of ranked cases; a diagnosis that no candidate stands for is a row without rank. */
export function rankingsOf(ranked: readonly RankedCase[], request: RankingsRequest): Rankings {
  const rows = ranked.flatMap((of) => rowsOf(of, request.candidates));
  const text = (read: (row: Row) => string) => textColumn(rows.map(read));
  const real = (read: (row: Row) => number) => Float64Array.from(rows, read);
  const attributes = ranked.map(request.attributes);
  const placeOf = new Map(ranked.map((of, at) => [of, at]));
  const names = Object.keys(attributes[0] ?? {});
  return {
    rows: rows.length,
    caseId: text(({ of }) => of.case.id),
    patientId: text(({ of }) => of.case.patient),
    site: text(({ of }) => of.case.site),
    model: text(() => request.model),
    partition: text(() => request.partition),
    candidate: text(({ candidate }) => candidate),
    score: real(({ score }) => score),
    p: real(({ p }) => p),
    rank: real(({ rank }) => rank),
    isTrue: Uint8Array.from(rows, ({ isTrue }) => (isTrue ? 1 : 0)),
    candidateCount: new Int32Array(rows.length).fill(request.candidates.length),
    attributes: Object.fromEntries(
      names.map((name) => [
        name,
        text(({ of }) => attributes[placeOf.get(of) as number]?.[name] ?? 'unknown'),
      ]),
    ),
  };
}

function rowsOf(of: RankedCase, candidates: readonly string[]): Row[] {
  const ranked = of.listed.map(({ place, ...rest }) => ({
    of,
    candidate: candidates[place] as string,
    ...rest,
    isTrue: of.truth.places.includes(place),
  }));
  if (of.rank !== Number.POSITIVE_INFINITY) return ranked;
  const missed = of.truth.unlisted.map((candidate) => ({
    ...{ of, candidate, p: 0, isTrue: true },
    score: Number.NEGATIVE_INFINITY,
    rank: Number.POSITIVE_INFINITY,
  }));
  return [...ranked, ...missed];
}
