import { type TextColumn, textAt, textColumn } from '@raredx/tables';

/** A column of text of tables one below the other. */
export const joinedText = <Table extends { readonly rows: number }>(
  tables: readonly Table[],
  pick: (table: Table) => TextColumn,
): TextColumn =>
  textColumn(
    tables.flatMap((table) => Array.from({ length: table.rows }, (_, row) => textAt(pick(table), row))),
  );
