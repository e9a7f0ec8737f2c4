import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors } from '@raredx/runtime';
import { sha256 } from '@raredx/tables';
import { type ModelColumn, mlModel, type RunHandle, type RunRecorder } from 'mlflow-js-client';
import { softwareVersion } from '../software.ts';

const weights = '.safetensors';

/**
 * Logs each model of a run's `model` folder as a folder MLflow knows for a model: `model/<name>/MLmodel` with a flavour
 * of our own and, for models of a table, the signature, beside the weights and what belongs to them.
 */
export function logModels(
  recorder: RunRecorder,
  run: RunHandle,
  { folder, now }: { folder: string; now: number },
): void {
  const files = readdirSync(folder).sort();
  const names = files.filter((file) => file.endsWith(weights)).map((file) => file.slice(0, -weights.length));
  // The longest name that fits owns a file: `network.v2.runtime.json` is of `network.v2`, not of `network`.
  const ownerOf = (file: string): string | undefined =>
    names.filter((name) => file.startsWith(`${name}.`)).sort((a, b) => b.length - a.length)[0];
  for (const file of files) {
    const owner = ownerOf(file);
    recorder.logArtifact(
      run,
      join(folder, file),
      owner === undefined ? `model/${file}` : `model/${owner}/${file}`,
    );
  }
  const temporary = mkdtempSync(join(tmpdir(), 'raredx-mlmodel-'));
  try {
    for (const name of names) {
      const path = join(temporary, 'MLmodel');
      writeFileSync(path, modelText(readFileSync(join(folder, name + weights)), { name, now }));
      recorder.logArtifact(run, path, `model/${name}/MLmodel`);
    }
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** The `MLmodel` of a model's weights. */
export function modelText(bytes: Uint8Array, { name, now }: { name: string; now: number }): string {
  const { metadata } = readSafetensors(bytes, name + weights);
  const spec = JSON.parse(metadata.model ?? '{}') as { kind?: string; deployable?: boolean };
  const inputs = metadata.encoder === undefined ? undefined : columnsOf(JSON.parse(metadata.encoder));
  return mlModel({
    path: `model/${name}`,
    flavors: {
      raredx: {
        data: name + weights,
        version: softwareVersion,
        ...(spec.kind === undefined ? {} : { kind: spec.kind }),
        ...(spec.deployable === undefined ? {} : { deployable: spec.deployable }),
      },
    },
    ...(inputs ? { inputs, outputs: [{ name: 'probability', type: 'double' }] } : {}),
    uuid: sha256(bytes).slice(0, 32),
    bytes: bytes.length,
    createdAt: now,
  });
}

/** The columns of the table the encoder reads; it fills what is missing, so none is required. */
function columnsOf(terms: readonly { column: string; kind: string }[]): readonly ModelColumn[] {
  const types = new Map(terms.map(({ column, kind }) => [column, kind === 'level' ? 'string' : 'double']));
  return [...types].map(([name, type]) => ({ name, type, required: false }) as ModelColumn);
}
