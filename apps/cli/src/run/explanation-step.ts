import { readFileSync, rmSync } from 'node:fs';
import { fitEncoder } from '@raredx/cohort';
import type { ModelSpec } from '@raredx/experiment';
import { aurocInterval, clusteredDelong } from '@raredx/metrics';
import type { Explanation, Explanations } from '@raredx/report';
import { readSafetensors } from '@raredx/runtime';
import { createRandom, expit, logit, normalQuantile } from '@raredx/stats';
import { fingerprint, sha256 } from '@raredx/tables';
import { explanationsFile } from '../pack/pack-documents.ts';
import { decodeCheckpoint } from './checkpoint.ts';
import type { StudyCohort } from './cohort-step.ts';
import { predictorsOf } from './fold-encoders.ts';
import { json } from './json.ts';
import { permutationImportance, risksOf, type ScoreParts } from './permutation-importance.ts';
import type { RunContext } from './run-context.ts';

const permutations = 20;
const resamples = 500;

/**
 * What the logistic models look at, on the external patients: after the judging, since no step before it may read
 * their outcome. Nothing is written where there is no such model or no such patient.
 */
export async function explanationStep(context: RunContext, study: StudyCohort): Promise<void> {
  const { experiment, run, talk, ground } = context;
  const models = experiment.models.filter(({ kind }) => kind === 'logistic');
  if (models.length === 0 || study.sites.external.length === 0) return;
  const step = talk.step('explanations');
  if (experiment.missing) {
    rmSync(run.path(explanationsFile), { force: true });
    return step.end('none: the risk is a mean over imputed data sets, not one score to take apart');
  }
  const { seed } = experiment;
  const { confidence } = experiment.validation;
  const weights = models.map(({ name }) => sha256(readFileSync(run.path(`model/${name}.safetensors`))));
  const inputs = fingerprint({
    ground,
    weights,
    cohort: study.hash,
    outcome: experiment.outcome,
    asked: { permutations, resamples, seed, confidence },
  });
  const state = await run.step('explanations', inputs, () => {
    const methods = models.map((model) => importanceOf(context, study, model));
    const document: Explanations = { schemaVersion: 1, methods };
    run.write(explanationsFile, json(document));
  });
  step.end(state === 'kept' ? 'made before (kept)' : `permutation importance, ${models.length} models`);
}

function importanceOf(context: RunContext, study: StudyCohort, model: ModelSpec): Explanation {
  const { experiment, run } = context;
  const { confidence } = experiment.validation;
  const rows = study.sites.external;
  const y = Uint8Array.from(rows, (row) => study.outcome[row] as number);
  const parts = scoreParts(context, study, model);
  const final = decodeCheckpoint(run.read(`checkpoints/${model.name}.json`)).find(({ id }) => id === 'final');
  const judged = Float64Array.from(final?.risks[0] ?? []);
  const patient = patientsOf(study, rows);
  const gates = [
    sameRisks(risksOf(parts), judged),
    betterThanChance({ y, p: judged }, { patient, confidence }),
  ];
  const admitted = gates.every(({ passed }) => passed);
  const table = admitted
    ? permutationImportance(
        parts,
        { y, patient },
        {
          permutations,
          resamples,
          confidence,
          random: createRandom(experiment.seed).fork('importance').fork(model.name),
        },
      )
    : [];
  return {
    id: `${model.name.toLowerCase()}_permutation`,
    model: model.name,
    kind: 'permutation',
    description: `Loss of AUROC among the external patients when one predictor is shuffled between them: mean of ${permutations} shuffles, percentile limits of ${resamples} patient resamples. Predictors that say the same as another look less important than they are.`,
    gates,
    admitted,
    table: table.toSorted((a, b) => b.importance - a.importance),
    figures: [],
  };
}

/** The final fit's score, taken apart by predictor. */
function scoreParts(context: RunContext, study: StudyCohort, model: ModelSpec): ScoreParts {
  const { tensors, metadata } = readSafetensors(
    readFileSync(context.run.path(`model/${model.name}.safetensors`)),
    `model/${model.name}.safetensors`,
  );
  const coefficients = tensors.coefficients?.data ?? [];
  const names: readonly string[] = JSON.parse(metadata.columns ?? '[]');
  const predictors = predictorsOf(context, model);
  const encoder = fitEncoder(study.cohort, study.sites.development, predictors);
  const columns = encoder.transform(study.sites.external);
  const coefficientOf = (column: string) => Number(coefficients[names.indexOf(column) + 1]);
  return {
    intercept: Number(coefficients[0]),
    predictors: predictors.map((name) => {
      const adds = new Float64Array(study.sites.external.length);
      encoder.terms.forEach(({ column }, at) => {
        if (column !== name) return;
        const slope = coefficientOf(encoder.columns[at] as string);
        columns[at]?.forEach((value, row) => {
          adds[row] = (adds[row] as number) + slope * value;
        });
      });
      return { name, adds };
    }),
  };
}

function sameRisks(ours: Float64Array, judged: Float64Array): Explanation['gates'][number] {
  const apart = ours.reduce((most, p, row) => Math.max(most, Math.abs(p - (judged[row] ?? Number.NaN))), 0);
  return {
    name: 'explains the model that was judged',
    passed: ours.length === judged.length && apart < 1e-9,
    statistic: Number.isFinite(apart) ? apart : null,
    lower: null,
    upper: null,
    why: 'largest difference between the risks taken apart here and those that were judged; below 1e-9 is asked',
  };
}

interface Clustered {
  readonly patient: Uint32Array;
  readonly confidence: number;
}

function betterThanChance(
  data: { readonly y: Uint8Array; readonly p: Float64Array },
  { patient, confidence }: Clustered,
): Explanation['gates'][number] {
  const several = new Set(patient).size < patient.length;
  const interval = several
    ? clusteredLimits(data, { patient, confidence })
    : aurocInterval(data, { confidence, scale: 'logit', newcombeBelow: 20 });
  const known = 'lower' in interval;
  return {
    name: 'ranks better than chance',
    passed: known && interval.lower > 0.5,
    statistic: null,
    lower: known ? interval.lower : null,
    upper: known ? interval.upper : null,
    why: 'interval of the AUROC among these patients; a lower limit above 0.5 is asked, as what does not rank has no importance to give',
  };
}

/** DeLong on the logit scale with the variance of Obuchowski: samples of a patient are not independent. */
function clusteredLimits(
  data: { readonly y: Uint8Array; readonly p: Float64Array },
  { patient, confidence }: Clustered,
): { readonly lower: number; readonly upper: number } | { readonly undefinedBecause: string } {
  const found = clusteredDelong([data], patient);
  if ('undefinedBecause' in found) return found;
  const [value, variance] = [found.auc[0] as number, found.covariance[0] as number];
  if (!(value > 0 && value < 1)) return { undefinedBecause: `auroc is ${value}` };
  const margin = (normalQuantile((1 + confidence) / 2) * Math.sqrt(variance)) / (value * (1 - value));
  return { lower: expit(logit(value) - margin), upper: expit(logit(value) + margin) };
}

function patientsOf(study: StudyCohort, rows: Uint32Array): Uint32Array {
  const seen = new Map<string, number>();
  return Uint32Array.from(rows, (row) => {
    const id = study.cohort.patientId[row] as string;
    const known = seen.get(id) ?? seen.size;
    seen.set(id, known);
    return known;
  });
}
