import type { Decision, EvidenceRow } from '@raredx/tables';

interface Names {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

interface Setting {
  readonly of: string;
  readonly setting: string;
}

/** What changed from a released model to the next, as the comparison of their packs tells it. */
export interface ChangeFacts {
  readonly models: Names & { readonly settings: readonly Setting[] };
  readonly data: {
    readonly before: { readonly rows: number };
    readonly rows: {
      readonly added: number;
      readonly removed: number;
      readonly risk: number;
      readonly outcome: number;
      readonly other: number;
    };
    readonly sites: Names;
    readonly attributes: Names;
  };
  /** Models whose risks changed in rows that both have. */
  readonly refitted: readonly string[];
  /** Models of both without a row in both: whether they were fitted anew cannot be seen. */
  readonly uncompared: readonly string[];
  readonly statistics: readonly Setting[];
  readonly decision: Decision | null;
  readonly evidence: { readonly before: readonly EvidenceRow[]; readonly after: readonly EvidenceRow[] };
}
