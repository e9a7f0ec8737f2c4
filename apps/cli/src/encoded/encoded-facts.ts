import { readFileSync } from 'node:fs';
import type { BackboneCard } from '@raredx/backbone';
import { canonicalJson, fingerprint, sha256 } from '@raredx/tables';
import { factsFile, type PackFacts } from '../pack/facts.ts';
import { packModel } from '../pack/model-settings.ts';
import { json } from '../run/json.ts';
import { softwareVersion } from '../software.ts';
import type { EncodedContext } from './encoded-context.ts';
import type { Study } from './study.ts';

/** Writes down what the pack will say of an experiment over images or notes; no clock, no host. */
export function writeEncodedFacts({ experiment, run }: EncodedContext, study: Study): void {
  const { validation } = experiment;
  const encoders = encodersOf(experiment.models.map(({ name }) => run.read(`model/${name}.encoders.json`)));
  const facts: PackFacts = {
    title: experiment.title,
    question: experiment.question,
    expectation: experiment.expectation ?? null,
    models: experiment.models.map(packModel),
    baseline: validation.baseline,
    primary: experiment.primary,
    thresholds: validation.thresholds,
    bootstrap: validation.bootstrap,
    confidence: validation.confidence,
    seed: experiment.seed,
    predictions: 'predictions.parquet',
    unchecked: [
      ...study.samples.notes,
      ...study.said,
      ...unsupportedLines(run.read('cohort/unsupported-models.json')),
    ],
    provenance: {
      software: `raredx ${softwareVersion}`,
      experiment: fingerprint(experiment),
      cohort: study.samples.fingerprint,
      split: study.split?.fingerprint ?? study.fingerprint,
      predictions: sha256(readFileSync(run.path('predictions.parquet'))),
      seed: experiment.seed,
      encoder: encoders.map(encoderText).join('; ') || 'none needed',
    },
  };
  run.write(factsFile, json(facts));
}

function unsupportedLines(text: string): string[] {
  return (JSON.parse(text) as string[]).map((line) => `not supported by these data: ${line}`);
}

function encodersOf(texts: readonly string[]): BackboneCard[] {
  const cards = texts.flatMap((text) => JSON.parse(text) as BackboneCard[]);
  return [...new Map(cards.map((card) => [canonicalJson(card), card])).values()];
}

function encoderText({ name, preprocessing, licence, sha256: hash }: BackboneCard): string {
  return `${name} (${preprocessing}; ${licence}; sha256 ${hash.slice(0, 16)})`;
}
