import { readFileSync } from 'node:fs';
import type { PackModel } from '@raredx/report';
import { canonicalJson, fingerprint, sha256 } from '@raredx/tables';
import { type ConformalDifferential, fewShotSettings, phenotypeSettings } from '@raredx/training';
import { factsFile, type PackFacts } from '../pack/facts.ts';
import { trialsFile } from '../pack/pack-documents.ts';
import { json } from '../run/json.ts';
import { softwareVersion } from '../software.ts';
import { stressedName } from './cohorts-step.ts';
import { fewShotModels } from './few-shot-trials.ts';
import { knowledgeName } from './knowledge-facts.ts';
import { learnedNames } from './learn-phenotypes.ts';
import { baselineName } from './open-ranker.ts';
import type { OpenedStudy } from './open-study.ts';
import { askingPolicies } from './question-trials.ts';
import { conformalFile, rankingsFile } from './rankings-step.ts';
import { stresses } from './stressed-cases.ts';

/** Writes down what the pack will say of the experiment besides its evidence; no clock, no host. */
export function writePhenotypeFacts(opened: OpenedStudy): void {
  const { experiment, run, knowledge, ground } = opened;
  const { validation, seed, title, question, expectation } = experiment;
  const hash = (file: string) => sha256(readFileSync(run.path(file)));
  const facts: PackFacts = {
    ...{ title, question, expectation: expectation ?? null, seed },
    models: modelsOf(opened),
    baseline: baselineName,
    primary: learnedNames.model,
    thresholds: [],
    bootstrap: validation.bootstrap,
    confidence: validation.confidence,
    predictions: rankingsFile,
    rankings: rankingsPlan(opened),
    unchecked: unchecked(opened),
    provenance: {
      software: `raredx ${softwareVersion}`,
      experiment: fingerprint(experiment),
      cohort: ground,
      knowledge: knowledgeName(knowledge),
      rankings: hash(rankingsFile),
      trials: hash(trialsFile),
      seed,
      candidates: opened.candidates.length,
    },
  };
  run.write(factsFile, json(facts));
}

function rankingsPlan({ experiment, run }: OpenedStudy): NonNullable<PackFacts['rankings']> {
  const { model, untrained, bare } = learnedNames;
  const { ours, scratch, baseline } = fewShotModels;
  const [asking, ...others] = askingPolicies;
  const against = (one: string, rivals: readonly string[]) =>
    rivals.map((rival) => ({ model: one, against: rival }));
  return {
    model,
    comparisons: [
      ...against(model, [baselineName, untrained, bare]),
      ...stresses.map((stress) => ({ model: stressedName(model, stress), against: model })),
    ],
    fully: [model, baselineName],
    sets: JSON.parse(run.read(conformalFile)) as ConformalDifferential[],
    trials: [...against(ours, [baseline, scratch]), ...against(asking, others)],
    mostQuestions: experiment.questions.most,
  };
}

function modelsOf({ experiment }: OpenedStudy): PackModel[] {
  const { model, untrained, bare } = learnedNames;
  const said = (name: string, kind: string, description: string, settings: object = {}): PackModel => ({
    ...{ name, kind, description, deployable: name === model || name === fewShotModels.ours },
    settings: Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [
        key,
        typeof value === 'object' ? canonicalJson(value) : (value as number),
      ]),
    ),
  });
  return [
    said(
      ...([
        model,
        'ranker',
        'Likelihood ratios over profiles filled up from related diseases, and towers pretrained on patients simulated from them. It has seen no real case.',
      ] as const),
      { ...phenotypeSettings, ...experiment.towers },
    ),
    said(
      baselineName,
      'ranker',
      'Likelihood ratios over the annotated profiles, a finding matched through its most informative common ancestor: the baseline to beat.',
    ),
    said(
      untrained,
      'control',
      'The same model whose towers saw no simulated patient: what pretraining is to beat.',
    ),
    said(bare, 'model without a part', 'The same model without towers.'),
    ...stresses.map((stress) =>
      said(
        stressedName(model, stress),
        'stress test',
        `The same model on external cases ${stressWords[stress]}.`,
      ),
    ),
    said(
      fewShotModels.ours,
      'few-shot ranker',
      'The model adapted to some patients of each disease, its knowledge without their publications and those that are judged.',
      {
        ...fewShotSettings,
      },
    ),
    said(
      fewShotModels.baseline,
      'few-shot ranker',
      'The baseline with annotated shares updated by the patients, the annotation counting as half a patient.',
    ),
    said(
      fewShotModels.scratch,
      'control',
      'Towers trained from scratch on the same patients, without knowledge and without simulation.',
    ),
    ...askingPolicies.map((policy, at) =>
      said(
        policy,
        'policy',
        [
          'Asks for what is expected to bring the truth forward most.',
          'Asks for the finding that fewest diseases have.',
          'Asks for any finding.',
        ][at] ?? '',
      ),
    ),
  ];
}

const stressWords = {
  dropped: 'half of whose findings were not reported',
  blurred: 'half of whose findings were named by a more general term',
  added: 'with half as many findings of strangers added',
} as const;

function unchecked({ experiment, study }: OpenedStudy): string[] {
  return [
    `a diagnosis that is no candidate counts as missed; ${study.novel.length} later cases of undescribed diseases are judged as unknown diseases alone`,
    `intervals are over publications: cases of one publication are one family, series or laboratory`,
    `excluded findings, onset, sex and inheritance are not scored: on development cases they did not help`,
    `that a later publication had not been read by the makers of the knowledge under another name cannot be checked; what it cites was (freeze ${experiment.freeze})`,
  ];
}
