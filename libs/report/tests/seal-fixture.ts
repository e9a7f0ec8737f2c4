import type { KeyObject } from 'node:crypto';
import { constantColumn, type Decision, type Predictions, sha256, textColumn } from '@raredx/tables';
import { generateSigningKey, type PackFiles, privateKeyOf, sealPack } from '../src/index.ts';

/** A made-up table with every optional column; no number in it is a result. */
export function predictionsOf(rows: number): Predictions {
  const each = <T>(value: (row: number) => T) => Array.from({ length: rows }, (_, row) => value(row));
  const patients = textColumn(each((row) => `pä"${Math.floor(row / 4)}`));
  return {
    rows,
    patientId: patients,
    sampleId: patients,
    site: constantColumn('A', rows),
    model: textColumn(each((row) => (row % 2 ? 'zeta' : 'alpha'))),
    partition: constantColumn('internal', rows),
    repeat: Int32Array.from(each((row) => Math.floor(row / 2) % 2)),
    fold: Int32Array.from(each((row) => Math.floor(row / 4) % 3)),
    imputation: new Int32Array(rows).fill(-1),
    label: constantColumn('relapse', rows),
    y: Uint8Array.from(each((row) => (Math.floor(row / 4) % 3 === 0 ? 1 : 0))),
    p: Float64Array.from(each((row) => ((row * 7919) % 10007) / 10007)),
    time: Float64Array.from(each((row) => Math.floor(row / 4) + 0.5)),
    event: Uint8Array.from(each((row) => (Math.floor(row / 4) % 3 === 0 ? 1 : 0))),
    attributes: { sex: textColumn(each((row) => (Math.floor(row / 4) % 2 ? 'f' : 'm'))) },
    unchecked: [],
  };
}

export const decision: Decision = {
  verdict: 'insufficient_evidence',
  criteria: (['pass', 'insufficient_evidence'] as const).map((verdict, index) => ({
    id: `criterion-${index}`,
    verdict,
    value: 0.7,
    lower: 0.6,
    upper: 0.8,
    bound: 0.65 - index / 10,
    patients: 100,
    events: 20,
    why: 'because',
    neededEvents: null,
    evidenceId: 'external:m:auroc',
    rationale: 'because',
  })),
  policyHash: sha256('policy'),
  evidenceHash: sha256('{}'),
  ledgerEntry: null,
};

export const key = (): KeyObject => privateKeyOf(generateSigningKey(), 'key.pem');

/** A sealed pack in memory. */
export function sealedPack(
  signer: KeyObject,
  change: { readonly title?: string; readonly judged?: Decision | null; readonly rows?: number } = {},
): Map<string, Uint8Array> {
  const judged = change.judged === undefined ? decision : change.judged;
  const bytes = (text: string) => Buffer.from(text) as Uint8Array;
  const files: PackFiles = new Map([
    ['index.html', bytes(`<!doctype html><title>${change.title ?? 'A'}</title><p>0.702</p>\n`)],
    ['evidence.json', bytes('{"rows":[]}\n')],
    ['pack-facts.json', bytes('{"seed":1}\n')],
    ['predictions.parquet', bytes('not read by the seal')],
    ...(judged ? ([['decision.json', bytes(JSON.stringify(judged))]] as const) : []),
  ]);
  const sealed = sealPack({
    files,
    predictions: predictionsOf(change.rows ?? 24),
    predictionsPath: 'predictions.parquet',
    evidenceRows: 0,
    plan: { seed: 1, bootstrap: 200 },
    decision: judged,
    software: 'raredx 0.1.0',
    build: { judge: sha256('judge'), pages: null },
    key: signer,
  });
  return new Map([...files, ...[...sealed].map(([name, text]) => [name, bytes(text)] as const)]);
}
