import { writeAtomically } from '@raredx/experiment';
import type { Knowledge } from '@raredx/ontology';
import { openRuntime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import { type PhenotypeSettings, phenotypeSettings, trainPhenotypeModel } from '@raredx/training';
import type { Step, Talk } from '../talk.ts';
import { knowledgeName } from './knowledge-facts.ts';
import { encodePhenotypeModel } from './model-file.ts';

export interface ModelRequest {
  readonly knowledge: Knowledge;
  /** Of the whole knowledge, before publications were removed. */
  readonly candidates: readonly string[];
  readonly removed: readonly string[];
  readonly seed: number;
  readonly device: 'auto' | 'cpu' | 'gpu';
  readonly talk: Talk;
  readonly towers?: number;
  /** @default 1000 */
  readonly steps?: number;
}

/** Trains the phenotype model and keeps it at `path`. */
export async function trainModel(path: string, request: ModelRequest): Promise<Uint8Array> {
  const { knowledge, candidates, removed, seed, device, talk, steps = 1000 } = request;
  const settings: PhenotypeSettings = {
    ...phenotypeSettings,
    towers: request.towers ?? phenotypeSettings.towers,
  };
  const runtime = await openRuntime({ device, deterministic: true, onNotice: talk.line });
  const total = settings.towers * steps;
  let step: Step | undefined;
  let done = 0;
  const model = await trainPhenotypeModel(knowledge, {
    ...{ runtime, candidates, settings, random: createRandom(seed) },
    tower: {
      steps,
      onStep: () => {
        step ??= talk.step('train');
        step.advance(++done, total, 'towers');
      },
    },
    say: (line) => talk.line(`train: ${line}`),
  });
  const bytes = encodePhenotypeModel(model, knowledgeName(knowledge, removed));
  writeAtomically(path, bytes);
  step?.end(`phenotype model on ${knowledgeName(knowledge, removed)}`);
  return bytes;
}
