import { parquetWriteBuffer } from 'hyparquet-writer';
import { canonicalJson } from './canonical.ts';
import { ContractError } from './contract-error.ts';
import type { EvidenceFile, EvidenceRow } from './evidence.ts';

type OnDisk = Omit<EvidenceRow, 'undefinedBecause'> & { readonly undefined_because: string | null };

/**
 * evidence.json: canonical JSON with one row a line, so that two packs can be compared by line.
 *
 * @throws ContractError where a row has neither estimate nor reason, both, or a number that is not finite
 */
export function encodeEvidenceJson(file: EvidenceFile): string {
  checkEvidence(file.rows, 'evidence');
  const rows = file.rows.map((row) => canonicalJson(onDisk(row))).join(',\n');
  return `{"provenance":${canonicalJson(file.provenance)},\n"rows":[\n${rows}\n],\n"schemaVersion":${file.schemaVersion}}\n`;
}

/** Reads evidence.json back; the inverse of {@link encodeEvidenceJson}. */
export function decodeEvidenceJson(text: string, where: string): EvidenceFile {
  let parsed: { schemaVersion?: unknown; provenance?: unknown; rows?: unknown };
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new ContractError(where, 'not valid json', 'make it again with raredx validate');
  }
  if (parsed?.schemaVersion !== 1 || !Array.isArray(parsed.rows)) {
    throw new ContractError(where, 'not an evidence file of schema version 1');
  }
  const rows = (parsed.rows as OnDisk[]).map(({ undefined_because, ...row }) => ({
    ...row,
    undefinedBecause: undefined_because,
  }));
  checkEvidence(rows, where);
  return { schemaVersion: 1, provenance: parsed.provenance as EvidenceFile['provenance'], rows };
}

/** The same rows as Parquet. */
export function encodeEvidenceParquet(file: EvidenceFile): Uint8Array {
  checkEvidence(file.rows, 'evidence');
  const rows = file.rows.map(onDisk);
  const text = (name: keyof OnDisk) => ({
    name,
    data: rows.map((row) => row[name]),
    type: 'STRING' as const,
  });
  const real = (name: keyof OnDisk) => ({
    name,
    data: rows.map((row) => row[name]),
    type: 'DOUBLE' as const,
  });
  const whole = (name: keyof OnDisk) => ({
    name,
    data: rows.map((row) => row[name]),
    type: 'INT32' as const,
  });
  const bytes = parquetWriteBuffer({
    columnData: [
      ...(['id', 'metric', 'model', 'label', 'partition', 'site', 'attribute', 'level'] as const).map(text),
      ...(['threshold', 'estimate', 'lower', 'upper', 'confidence'] as const).map(real),
      text('method'),
      ...(['patients', 'samples', 'events'] as const).map(whole),
      ...(['undefined_because', 'note'] as const).map(text),
    ],
    kvMetadata: [
      { key: 'raredx.schema', value: 'evidence/1' },
      { key: 'raredx.provenance', value: canonicalJson(file.provenance) },
    ],
    createdBy: 'raredx',
  });
  return new Uint8Array(bytes);
}

function onDisk({ undefinedBecause, ...row }: EvidenceRow): OnDisk {
  return { ...row, undefined_because: undefinedBecause };
}

/** An estimate or a reason, never both, never neither; all numbers finite; ids unique. */
function checkEvidence(rows: readonly EvidenceRow[], where: string): void {
  const seen = new Set<string>();
  for (const row of rows) {
    if (seen.has(row.id)) throw new ContractError(where, `two rows have the id ${row.id}`);
    seen.add(row.id);
    if ((row.estimate === null) !== (row.undefinedBecause !== null)) {
      throw new ContractError(where, `${row.id} must have either an estimate or a reason`);
    }
    for (const value of [row.estimate, row.lower, row.upper, row.threshold, row.confidence]) {
      if (value !== null && !Number.isFinite(value))
        throw new ContractError(where, `${row.id} holds ${value}`);
    }
  }
}
