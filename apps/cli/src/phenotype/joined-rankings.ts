import type { Rankings, TextColumn } from '@raredx/tables';
import { joinedText } from './joined-text.ts';

/** Tables one below the other; they have the same attributes. */
export function joinedRankings(tables: readonly Rankings[]): Rankings {
  const text = (pick: (table: Rankings) => TextColumn): TextColumn => joinedText(tables, pick);
  const real = (pick: (table: Rankings) => Float64Array) =>
    Float64Array.from(tables.flatMap((table) => Array.from(pick(table))));
  const names = Object.keys(tables[0]?.attributes ?? {});
  return {
    rows: tables.reduce((total, { rows }) => total + rows, 0),
    caseId: text(({ caseId }) => caseId),
    patientId: text(({ patientId }) => patientId),
    site: text(({ site }) => site),
    model: text(({ model }) => model),
    partition: text(({ partition }) => partition),
    candidate: text(({ candidate }) => candidate),
    score: real(({ score }) => score),
    p: real(({ p }) => p),
    rank: real(({ rank }) => rank),
    isTrue: Uint8Array.from(tables.flatMap(({ isTrue }) => Array.from(isTrue))),
    candidateCount: Int32Array.from(tables.flatMap(({ candidateCount }) => Array.from(candidateCount))),
    attributes: Object.fromEntries(
      names.map((name) => [name, text(({ attributes }) => attributes[name] as TextColumn)]),
    ),
  };
}
