import { createRandom, type Random } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { expectPath, expectRelative, monitoringReference } from '../../tests/monitoring-reference.ts';
import { simulatedStream } from '../../tests/simulated-stream.ts';
import { calibrationEvidence } from './calibration-evidence.ts';
import { firstAbove } from './change-evidence.ts';
import { cusumLimit } from './cusum-limit.ts';
import { cusumLimitOfRunLength, cusumRunLength } from './cusum-run-length.ts';
import { exchangeabilityMartingale } from './exchangeability-martingale.ts';
import { lossEvidence } from './loss-evidence.ts';
import { changeBefore, riskAdjustedCusum } from './risk-adjusted-cusum.ts';
import { sequenceChecks } from './sequence-checks.ts';

const root = createRandom('sequence checks');
const none = { kind: 'none', size: 0, after: 0 } as const;
const { sequence, martingale, run_lengths } = monitoringReference;
const known = { y: Uint8Array.from(sequence.y), p: Float64Array.from(sequence.p) };

describe('reference: the same by direct sums in Python', () => {
  it('calibration', () => {
    const { centre, calibration, calibration_run_length } = sequence;
    expectPath(calibrationEvidence(known, { centre, mode: 'alarm-rate' }), calibration, 1e-10);
    expectPath(calibrationEvidence(known, { centre, mode: 'run-length' }), calibration_run_length, 1e-10);
  });

  it('losses', () => {
    const losses = known.p.map((risk, i) => (risk - known.y[i]) ** 2);
    const bet = { tolerated: sequence.tolerated, most: 1 };
    expectPath(lossEvidence(losses, { ...bet, mode: 'alarm-rate' }), sequence.loss, 1e-10);
    expectPath(lossEvidence(losses, { ...bet, mode: 'run-length' }), sequence.loss_run_length, 1e-10);
  });

  it('CUSUM', () => {
    expectPath(riskAdjustedCusum(known, 2).path, sequence.cusum, 1e-10);
  });

  it('exchangeability martingale', () => {
    const ties = [...martingale.ties];
    const random = { uniform: () => ties.shift() as number } as Random;
    const sides = [Float64Array.from(martingale.reference), Float64Array.from(martingale.fresh)] as const;
    const path = exchangeabilityMartingale(...sides, { random, mode: 'alarm-rate' });
    expectPath(path, martingale.path, 1e-12);
  });

  it('run length of the CUSUM: what 20,000 simulations in Python gave', () => {
    for (const { risks, ratio, limit, simulated, error } of run_lengths) {
      const found = cusumRunLength({ risks: Float64Array.from(risks), oddsRatio: ratio, limit });
      expect(error / simulated).toBeLessThan(0.01);
      expect(Math.abs(found - simulated) / error, `${risks} ${limit}: ${found}`).toBeLessThanOrEqual(3.5);
    }
  });
});

describe('limits of the CUSUM', () => {
  const risks = Float64Array.of(0.05, 0.2, 0.5);

  it('the run length at the limit is the one asked for, and shorter once the odds rise', () => {
    const limit = cusumLimitOfRunLength(risks, { oddsRatio: 2, runLength: 400 });
    expectRelative(cusumRunLength({ risks, oddsRatio: 2, limit }), 400, 1e-4);
    expect(cusumRunLength({ risks, oddsRatio: 2, limit, actual: 2 })).toBeLessThan(100);
  });

  it('a rate needs enough simulations', () => {
    const asked = { oddsRatios: [2], random: root, simulations: 99 };
    expect(cusumLimit(risks, { ...asked, alarmRate: 0.001 })).toBeNull();
    expect(cusumLimit(risks, { ...asked, alarmRate: 0.05 })).toBeGreaterThan(0);
  });

  it('the change is dated to the last time at 0', () => {
    const { path } = riskAdjustedCusum(
      { y: Uint8Array.of(1, 0, 0, 0, 1, 1), p: new Float64Array(6).fill(0.3) },
      2,
    );
    expect(path[3]).toBe(0);
    expect(changeBefore(path, 5)).toBe(4);
  });
});

describe('edges', () => {
  it('an event at a stated risk of 0 is overwhelming, and finite', () => {
    const path = calibrationEvidence(
      { y: new Uint8Array(60).fill(1), p: new Float64Array(60) },
      { centre: 0, mode: 'alarm-rate' },
    );
    expect(Number.isFinite(path[59])).toBe(true);
    expect(firstAbove(path, 1e6)).not.toBeNull();
  });

  it('losses outside their range and lengths that differ throw', () => {
    const bet = { tolerated: 0.2, most: 1, mode: 'alarm-rate' } as const;
    expect(() => lossEvidence(Float64Array.of(1.5), bet)).toThrow('loss 1 outside [0, 1] (1.5)');
    expect(() => lossEvidence(Float64Array.of(0.5), { ...bet, tolerated: 1 })).toThrow('tolerated loss');
    const uneven = { y: Uint8Array.of(1), p: Float64Array.of(0.1, 0.2) };
    expect(() => calibrationEvidence(uneven, { centre: 0, mode: 'alarm-rate' })).toThrow(
      '1 outcomes, 2 risks',
    );
  });
});

describe('simulation', () => {
  const simulations = 300;
  const patients = 120;
  const rate = 0.1;
  const checksOf = (name: string, s: number, drift: Parameters<typeof simulatedStream>[1]) => {
    const random = root.fork(name).fork(s);
    const then = simulatedStream(300, none, random.fork('then'));
    const now = simulatedStream(patients, drift, random.fork('now'));
    const falseAlarms = { mode: 'alarm-rate', alarmRate: rate } as const;
    const checks = sequenceChecks(then, now, { falseAlarms, random, simulations: 99, confidence: 0.95 });
    const ties = random.fork('ties');
    const path = exchangeabilityMartingale(then.p, now.p, { random: ties, mode: 'alarm-rate' });
    return { checks, moved: firstAbove(path, 1 / rate) !== null };
  };

  it('nothing changed: no check alarms more often than declared, the CUSUM just as often', () => {
    const alarms: Record<string, number> = { exchangeability: 0 };
    for (let s = 0; s < simulations; s++) {
      const { checks, moved } = checksOf('quiet', s, none);
      for (const { id, verdict } of checks) alarms[id] = (alarms[id] ?? 0) + (verdict === 'alert' ? 1 : 0);
      alarms.exchangeability += moved ? 1 : 0;
    }
    const noise = 3 * Math.sqrt((rate * (1 - rate)) / simulations);
    for (const [id, count] of Object.entries(alarms)) {
      expect(count / simulations, id).toBeLessThanOrEqual(rate + noise);
    }
    expect(alarms.cusum / simulations).toBeGreaterThanOrEqual(rate - noise);
  });

  it('odds tripled after 40 patients: CUSUM and calibration alarm in most, dated near it', () => {
    let cusum = 0;
    let calibration = 0;
    const began: number[] = [];
    for (let s = 0; s < 40; s++) {
      const { checks } = checksOf('drift', s, { kind: 'intercept', size: Math.log(3), after: 40 });
      const [first, second] = checks;
      cusum += first.verdict === 'alert' ? 1 : 0;
      calibration += second.verdict === 'alert' ? 1 : 0;
      if (first.changeAfter !== null) began.push(first.changeAfter);
    }
    expect(cusum).toBeGreaterThanOrEqual(28);
    expect(calibration).toBeGreaterThanOrEqual(24);
    const middle = began.sort((a, b) => a - b)[Math.floor(began.length / 2)];
    expect(Math.abs(middle - 40)).toBeLessThanOrEqual(20);
  });

  it('few patients are too few to say', () => {
    const then = simulatedStream(300, none, root.fork('few'));
    const now = simulatedStream(8, none, root.fork('few now'));
    const falseAlarms = { mode: 'alarm-rate', alarmRate: 0.05 } as const;
    const checks = sequenceChecks(then, now, {
      falseAlarms,
      random: root,
      simulations: 199,
      confidence: 0.95,
    });
    for (const { verdict, why } of checks) {
      expect(verdict).toBe('insufficient');
      expect(why).toContain('would hide the odds tripled');
    }
  });
});
