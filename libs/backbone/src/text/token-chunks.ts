/** Ids of a text's tokens, without [CLS] and [SEP], cut into chunks of as nearly equal length as can be. */
export function tokenChunks(ids: readonly number[], longest: number): readonly (readonly number[])[] {
  const count = Math.ceil(ids.length / longest);
  const edge = (at: number) => Math.round((at * ids.length) / count);
  return Array.from({ length: count }, (_, at) => ids.slice(edge(at), edge(at + 1)));
}
