export interface WirePair {
  key: string;
  value: string;
}

export const pairsOf = (record: Readonly<Record<string, string>> | undefined): WirePair[] =>
  Object.entries(record ?? {}).map(([key, value]) => ({ key, value }));

/** Keys come from the server: a record without prototype takes any of them. */
export function recordOf(pairs: readonly WirePair[] | undefined): Readonly<Record<string, string>> {
  const record: Record<string, string> = Object.create(null);
  for (const { key, value } of pairs ?? []) record[key] = value ?? '';
  return record;
}
