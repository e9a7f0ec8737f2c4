import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, lockRun, writeAtomically } from '@raredx/experiment';
import type { Knowledge } from '@raredx/ontology';
import { openRuntime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import { fingerprint, sha256 } from '@raredx/tables';
import {
  type CaseRanker,
  candidatesOf,
  likelihoodRatioRanker,
  phenotypeRanker,
  phenotypeSettings,
  trainPhenotypeModel,
} from '@raredx/training';
import type { Talk } from '../talk.ts';
import { knowledgeName } from './knowledge-facts.ts';
import { decodePhenotypeModel, encodePhenotypeModel } from './model-file.ts';

/** The baseline's name: it is made in a moment and has no run. */
export const baselineName = 'mica-lr';

/** Where the phenotype experiment keeps its model. */
export const experimentFolder = 'runs/phenotype';

const modelFile = 'model/phenotype.safetensors';

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
  /** The folder it came from; null for the baseline. */
  readonly run: string | null;
}

/** The ranker that is asked for; without a name that of the newest run, trained first where there is none. */
export async function openRanker(request: RankerRequest): Promise<OpenedRanker> {
  const { knowledge, candidates, model } = request;
  if (model === baselineName) return { ranker: likelihoodRatioRanker(knowledge, candidates), run: null };
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
  return { ranker: phenotypeRanker(knowledge.ontology, trained), run };
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
  const { knowledge, candidates, removed, seed, device, talk } = request;
  const release = lockRun(join(path, '..', '..'));
  try {
    const step = talk.step('train');
    const runtime = await openRuntime({ device, deterministic: true, onNotice: talk.line });
    const total = phenotypeSettings.towers * 600;
    let done = 0;
    const model = await trainPhenotypeModel(knowledge, {
      ...{ runtime, candidates, random: createRandom(seed) },
      tower: { onStep: () => step.advance(Math.min(++done, total), total, 'towers') },
      say: (line) => talk.line(`train: ${line}`),
    });
    const bytes = encodePhenotypeModel(model, knowledgeName(knowledge, removed));
    writeAtomically(path, bytes);
    step.end(
      `phenotype model ${fingerprint(phenotypeSettings).slice(0, 8)} on ${knowledgeName(knowledge, removed)}`,
    );
    return bytes;
  } finally {
    release();
  }
}

/** All OMIM diseases with a phenotype, of the whole knowledge. */
export const allCandidates = (knowledge: Knowledge): readonly string[] => candidatesOf(knowledge.annotations);
