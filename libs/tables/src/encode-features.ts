import { parquetWriteBuffer } from 'hyparquet-writer';

/** Features of samples with what tells the samples apart. */
export interface FeatureRows {
  /** Text columns, one entry a row; null where there is none. */
  readonly keys: Readonly<Record<string, readonly (string | null)[]>>;
  readonly rows: number;
  readonly width: number;
  /** Row-major, rows × width. */
  readonly values: Float32Array;
}

/** Features as Parquet: the keys, then a column a feature, `feature_0` on. */
export function encodeFeatures({ keys, rows, width, values }: FeatureRows): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        ...Object.entries(keys).map(([name, data]) => ({ name, data: [...data], type: 'STRING' as const })),
        ...Array.from({ length: width }, (_, j) => ({
          name: `feature_${j}`,
          data: Float32Array.from({ length: rows }, (_, row) => values[row * width + j] as number),
          type: 'FLOAT' as const,
          nullable: false,
        })),
      ],
    }),
  );
}
