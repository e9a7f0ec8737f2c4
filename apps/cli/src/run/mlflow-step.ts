import { auroc, brier, logLoss } from '@raredx/metrics';
import {
  decodeEvidenceJson,
  type EvidenceRow,
  fingerprint,
  type Predictions,
  readPredictions,
  sha256,
  textAt,
} from '@raredx/tables';
import {
  configFromEnvironment,
  MlflowClient,
  metricName,
  openRecorder,
  type RunHandle,
  type RunRecorder,
  sync,
} from 'mlflow-js-client';
import { logModels } from '../mlflow/log-models.ts';
import { patienceOfARun } from '../mlflow/patience-of-a-run.ts';
import { takeSystemMetrics } from '../mlflow/run-metrics.ts';
import { readFacts } from '../pack/facts.ts';
import { trialsFile } from '../pack/pack-documents.ts';
import { softwareVersion } from '../software.ts';
import { evidenceHash } from '../validate/evidence-step.ts';
import type { RecordedContext } from './run-context.ts';

/**
 * Journals the run for MLflow (a parent run, a child a fold) and sends it on where MLFLOW_TRACKING_URI is set. A server
 * that is down costs nothing, one that hangs a minute: the journal stays, `raredx mlflow sync` sends it later.
 */
export async function mlflowStep(context: RecordedContext): Promise<void> {
  const { run, talk } = context;
  const step = talk.step('mlflow');
  const hash = evidenceHash(run.folder);
  const state = await run.step('mlflow', hash, () => record(context, hash));
  await run.step('mlflow-verdict', verdictHash(context, hash), () => {
    if (state === 'kept') recordVerdict(context, hash);
  });
  const config = configFromEnvironment(process.env);
  if (!config) {
    step.end(`${state === 'kept' ? 'journaled before (kept)' : 'journaled'}; raredx mlflow up shows it`);
    return;
  }
  const client = new MlflowClient(patienceOfARun(config, process.env));
  try {
    const report = await sync(run.path('journal'), client);
    step.end(`synced to ${report.trackingUri}: ${report.operations} operations`);
  } catch (error) {
    step.end(
      `journaled; the server did not take it (${(error as Error).message.split('\n')[0]}); raredx mlflow sync tries again`,
    );
  } finally {
    await client.close();
  }
}

const decisionFile = 'decision.json';
const keyOf = (hash: string) => `run-${hash.slice(0, 12)}`;

function verdictHash({ run, verdict }: RecordedContext, evidence: string): string {
  const decision = run.has(decisionFile) ? sha256(run.read(decisionFile)) : null;
  return fingerprint({ evidence, verdict, decision });
}

/** The run is in the journal already, and was decided, or decided otherwise, only now. */
function recordVerdict({ experiment, run, started, verdict }: RecordedContext, hash: string): void {
  const recorder = openRecorder({ folder: run.path('journal'), experiment: experiment.name });
  try {
    const parent = recorder.startRun({
      ...{ key: keyOf(hash), name: runName(experiment.name, hash), startTime: started.getTime() },
    });
    recorder.setTags(parent, { 'raredx.verdict': verdict });
    for (const name of ['pack', decisionFile]) {
      if (run.has(name)) recorder.logArtifact(parent, run.path(name), name);
    }
  } finally {
    recorder.close();
  }
}

const runName = (experiment: string, hash: string) => `${experiment}-${hash.slice(0, 8)}`;

async function record(context: RecordedContext, hash: string): Promise<void> {
  const { experiment, run } = context;
  const facts = readFacts(run.folder);
  const now = Date.now();
  const recorder = openRecorder({ folder: run.path('journal'), experiment: experiment.name });
  try {
    const key = keyOf(hash);
    const parent = recorder.startRun({
      key,
      name: runName(experiment.name, hash),
      startTime: context.started.getTime(),
      tags: {
        'mlflow.note.content': experiment.question,
        'mlflow.source.name': 'raredx',
        'mlflow.source.type': 'LOCAL',
        'raredx.version': softwareVersion,
        'raredx.verdict': context.verdict,
        'raredx.evidence': hash,
      },
    });
    recorder.logParams(parent, {
      seed: experiment.seed,
      outcome: experiment.outcome,
      predictors: experiment.predictors.join(', '),
      repeats: experiment.cross_validation.repeats,
      folds: experiment.cross_validation.folds,
      models: experiment.models.map((model) => model.name).join(', '),
      primary: experiment.primary,
      bootstrap: experiment.validation.bootstrap,
    });
    for (const model of facts.models) {
      for (const [name, value] of Object.entries(model.settings)) {
        recorder.logParams(parent, { [metricName(model.name, name)]: String(value) });
      }
    }
    recorder.logInputs(parent, datasetsOf(context, facts.provenance));
    recorder.logMetrics(parent, cohortMetrics(run.read('evidence.json'), now));
    recorder.logMetrics(parent, takeSystemMetrics());
    if (!facts.rankings) {
      const predictions = await readPredictions(run.path(facts.predictions), facts.predictions);
      logFolds(recorder, { parent, predictions, key, now });
    }
    for (const name of [
      'pack',
      'evidence.json',
      'evidence.parquet',
      facts.predictions,
      ...(run.has(trialsFile) ? [trialsFile] : []),
      'experiment.resolved.yaml',
    ]) {
      recorder.logArtifact(parent, run.path(name), name);
    }
    logModels(recorder, parent, { folder: run.path('model'), now });
    if (run.has(decisionFile)) recorder.logArtifact(parent, run.path(decisionFile), decisionFile);
    recorder.endRun(parent, 'FINISHED', Date.now());
  } finally {
    recorder.close();
  }
}

function datasetsOf({ experiment }: RecordedContext, provenance: Readonly<Record<string, unknown>>) {
  const source = JSON.stringify({ uri: `datasets/${experiment.dataset.split('/').at(-1)}` });
  const name = experiment.dataset.split('/').at(-1) ?? 'dataset';
  const digest = (side: string) => sha256(`${provenance.cohort} ${side}`).slice(0, 32);
  const dataset = (side: 'development' | 'external', context: 'training' | 'test') => ({
    name: `${name}-${side}`,
    digest: digest(side),
    sourceType: 'local',
    source,
    context,
  });
  const external = experiment.cohorts.external.length > 0;
  return [dataset('development', 'training'), ...(external ? [dataset('external', 'test')] : [])];
}

/** Whole-cohort estimates with their limits: `external/logistic/auroc`, `…/auroc/lower`, `…/auroc/upper`. */
function cohortMetrics(evidence: string, timestamp: number) {
  const whole = (row: EvidenceRow) =>
    row.site === null && row.attribute === null && row.threshold === null && row.estimate !== null;
  const seen = new Set<string>();
  return decodeEvidenceJson(evidence, 'evidence.json')
    .rows.filter(whole)
    .flatMap((row) => {
      const [, condition] = row.label.split('diagnosis, ');
      const key = metricName(row.partition, ...(condition ? [condition] : []), row.model, row.metric);
      if (seen.has(key)) return [];
      seen.add(key);
      const points = [
        [key, row.estimate],
        [`${key}/lower`, row.lower],
        [`${key}/upper`, row.upper],
      ] as const;
      return points.flatMap(([name, value]) => (value === null ? [] : [{ key: name, value, timestamp }]));
    });
}

interface FoldLog {
  readonly parent: RunHandle;
  readonly predictions: Predictions;
  readonly key: string;
  readonly now: number;
}

function logFolds(recorder: RunRecorder, { parent, predictions, key, now }: FoldLog): void {
  const folds = new Map<string, Map<string, number[]>>();
  for (let row = 0; row < predictions.rows; row++) {
    if (textAt(predictions.partition, row) !== 'internal') continue;
    const fold = `r${predictions.repeat[row]}f${predictions.fold[row]}`;
    const models = folds.get(fold) ?? new Map<string, number[]>();
    folds.set(fold, models);
    const model = textAt(predictions.model, row);
    const rows = models.get(model);
    if (rows) rows.push(row);
    else models.set(model, [row]);
  }
  for (const [fold, models] of folds) {
    const child = recorder.startRun({ key: `${key}/${fold}`, name: fold, parent, startTime: now });
    for (const [model, rows] of models) {
      const data = {
        y: Uint8Array.from(rows, (row) => predictions.y[row] as number),
        p: Float64Array.from(rows, (row) => predictions.p[row] as number),
      };
      recorder.logMetrics(
        child,
        [auroc, brier, logLoss].flatMap((metric) => {
          const result = metric(data);
          return 'value' in result
            ? [{ key: metricName(model, metric.id), value: result.value, timestamp: now }]
            : [];
        }),
      );
    }
    recorder.endRun(child, 'FINISHED', now);
  }
}
