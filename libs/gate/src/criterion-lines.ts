import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/** The 1-based line at which each criterion of a policy begins, by id. */
export function criterionLines(policy: string): ReadonlyMap<string, number> {
  const counter = new LineCounter();
  const criteria = parseDocument(policy, { lineCounter: counter }).get('criteria');
  const lines = new Map<string, number>();
  if (!isSeq(criteria)) return lines;
  for (const item of criteria.items) {
    if (!isMap(item) || !item.range) continue;
    const id = item.get('id', true);
    if (isScalar(id)) lines.set(String(id.value), counter.linePos(item.range[0]).line);
  }
  return lines;
}
