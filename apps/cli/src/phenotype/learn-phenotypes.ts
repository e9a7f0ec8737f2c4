import { readFileSync } from 'node:fs';
import { type Knowledge, withoutPublications } from '@raredx/ontology';
import { fingerprint } from '@raredx/tables';
import { type CaseRanker, type PhenotypeModel, phenotypeRanker, phenotypeSettings } from '@raredx/training';
import { citedPublications } from './knowledge-facts.ts';
import { decodePhenotypeModel } from './model-file.ts';
import { modelFile } from './open-ranker.ts';
import type { OpenedStudy } from './open-study.ts';
import { trainModel } from './train-model.ts';

/** What is learned for the pack: the model, what it is to beat without pretraining, and one for few shots. */
export const learnedNames = {
  model: 'phenotype',
  untrained: 'phenotype with untrained towers',
  bare: 'phenotype without towers',
} as const;

export interface LearnedRankers {
  readonly ranker: CaseRanker;
  /** From scratch: the same channels with towers that saw no simulated patient, and with none. */
  readonly controls: readonly CaseRanker[];
}

/** Training takes minutes and is done again only where settings, seed, software or knowledge are others. */
export async function learnRankers(opened: OpenedStudy): Promise<LearnedRankers> {
  const { count, steps } = opened.experiment.towers;
  const model = await learned(opened, { name: 'model', file: modelFile, towers: count, steps });
  // without a step all towers stand where the principal axes put them: one is as good as three
  const start = await learned(opened, {
    ...{ name: 'untrained-model', file: 'checkpoints/untrained.safetensors', towers: 1, steps: 0 },
  });
  const { ontology } = opened.knowledge;
  const bare = { ...model, settings: { ...model.settings, tower: 0 } };
  return {
    ranker: phenotypeRanker(ontology, model, learnedNames.model),
    controls: [
      phenotypeRanker(ontology, { ...model, tower: start.tower }, learnedNames.untrained),
      phenotypeRanker(ontology, bare, learnedNames.bare),
    ],
  };
}

/** For few shots a model of its own, whose knowledge has not read the publications that are held out. */
export async function learnForShots(
  opened: OpenedStudy,
): Promise<{ readonly model: PhenotypeModel; readonly knowledge: Knowledge }> {
  const { experiment, study } = opened;
  const removed = citedPublications(opened.knowledge, study.heldOut);
  const knowledge = withoutPublications(opened.knowledge, removed);
  const model = await learned(
    { ...opened, knowledge },
    {
      ...{ name: 'few-shot-model', file: 'model/few-shot.safetensors', removed },
      ...{ towers: experiment.few_shot.towers, steps: experiment.towers.steps },
    },
  );
  return { model, knowledge };
}

async function learned(
  opened: OpenedStudy,
  {
    name,
    file,
    removed = [],
    ...size
  }: {
    readonly name: string;
    readonly file: string;
    readonly towers: number;
    readonly steps: number;
    readonly removed?: readonly string[];
  },
): Promise<PhenotypeModel> {
  const { run, experiment, ground } = opened;
  const { seed } = experiment;
  const inputs = fingerprint({ ground, settings: phenotypeSettings, seed, removed, ...size });
  await run.step(name, inputs, async () => {
    await trainModel(run.path(file), { ...opened, removed, ...size, seed });
  });
  return decodePhenotypeModel(readFileSync(run.path(file)), file).model;
}
