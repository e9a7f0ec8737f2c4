import { basename, join, resolve } from 'node:path';
import { ConfigError, writeAtomically } from '@raredx/experiment';
import { monitor, monitoringVerdict } from '@raredx/gate';
import { createRandom } from '@raredx/stats';
import { json } from '../run/json.ts';
import { createTalk } from '../talk.ts';
import type { MonitorRequest } from './monitor-request.ts';
import { monitoringMarkdown } from './monitoring-markdown.ts';
import type { MonitoringReport } from './monitoring-report.ts';
import { openReference } from './open-reference.ts';
import { readFresh } from './read-fresh.ts';

const exitCodes = { alert: 4, insufficient: 5, quiet: 0 } as const;

/** `raredx monitor`: exit 4 where something changed, 5 where there are too few to say, 0 where nothing was seen. */
export async function monitorFile(request: MonitorRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  checkNumbers(request);
  const reference = await openReference(request);
  const { samples, unchecked } = await readFresh(request, reference);
  const monitoring = monitor(reference.samples, samples, {
    random: createRandom(request.seed),
    alarmRate: request.falseAlarmRate,
    ...(request.runLength === undefined ? {} : { runLength: request.runLength }),
    confidence: request.confidence,
    permutations: request.permutations,
    resamples: request.permutations,
    simulations: simulationsFor(request.falseAlarmRate),
  });
  const report: MonitoringReport = {
    schemaVersion: 1,
    verdict: monitoringVerdict(monitoring.checks),
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
    populations: { reference: described(reference.samples), new: described(samples) },
    ...monitoring,
    unchecked,
  };
  if (request.out) {
    writeAtomically(join(resolve(request.out), 'monitoring.json'), json(report));
    writeAtomically(join(resolve(request.out), 'monitoring.md'), monitoringMarkdown(report));
  }
  for (const one of report.checks) {
    if (one.verdict === 'alert') talk.line(`alert: ${one.title}: ${one.why}`);
  }
  process.stdout.write(request.json ? `${JSON.stringify(report)}\n` : monitoringMarkdown(report));
  return exitCodes[report.verdict];
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

function checkNumbers({ falseAlarmRate, runLength, permutations, confidence, seed }: MonitorRequest): void {
  if (!(falseAlarmRate >= 0.001 && falseAlarmRate <= 0.5))
    throw new ConfigError(
      '--false-alarm-rate',
      `outside [0.001, 0.5] (${falseAlarmRate})`,
      'as in --false-alarm-rate 0.05',
    );
  if (runLength !== undefined && !(runLength >= 20 && runLength <= 1e6))
    throw new ConfigError(
      '--run-length',
      `outside [20, 1000000] (${runLength})`,
      'patients between false alarms, as in --run-length 500',
    );
  if (!Number.isInteger(permutations) || permutations < 99)
    throw new ConfigError(
      '--permutations',
      `not a count of 99 or more (${permutations})`,
      'as in --permutations 1999',
    );
  if (!(confidence > 0.5 && confidence < 1))
    throw new ConfigError('--confidence', `outside (0.5, 1) (${confidence})`, 'as in --confidence 0.95');
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new ConfigError('--seed', `not a whole number (${seed})`);
}
