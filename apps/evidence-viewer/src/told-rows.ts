import { type Told, unpackStatements } from '@raredx/report';
import type { EvidenceRow } from '@raredx/tables';

type About = Pick<
  EvidenceRow,
  'metric' | 'model' | 'label' | 'partition' | 'site' | 'attribute' | 'level' | 'threshold'
>;

/** The evidence of the page. */
export interface ToldRows {
  /** By `data-evidence` of an element. */
  readonly byId: (id: string) => Told | null;
  /** The row about the same thing as a recomputed one. */
  readonly about: (row: About) => Told | null;
}

const keyOf = ({ metric, model, label, partition, site, attribute, level, threshold }: About) =>
  JSON.stringify([metric, model, label, partition, site, attribute, level, threshold?.toFixed(6) ?? null]);

/** Unpacked on first use: a reader who only reads need not wait for it. */
export function toldRows(packed: string, page: Document): ToldRows {
  const ids = [
    ...new Set(
      Array.from(
        page.querySelectorAll('[data-evidence]'),
        (one) => one.getAttribute('data-evidence') as string,
      ),
    ),
  ];
  let opened: { readonly ids: Map<string, Told>; readonly keys: Map<string, Told> } | undefined;
  const open = () => {
    if (opened) return opened;
    const rows = unpackStatements(packed, ids);
    opened = {
      ids: new Map(rows.map((row) => [row.id, row])),
      keys: new Map(rows.toReversed().map((row) => [keyOf(row), row])),
    };
    return opened;
  };
  return {
    byId: (id) => open().ids.get(id) ?? null,
    about: (row) => open().keys.get(keyOf(row)) ?? null,
  };
}
