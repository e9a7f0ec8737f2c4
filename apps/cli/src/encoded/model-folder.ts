import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type EncodedModelSpec, type RunDirectory } from '@raredx/experiment';
import { readSafetensors, writeSafetensors } from '@raredx/runtime';
import { ContractError, canonicalJson, sha256 } from '@raredx/tables';
import { json } from '../run/json.ts';
import type { KeptModel } from './models/sample-model.ts';
import type { Samples } from './samples.ts';

/** `model/models.json`: what `raredx predict` needs to know of a trained run. */
export interface ModelList {
  readonly schemaVersion: 1;
  /** What the models read. */
  readonly kind: Samples['kind'];
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
 * @param shown the folder as the user wrote it
 * @throws ConfigError where the folder holds no trained model; ContractError where its list cannot be read
 */
export function readModelList(folder: string, shown: string): ModelList {
  const advice = 'give the run folder of raredx train or raredx run';
  if (!existsSync(folder)) throw new ConfigError('--model', `no such folder (${shown})`, advice);
  const path = join(folder, listFile);
  if (!existsSync(path)) throw new ConfigError('--model', `no trained model in ${shown}`, advice);
  let list: Partial<ModelList>;
  try {
    list = JSON.parse(readFileSync(path, 'utf8')) as ModelList;
  } catch {
    throw new ContractError(listFile, 'not json', 'train again');
  }
  if ((list.kind as string) === 'table')
    throw new ConfigError(
      '--model',
      `${shown} has models of a table`,
      'this command is for pictures and notes; a run over a table writes its explanations itself',
    );
  if (list.schemaVersion === 1 && list.kind && list.classes && list.models?.length) return list as ModelList;
  throw new ContractError(listFile, 'not a list of models of this version', 'train again');
}

/**
 * @throws ContractError where the weights are not there, or not those that were kept
 */
export function readModel(folder: string, { file, sha256: kept }: ModelEntry): KeptModel {
  const path = join(folder, file);
  if (!existsSync(path)) throw new ContractError(file, 'there is no such file', 'train again');
  const bytes = readFileSync(path);
  if (sha256(bytes) !== kept)
    throw new ContractError(file, 'the weights are not those that were trained', 'train again');
  const { tensors, metadata } = readSafetensors(bytes, file);
  return { tensors, settings: JSON.parse(metadata.settings ?? '{}') as Record<string, unknown> };
}
