import type { Runtime } from '@raredx/runtime';
import { expit, fitLogistic, logit, sum } from '@raredx/stats';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsRuntime, toyPatients, toySource } from '../../tests/toy.ts';
import { type ClassBalance, resolveBalance } from './class-balance.ts';
import type { Objective } from './objective.ts';
import { trainModel } from './train-model.ts';
import { traineeOf } from './trainee.ts';
import { predictSource } from './tuning-loss.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await jsRuntime();
});

const rare = { slope: 1.2, intercept: -3 };
const training = toyPatients(3000, 1, rare);
const fresh = toyPatients(4000, 2, rare);
const trueRisks = Float64Array.from({ length: fresh.rows }, (_, row) =>
  expit(rare.intercept + rare.slope * fresh.x[row * 3]),
);
const events = sum(training.y);

/** Intercept of the true risks on the logit of the predicted ones, slope fixed at 1: 0 where risks are right on average. */
function calibrationInTheLarge(risks: Float64Array): number {
  const offset = Float64Array.from(risks, (risk) => logit(risk));
  const fit = fitLogistic({ y: trueRisks, columns: [], offset });
  if ('undefinedBecause' in fit) throw new Error(fit.undefinedBecause);
  return fit.coefficients[0];
}

async function fitted(
  balance: ClassBalance,
  units: 1 | 2,
): Promise<{ served: Float64Array; raw: Float64Array }> {
  const { tf } = runtime;
  const counts = [training.rows - events, events];
  const objective: Objective = {
    kind: units === 1 ? 'binary' : 'classes',
    balance: resolveBalance(balance, counts),
  };
  const network = tf.sequential({
    layers: [tf.layers.dense({ units, inputShape: [3], kernelInitializer: 'zeros' })],
  });
  const model = traineeOf(runtime, network);
  await trainModel({
    ...{ runtime, model, data: toySource(tf, training), objective, optimizer: { kind: 'adam' }, seed: 1 },
    ...{ schedule: { kind: 'cosine', rate: 0.1 }, epochs: 6, batchSize: 100 },
  });
  const predict = async (by: Objective) => {
    const { risks } = await predictSource(tf, model, toySource(tf, fresh), {
      objective: by,
      batchSize: 4000,
    });
    return units === 1 ? risks : risks.filter((_, at) => at % 2 === 1);
  };
  return { served: await predict(objective), raw: await predict({ kind: objective.kind }) };
}

describe('rare events', () => {
  const ways: readonly ClassBalance[] = [
    { kind: 'none' },
    { kind: 'weighted', weights: 'balanced' },
    { kind: 'weighted', weights: [1, 5] },
    { kind: 'logit-adjusted' },
  ];
  it.each(
    ways.flatMap((balance) => [
      { balance, units: 1 as const },
      { balance, units: 2 as const },
    ]),
  )('keep risks calibrated: $balance, $units scores', async ({ balance, units }) => {
    const { served, raw } = await fitted(balance, units);
    expect(Math.abs(calibrationInTheLarge(served))).toBeLessThan(0.2);
    const naive = calibrationInTheLarge(raw);
    if (balance.kind === 'weighted') expect(naive).toBeLessThan(-1.2);
    if (balance.kind === 'logit-adjusted') expect(naive).toBeLessThan(-2);
  });

  it('refuses a class without rows and weights that are none', () => {
    expect(() => resolveBalance({ kind: 'none' }, [3, 0])).toThrow('class 1 has no training rows');
    expect(() => resolveBalance({ kind: 'weighted', weights: [1, 0] }, [3, 2])).toThrow('must be positive');
    expect(() => resolveBalance({ kind: 'weighted', weights: [1] }, [3, 2])).toThrow('one a class (1)');
  });
});
