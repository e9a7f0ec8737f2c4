import type { Annotations } from './annotations.ts';
import type { Knowledge } from './knowledge.ts';

/** The rows of `annotations` that `keep` accepts; diseases stay, even one that is left without a row. */
export function keepRows(annotations: Annotations, keep: (row: number) => boolean): Annotations {
  const rows = Int32Array.from({ length: annotations.rows }, (_, row) => row).filter(keep);
  const take = <T extends Int32Array | Uint8Array | Float32Array>(column: T): T => {
    const taken = new (column.constructor as new (length: number) => T)(rows.length);
    for (let at = 0; at < rows.length; at += 1) taken[at] = column[rows[at]];
    return taken;
  };
  return Object.freeze({
    ...annotations,
    rows: rows.length,
    disease: take(annotations.disease),
    term: take(annotations.term),
    aspect: take(annotations.aspect),
    negated: take(annotations.negated),
    frequencyKind: take(annotations.frequencyKind),
    frequency: take(annotations.frequency),
    examined: take(annotations.examined),
    onset: take(annotations.onset),
    sex: take(annotations.sex),
    reference: take(annotations.reference),
  });
}

/**
 * The knowledge as it would be had these papers not been read: every annotation row that cites one of them is gone, also
 * where it cites others beside it. A case is judged fairly only by knowledge without its own paper.
 *
 * @param publications `PMID:…`, as the reference column writes them
 */
export function withoutPublications(knowledge: Knowledge, publications: Iterable<string>): Knowledge {
  const gone = new Set(publications);
  const cites = knowledge.annotations.references.map((ids) => ids.some((id) => gone.has(id)));
  if (!cites.includes(true)) return knowledge;
  const { annotations } = knowledge;
  return Object.freeze({
    ...knowledge,
    annotations: keepRows(annotations, (row) => !cites[annotations.reference[row]]),
  });
}
