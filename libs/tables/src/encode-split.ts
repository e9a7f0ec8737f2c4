import { parquetWriteBuffer } from 'hyparquet-writer';

/** Who is in which fold of which repeat, as in a run's splits.parquet. */
export interface SplitTable {
  readonly patients: readonly string[];
  /** `assignment[repeat][i]` is the fold of `patients[i]`. */
  readonly assignment: readonly Int32Array[];
  readonly fingerprint: string;
}

/** splits.parquet: one row a (repeat, patient), the fingerprint in the footer; same split, same bytes. */
export function encodeSplit({ patients, assignment, fingerprint }: SplitTable): Uint8Array {
  const rows = assignment.length * patients.length;
  const repeat = new Int32Array(rows);
  const fold = new Int32Array(rows);
  const patient = new Array<string>(rows);
  assignment.forEach((dealt, r) => {
    patients.forEach((id, i) => {
      const row = r * patients.length + i;
      repeat[row] = r;
      fold[row] = dealt[i] as number;
      patient[row] = id;
    });
  });
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'patient_id', data: patient, type: 'STRING', nullable: false },
      { name: 'repeat', data: repeat, type: 'INT32', nullable: false },
      { name: 'fold', data: fold, type: 'INT32', nullable: false },
    ],
    kvMetadata: [
      { key: 'raredx.schema', value: 'splits/1' },
      { key: 'raredx.fingerprint', value: fingerprint },
    ],
    createdBy: 'raredx',
  });
  return new Uint8Array(bytes);
}
