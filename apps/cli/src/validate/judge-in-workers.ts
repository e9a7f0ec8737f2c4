import { availableParallelism } from 'node:os';
import type { EvidenceRow, Predictions } from '@raredx/tables';
import {
  indexPredictions,
  orderEvidence,
  planUnits,
  resolvePlan,
  type ValidationPlan,
  validate,
  type WorkUnit,
} from '@raredx/validation';
import { Piscina } from 'piscina';
import type { UnitWorkerData } from './unit-worker.ts';

/** Below this many rows × resamples the threads cost more than they save. */
const worthThreads = 2_000_000;

/**
 * Judges predictions on all cores. Random streams are counter-based and forked by what they are for, so the rows do not
 * depend on how many threads there are or which unit ends first.
 */
export async function judgeInWorkers(
  predictions: Predictions,
  plan: ValidationPlan,
  onProgress: (done: number, total: number) => void,
  threads = availableParallelism(),
): Promise<readonly EvidenceRow[]> {
  const units = planUnits(indexPredictions(predictions), resolvePlan(plan));
  if (threads < 2 || units.length < 2 || predictions.rows * plan.bootstrap < worthThreads) {
    return validate(predictions, plan, (done, total) => onProgress(done, total));
  }
  const pool = new Piscina({
    filename: new URL('./unit-worker.js', import.meta.url).href,
    name: 'judgeUnit',
    maxThreads: Math.min(threads, units.length),
    minThreads: Math.min(threads, units.length),
    workerData: { predictions, plan } satisfies UnitWorkerData,
  });
  try {
    let done = 0;
    const places = units.map((_, place) => place).sort((a, b) => weight(units[b]) - weight(units[a]));
    const parts = await Promise.all(
      places.map(async (place) => {
        const rows = (await pool.run(place, { name: 'judgeUnit' })) as readonly EvidenceRow[];
        onProgress(++done, units.length);
        return rows;
      }),
    );
    return orderEvidence(parts.flat());
  } finally {
    await pool.destroy();
  }
}

/** The largest units go first, so that no thread ends alone with one. */
function weight(unit: WorkUnit | undefined): number {
  return unit?.rows ?? 0;
}
