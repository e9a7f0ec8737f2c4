import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { domainClassifierTest } from './domain-classifier-test.ts';
import type { FeatureRows } from './feature-rows.ts';
import { mmdTest } from './mmd-test.ts';
import { shiftedPrevalence } from './shifted-prevalence.ts';

const root = createRandom('two samples');
const noise = (share: number, n: number) => 4 * Math.sqrt((share * (1 - share)) / n);

function gaussian(name: string, s: number, rows: number): FeatureRows {
  const random = root.fork(name).fork(s);
  return { columns: 2, values: Float64Array.from({ length: 2 * rows }, () => random.normal()) };
}

describe('where nothing has shifted', () => {
  it.each([
    ['domain classifier', domainClassifierTest],
    ['mmd', mmdTest],
  ] as const)('%s: p ≤ 0.1 in one of ten', (name, test) => {
    const simulations = 400;
    let rejected = 0;
    for (let s = 0; s < simulations; s++) {
      const random = root.fork(name).fork('p').fork(s);
      const found = test(gaussian(`${name} a`, s, 15), gaussian(`${name} b`, s, 12), {
        random,
        permutations: 39,
      });
      if ('pValue' in found && found.pValue <= 0.1) rejected++;
    }
    expect(rejected / simulations).toBeLessThan(0.1 + noise(0.1, simulations));
    expect(rejected / simulations).toBeGreaterThan(0.1 - noise(0.1, simulations));
  });
});

describe('prevalence under label shift', () => {
  it.each([
    [100, 0.3],
    [500, 0.1],
  ])('%d patients at %d: intervals hold it', (n, prevalence) => {
    const simulations = 1000;
    let covered = 0;
    let defined = 0;
    for (let s = 0; s < simulations; s++) {
      const random = root.fork('prevalence').fork(n).fork(s);
      // Normal marker, 1.5 SD apart; risks exact at a prevalence of one half.
      const p = Float64Array.from({ length: n }, () => {
        const x = random.normal() + (random.uniform() < prevalence ? 1.5 : 0);
        return 1 / (1 + Math.exp(-(1.5 * x - 1.125)));
      });
      const patient = Array.from(p.keys());
      const found = shiftedPrevalence(p, { from: 0.5, patient, confidence: 0.95 });
      if ('undefinedBecause' in found || !('lower' in found.interval)) continue;
      defined++;
      if (found.interval.lower <= prevalence && prevalence <= found.interval.upper) covered++;
    }
    expect(defined).toBeGreaterThan(0.95 * simulations);
    expect(covered / defined).toBeGreaterThan(0.95 - 0.01 - noise(0.95, simulations));
  });
});
