import type { DatasetDeclaration } from './dataset-declaration.ts';

export type Role = NonNullable<DatasetDeclaration['columns'][number]['role']>;

interface Described {
  readonly name: string;
  readonly title: string;
  readonly role: Role | null;
  /** The column this one was computed from; null for a column of the file. */
  readonly from: string | null;
  /** 1 where the value is missing. */
  readonly missing: Uint8Array;
}

/** Numbers; NaN exactly where missing. */
export interface NumberColumn extends Described {
  readonly kind: 'number';
  readonly type: 'integer' | 'number';
  readonly unit: string | null;
  readonly values: Float64Array;
}

/** Row i holds `levels[codes[i]]`; −1 exactly where missing. A boolean has the levels no and yes. */
export interface CategoryColumn extends Described {
  readonly kind: 'category';
  readonly type: 'category' | 'boolean';
  readonly levels: readonly string[];
  readonly codes: Int32Array;
  readonly agreesWith: string | null;
}

/** Free text and identifiers, as the file spells them; the empty string exactly where missing. */
export interface WordColumn extends Described {
  readonly kind: 'text';
  readonly type: 'text';
  readonly values: readonly string[];
}

export type Column = NumberColumn | CategoryColumn | WordColumn;

/** Columns of one length, by name, in declared order. */
export interface TypedTable {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Column>>;
}
