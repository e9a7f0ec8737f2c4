import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type EncodedModelSpec, type RunDirectory } from '@raredx/experiment';
import { readSafetensors, writeSafetensors } from '@raredx/runtime';
import { ContractError, canonicalJson, sha256 } from '@raredx/tables';
import { json } from '../run/json.ts';
import type { KeptModel } from './models/sample-model.ts';

/** `model/models.json`: what `raredx predict` needs to know of a trained run. */
export interface ModelList {
  readonly schemaVersion: 1;
  readonly primary: string;
  readonly classes: readonly string[];
  readonly models: readonly ModelEntry[];
}

export interface ModelEntry {
  readonly name: string;
  readonly kind: EncodedModelSpec['kind'];
  readonly file: string;
  readonly sha256: string;
}

const listFile = 'model/models.json';

/** Keeps a model's weights and settings as safetensors. */
export function writeModel(
  run: RunDirectory,
  { name, kind }: Pick<EncodedModelSpec, 'name' | 'kind'>,
  kept: KeptModel,
): ModelEntry {
  const file = `model/${name}.safetensors`;
  const bytes = writeSafetensors(kept.tensors, { settings: canonicalJson(kept.settings) });
  run.write(file, bytes);
  return { name, kind, file, sha256: sha256(bytes) };
}

export function writeModelList(run: RunDirectory, list: Omit<ModelList, 'schemaVersion'>): void {
  run.write(listFile, json({ schemaVersion: 1, ...list }));
}

/**
 * @throws ConfigError where the folder holds no trained model
 */
export function readModelList(folder: string, shown: string): ModelList {
  const path = join(folder, listFile);
  if (!existsSync(path))
    throw new ConfigError(shown, 'no trained model in this folder', 'make one with raredx train');
  return JSON.parse(readFileSync(path, 'utf8')) as ModelList;
}

/**
 * @throws ContractError where the weights are not those that were kept
 */
export function readModel(folder: string, { file, sha256: kept }: ModelEntry): KeptModel {
  const bytes = readFileSync(join(folder, file));
  if (sha256(bytes) !== kept)
    throw new ContractError(file, 'the weights are not those that were trained', 'train again');
  const { tensors, metadata } = readSafetensors(bytes, file);
  return { tensors, settings: JSON.parse(metadata.settings ?? '{}') as Record<string, unknown> };
}
