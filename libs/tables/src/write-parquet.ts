import { parquetWriteBuffer } from 'hyparquet-writer';
import { type TextColumn, textAt } from './text-column.ts';

/** One column as the Parquet writer takes it. */
type Written = Parameters<typeof parquetWriteBuffer>[0]['columnData'][number];

export function textOf(name: string, column: TextColumn): Written {
  const data = Array.from(column.codes, (_, row) => textAt(column, row));
  return { name, data, type: 'STRING', nullable: false };
}

export function wholeOf(name: string, data: ArrayLike<number>): Written {
  return { name, data: Int32Array.from(data), type: 'INT32', nullable: false };
}

export function realOf(name: string, data: Float64Array): Written {
  return { name, data, type: 'DOUBLE', nullable: false };
}

/** Attributes as `attr_…`, in code-unit order. */
export function attributesOf(attributes: Readonly<Record<string, TextColumn>>): Written[] {
  return Object.keys(attributes)
    .sort()
    .map((name) => textOf(`attr_${name}`, attributes[name] as TextColumn));
}

/**
 * Columns as Parquet with schema and provenance in the footer; same columns and provenance, same bytes.
 *
 * @param schema name and version, as in `predictions/1`
 */
export function writeParquet(
  schema: string,
  columns: readonly Written[],
  provenance: Readonly<Record<string, string>>,
): Uint8Array {
  const facts = Object.keys(provenance)
    .sort()
    .map((key) => ({ key: `raredx.${key}`, value: provenance[key] as string }));
  const kvMetadata = [{ key: 'raredx.schema', value: schema }, ...facts];
  return new Uint8Array(parquetWriteBuffer({ columnData: [...columns], kvMetadata, createdBy: 'raredx' }));
}
