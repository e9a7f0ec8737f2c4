import { basename, resolve } from 'node:path';
import { ConfigError, openRun, type RunDirectory } from '@raredx/experiment';
import { decisionSummary } from '@raredx/gate';
import {
  type Decision,
  encodePredictions,
  fingerprint,
  type Predictions,
  readPredictions,
  sha256,
} from '@raredx/tables';
import { recalibrated } from '@raredx/validation';
import { decide } from '../gate/decide-step.ts';
import { readPolicy } from '../gate/read-policy.ts';
import { factsFile, type PackFacts } from '../pack/facts.ts';
import { openSigningKey } from '../pack/open-signing-key.ts';
import { writePack } from '../pack/write-pack.ts';
import { codeFingerprint } from '../run/code-fingerprint.ts';
import { json } from '../run/json.ts';
import { softwareVersion } from '../software.ts';
import { createTalk } from '../talk.ts';
import { evidenceStep } from './evidence-step.ts';
import { recalibrationKindsOf } from './recalibration-kinds.ts';

export interface ValidateRequest {
  readonly predictions: string;
  readonly y?: string;
  readonly p?: string;
  readonly patient?: string;
  readonly sample?: string;
  readonly site?: string;
  readonly model?: string;
  readonly attr: readonly string[];
  readonly thresholds?: string;
  readonly targetPrevalence?: number;
  readonly recalibrate?: string;
  readonly baseline?: string;
  readonly bootstrap: number;
  readonly confidence: number;
  readonly seed: number;
  readonly policy?: string;
  readonly title?: string;
  readonly key?: string;
  readonly out: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

const defaultThresholds = [0.05, 0.1, 0.2, 0.5];

/** `raredx validate`: anybody's predictions → evidence, decision (with a policy) and pack. Loads no tensor runtime. */
export async function validateFile(request: ValidateRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const where = basename(request.predictions);
  checkNumbers(request);
  const thresholds = thresholdsOf(request.thresholds);
  const kinds = recalibrationKindsOf(request.recalibrate);
  if (request.policy) readPolicy(resolve(request.policy));
  const given = await readPredictions(resolve(request.predictions), where, {
    ...(request.y ? { y: request.y } : {}),
    ...(request.p ? { p: request.p } : {}),
    ...(request.patient ? { patient: request.patient } : {}),
    ...(request.sample ? { sample: request.sample } : {}),
    ...(request.site ? { site: request.site } : {}),
    ...(request.model ? { model: request.model } : {}),
    attributes: request.attr,
  });
  const predictions = kinds.length === 0 ? given : recalibrated(given, kinds);
  const bytes = encodePredictions(predictions);
  const facts = factsOf(request, predictions, { thresholds, hash: sha256(bytes) });
  const key = openSigningKey(request.key);
  const run = openRun(resolve(request.out), `validation of ${where}`);
  try {
    if (judgedOther(run, facts))
      talk.line(`${request.out}: held the evidence of other predictions, which is replaced`);
    run.write('predictions.parquet', bytes);
    run.write(factsFile, json(facts));
    await evidenceStep({
      run,
      talk,
      ground: fingerprint({ version: softwareVersion, code: codeFingerprint() }),
    });
    const decision = request.policy ? await decide(run.folder, resolve(request.policy)) : null;
    if (decision) run.write('decision.json', json(decision));
    const { page: pack } = await writePack(run.folder, talk, key);
    for (const gap of predictions.unchecked) talk.line(`unchecked: ${gap}`);
    if (decision) talk.line(decisionSummary(decision));
    const result = resultOf(request, decision, facts.unchecked);
    process.stdout.write(`${request.json ? JSON.stringify(result) : pack}\n`);
    return 0;
  } finally {
    run.release();
  }
}

function checkNumbers({ bootstrap, confidence, seed, targetPrevalence }: ValidateRequest): void {
  if (targetPrevalence !== undefined && !(targetPrevalence > 0 && targetPrevalence < 1)) {
    throw new ConfigError(
      '--target-prevalence',
      `outside (0, 1) (${targetPrevalence})`,
      'as a share: --target-prevalence 0.001 for one in a thousand',
    );
  }
  if (!Number.isInteger(bootstrap) || bootstrap < 0)
    throw new ConfigError('--bootstrap', `not a count (${bootstrap})`, 'as in --bootstrap 2000');
  if (!(confidence > 0.5 && confidence < 1))
    throw new ConfigError('--confidence', `outside (0.5, 1) (${confidence})`, 'as in --confidence 0.95');
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new ConfigError('--seed', `not a whole number (${seed})`, 'as in --seed 1');
}

function thresholdsOf(text: string | undefined): readonly number[] {
  if (text === undefined) return defaultThresholds;
  const values = text.split(',').map(Number);
  if (values.every((value) => value > 0 && value < 1)) return values;
  throw new ConfigError('--thresholds', `not risks between 0 and 1 (${text})`, 'as in --thresholds 0.1,0.2');
}

function factsOf(
  request: ValidateRequest,
  predictions: Predictions,
  { thresholds, hash }: { readonly thresholds: readonly number[]; readonly hash: string },
): PackFacts {
  const models = predictions.model.levels;
  if (request.baseline !== undefined && !models.includes(request.baseline)) {
    throw new ConfigError(
      '--baseline',
      `names no model (${request.baseline})`,
      `models: ${models.slice(0, 8).join(', ')}`,
    );
  }
  return {
    title: request.title ?? `Validation of ${basename(request.predictions)}`,
    question: `How well do the predicted risks in ${basename(request.predictions)} agree with what was observed?`,
    expectation: null,
    models: models.map((name) => ({
      name,
      kind: 'external',
      description: 'Predictions made elsewhere.',
      deployable: true,
      settings: {},
    })),
    baseline: request.baseline ?? null,
    primary:
      models.length === 1
        ? (models[0] as string)
        : (models.find((name) => name !== request.baseline) ?? null),
    thresholds,
    ...(request.targetPrevalence === undefined ? {} : { targetPrevalence: request.targetPrevalence }),
    bootstrap: request.bootstrap,
    confidence: request.confidence,
    seed: request.seed,
    predictions: 'predictions.parquet',
    unchecked: [
      ...predictions.unchecked,
      ...(request.thresholds
        ? []
        : [`no thresholds were declared: ${thresholds.join(', ')} are shown as examples`]),
    ],
    provenance: {
      software: `raredx ${softwareVersion}`,
      predictions: hash,
      seed: request.seed,
      runtime: 'none needed',
    },
  };
}

/** Whether the folder holds a validation of a file of the same name with other rows. */
function judgedOther(run: RunDirectory, { provenance }: PackFacts): boolean {
  if (!run.has(factsFile)) return false;
  const before = JSON.parse(run.read(factsFile)) as PackFacts;
  return before.provenance.predictions !== provenance.predictions;
}

function resultOf(request: ValidateRequest, decision: Decision | null, unchecked: readonly string[]) {
  return {
    out: request.out,
    pack: `${request.out}/pack/index.html`,
    evidence: `${request.out}/evidence.json`,
    verdict: decision?.verdict ?? null,
    unchecked,
  };
}
