import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset } from '@raredx/cohort';
import { ConfigError, type ModelSpec } from '@raredx/experiment';
import { ContractError, canonicalJson, sha256 } from '@raredx/tables';
import type { StudyCohort } from '../run/cohort-step.ts';
import { experimentFamiliarity } from '../run/experiment-familiarity.ts';
import { predictorsOf } from '../run/fold-encoders.ts';
import { json } from '../run/json.ts';
import type { RunContext } from '../run/run-context.ts';
import type { Familiarity } from './familiarity.ts';
import { type SeenPredictor, seenPredictors } from './seen-predictors.ts';

/** `model/models.json` of a run over a table: what is needed to use its models on patients who come later. */
export interface TableModelList {
  readonly schemaVersion: 1;
  readonly kind: 'table';
  readonly outcome: string;
  readonly primary: string;
  readonly attributes: readonly string[];
  /** Sites that the models learned from. */
  readonly development: readonly string[];
  readonly dataset: Omit<Dataset, 'path' | 'where'>;
  /** What the patients that were learned from had in each predictor. */
  readonly seen: readonly SeenPredictor[];
  readonly familiarity?: Familiarity | undefined;
  readonly models: readonly TableModelEntry[];
}

export interface TableModelEntry {
  readonly name: string;
  readonly kind: ModelSpec['kind'];
  readonly predictors: readonly string[];
  readonly file: string;
  readonly sha256: string;
}

const listFile = 'model/models.json';

/** Lists the models of a run when all are fitted. */
export function writeTableModels(context: RunContext, study: StudyCohort): void {
  const { experiment, run } = context;
  const { path: _path, where: _where, ...declaration } = study.cohort.dataset;
  const familiarity = experimentFamiliarity(context, study)?.familiarity;
  const predictors = [...new Set(experiment.models.flatMap((model) => predictorsOf(context, model)))];
  const seen = seenPredictors(study.cohort, study.sites.development, predictors);
  const models = experiment.models.map((model): TableModelEntry => {
    const file = `model/${model.name}.safetensors`;
    const hash = sha256(readFileSync(run.path(file)));
    return {
      name: model.name,
      kind: model.kind,
      predictors: predictorsOf(context, model),
      file,
      sha256: hash,
    };
  });
  const { outcome, primary, attributes, cohorts } = experiment;
  const list: TableModelList = {
    schemaVersion: 1,
    kind: 'table',
    ...{ outcome, primary, attributes, development: cohorts.development },
    ...{ seen, dataset: declaration, models },
    ...(familiarity ? { familiarity } : {}),
  };
  run.write(listFile, json(list));
}

/** The models of a run over a table; undefined where the folder holds those of pictures or notes, or none. */
export function readTableModels(folder: string): TableModelList | undefined {
  const path = join(folder, listFile);
  if (!existsSync(path)) return undefined;
  let list: Partial<TableModelList>;
  try {
    list = JSON.parse(readFileSync(path, 'utf8')) as Partial<TableModelList>;
  } catch {
    throw new ContractError(listFile, 'not json', 'run the experiment again');
  }
  if (list.kind !== 'table') return undefined;
  if (list.schemaVersion === 1 && list.dataset && list.models?.length) return list as TableModelList;
  throw new ContractError(listFile, 'not a list of models of this version', 'run the experiment again');
}

/** @throws ConfigError where there is no such model */
export function chosenModel(list: TableModelList, name: string = list.primary): TableModelEntry {
  const chosen = list.models.find((model) => model.name === name);
  if (chosen) return chosen;
  throw new ConfigError(
    '--name',
    `no such model (${name})`,
    `there are: ${list.models.map((m) => m.name).join(', ')}`,
  );
}

/** The bytes of a model's weights, as they were when they were listed. */
export function readTableModel(folder: string, { file, sha256: kept }: TableModelEntry): Uint8Array {
  const path = join(folder, file);
  if (!existsSync(path)) throw new ContractError(file, 'there is no such file', 'run the experiment again');
  const bytes = readFileSync(path);
  if (sha256(bytes) === kept) return bytes;
  throw new ContractError(file, 'the weights are not those that were fitted', 'run the experiment again');
}

/** Names the encoded columns stand under in the weights, in their order. */
export const columnsOf = (metadata: Readonly<Record<string, string>>): readonly string[] =>
  JSON.parse(metadata.columns ?? canonicalJson([])) as readonly string[];
