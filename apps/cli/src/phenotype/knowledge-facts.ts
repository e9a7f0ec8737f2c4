import { type Knowledge, pinnedHpo } from '@raredx/ontology';
import { sha256 } from '@raredx/tables';

/** What names the knowledge in use: the release, and the annotation rows that are left of it. */
export function knowledgeName({ annotations }: Knowledge, removed: readonly string[] = []): string {
  const gone = removed.length > 0 ? `, without ${sha256([...removed].sort().join()).slice(0, 12)}` : '';
  return `HPO ${pinnedHpo.release}, ${annotations.rows} rows${gone}`;
}

/** The publications of `own` that some annotation row cites, sorted: only those change the knowledge. */
export function citedPublications({ annotations }: Knowledge, own: Iterable<string>): string[] {
  const wanted = new Set(own);
  const found = new Set<string>();
  for (let row = 0; row < annotations.rows; row += 1) {
    for (const id of annotations.references[annotations.reference[row] as number] ?? [])
      if (wanted.has(id)) found.add(id);
  }
  return [...found].sort();
}
