import { basename, join, resolve } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { type MonitoringCheck, monitor, monitoringVerdict } from '@raredx/gate';
import { createRandom } from '@raredx/stats';
import { json } from '../run/json.ts';
import { createTalk } from '../talk.ts';
import { checkRequest, thresholdsOf } from './check-request.ts';
import { inputChecks } from './input-checks.ts';
import { type Latency, latencyBars, latencyChecks } from './latency-checks.ts';
import type { MonitorRequest } from './monitor-request.ts';
import { monitoringHtml } from './monitoring-html.ts';
import { monitoringMarkdown } from './monitoring-markdown.ts';
import type { MonitoringReport } from './monitoring-report.ts';
import { openReference, type Reference } from './open-reference.ts';
import { readFeatures } from './read-features.ts';
import { readFresh } from './read-fresh.ts';
import type { WatchedTable } from './watched-table.ts';

const exitCodes = { alert: 4, insufficient: 5, quiet: 0 } as const;

/** `raredx monitor`: exit 4 where something changed, 5 where there are too few to say, 0 where nothing was seen. */
export async function monitorFile(request: MonitorRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  checkRequest(request);
  const bars = request.policy === undefined ? [] : latencyBars(request.policy);
  const reference = await openReference(request);
  const fresh = await readFresh(request, reference);
  const latency =
    request.latency === undefined
      ? null
      : latencyChecks(fresh.samples, { bars, confidence: request.confidence });
  const report = await watched(request, [reference, fresh], latency);
  if (request.out) writeReport(resolve(request.out), report);
  for (const one of report.checks) {
    if (one.verdict === 'alert') talk.line(`alert: ${one.title}: ${one.why}`);
  }
  process.stdout.write(request.json ? `${JSON.stringify(report)}\n` : monitoringMarkdown(report));
  return exitCodes[report.verdict];
}

async function watched(
  request: MonitorRequest,
  [reference, fresh]: readonly [Reference, WatchedTable],
  latency: Latency | null,
): Promise<MonitoringReport> {
  const random = createRandom(request.seed);
  const withInputs = request.features !== undefined;
  const monitoring = monitor(reference.samples, fresh.samples, {
    random,
    alarmRate: request.falseAlarmRate,
    ...(request.runLength === undefined ? {} : { runLength: request.runLength }),
    otherFamilies: withInputs ? 1 : 0,
    confidence: request.confidence,
    permutations: request.permutations,
    resamples: request.permutations,
    simulations: simulationsFor(request.falseAlarmRate),
    thresholds: thresholdsOf(request.thresholds, reference.thresholds),
  });
  const inputs = withInputs ? await inputsOf(request, [reference, fresh], monitoring.alarmRateOfFamily) : [];
  const checks = [...monitoring.checks, ...inputs, ...(latency?.checks ?? [])];
  return {
    schemaVersion: 1,
    verdict: monitoringVerdict(checks),
    predictions: basename(request.predictions),
    reference: {
      folder: basename(resolve(reference.folder)),
      model: reference.model,
      label: reference.label,
      partition: reference.partition,
    },
    falseAlarmRate: request.falseAlarmRate,
    runLength: request.runLength ?? null,
    seed: request.seed,
    populations: { reference: described(reference.samples), new: described(fresh.samples) },
    ...monitoring,
    checks,
    latency: latency?.percentiles ?? null,
    unchecked: [
      ...fresh.unchecked,
      ...(withInputs ? [] : ['no --features: drift of the inputs was not looked at']),
    ],
  };
}

async function inputsOf(
  request: MonitorRequest,
  [reference, fresh]: readonly [Reference, WatchedTable],
  alarmRate: number,
): Promise<readonly MonitoringCheck[]> {
  const then = await readFeatures(request.referenceFeatures as string);
  const now = await readFeatures(request.features as string);
  return inputChecks([reference.samples, fresh.samples], [then, now], {
    alarmRate,
    confidence: request.confidence,
    random: createRandom(request.seed).fork('inputs'),
  });
}

function writeReport(folder: string, report: MonitoringReport): void {
  writeAtomically(join(folder, 'monitoring.json'), json(report));
  writeAtomically(join(folder, 'monitoring.md'), monitoringMarkdown(report));
  writeAtomically(join(folder, 'monitoring.html'), monitoringHtml(report));
}

/** Enough that the limit is not one of the last few simulations. */
function simulationsFor(rate: number): number {
  return Math.min(100_000, Math.max(1999, Math.ceil(200 / rate) - 1));
}

function described(samples: readonly { readonly patient: string; readonly outcome: 0 | 1 | null }[]) {
  return {
    patients: new Set(samples.map(({ patient }) => patient)).size,
    samples: samples.length,
    withOutcome: samples.filter(({ outcome }) => outcome !== null).length,
    events: samples.filter(({ outcome }) => outcome === 1).length,
  };
}
