import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, lockRun } from '@raredx/experiment';
import type { Knowledge } from '@raredx/ontology';
import { sha256 } from '@raredx/tables';
import {
  type CaseRanker,
  candidatesOf,
  type DifferentialCalibration,
  differentialCalibration,
  likelihoodRatioRanker,
  phenotypeRanker,
} from '@raredx/training';
import type { Talk } from '../talk.ts';
import { decodePhenotypeModel } from './model-file.ts';
import { trainModel } from './train-model.ts';

/** The baseline's name: it is made in a moment and has no run. */
export const baselineName = 'mica-lr';

/** MICA-LR adds up terms as if they were independent: one temperature near 4 suits its sums. */
const baselineCalibration: DifferentialCalibration = { temperature: 4, growth: 0, leader: [0, 1, 0, 0] };

/** Where the phenotype experiment keeps its model. */
export const experimentFolder = 'runs/phenotype';

export const modelFile = 'model/phenotype.safetensors';
export const calibrationFile = 'model/calibration.json';

export interface RankerRequest {
  /** The knowledge to rank by, and of the whole before publications were removed the candidates. */
  readonly knowledge: Knowledge;
  readonly candidates: readonly string[];
  /** Publications that were removed from it. */
  readonly removed: readonly string[];
  readonly model: string | undefined;
  readonly seed: number;
  readonly device: 'auto' | 'cpu' | 'gpu';
  readonly talk: Talk;
}

export interface OpenedRanker {
  readonly ranker: CaseRanker;
  readonly calibration: DifferentialCalibration;
  /** The folder it came from; null for the baseline. */
  readonly run: string | null;
}

/** The ranker that is asked for; without a name that of the newest run, trained first where there is none. */
export async function openRanker(request: RankerRequest): Promise<OpenedRanker> {
  const { knowledge, candidates, model } = request;
  if (model === baselineName)
    return {
      ranker: likelihoodRatioRanker(knowledge, candidates),
      calibration: baselineCalibration,
      run: null,
    };
  if (model !== undefined && !existsSync(join(resolve(model), modelFile)))
    throw new ConfigError(
      '--model',
      `no phenotype model in this folder (${model})`,
      `leave --model out, or name ${baselineName}`,
    );
  const run = model ?? newestRun() ?? experimentFolder;
  const path = join(resolve(run), request.removed.length > 0 ? removedFile(request.removed) : modelFile);
  const bytes = existsSync(path) ? readFileSync(path) : await train(path, request);
  const { model: trained } = decodePhenotypeModel(bytes, path);
  const calibration = calibrationOf(run, request.talk);
  return { ranker: phenotypeRanker(knowledge.ontology, trained), calibration, run };
}

const removedFile = (removed: readonly string[]): string =>
  `model/without-${sha256(removed.join()).slice(0, 12)}.safetensors`;

/** Among the runs of this folder the one whose model is the youngest. */
function newestRun(): string | undefined {
  if (!existsSync('runs')) return undefined;
  const found = readdirSync('runs')
    .map((name) => join('runs', name))
    .filter((folder) => existsSync(join(folder, modelFile)))
    .map((folder) => ({ folder, made: statSync(join(folder, modelFile)).mtimeMs }))
    .sort((a, b) => b.made - a.made);
  return found[0]?.folder;
}

/** Trained once a knowledge; a lock keeps a second process from training the same. */
async function train(path: string, request: RankerRequest): Promise<Uint8Array> {
  const release = lockRun(join(path, '..', '..'));
  try {
    return await trainModel(path, request);
  } finally {
    release();
  }
}

/** What the run says of probabilities, or what the shipped settings are known to need. */
function calibrationOf(run: string, talk: Talk): DifferentialCalibration {
  const path = join(resolve(run), calibrationFile);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as DifferentialCalibration;
  talk.line('probabilities by the calibration that comes with the software: this run has none of its own');
  return differentialCalibration;
}

/** All OMIM diseases with a phenotype, of the whole knowledge. */
export const allCandidates = (knowledge: Knowledge): readonly string[] => candidatesOf(knowledge.annotations);
