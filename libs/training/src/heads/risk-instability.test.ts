import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { drawnTask, largestDifference } from '../../tests/head-task.ts';
import { fitSoftmaxHead } from './fit-softmax-head.ts';
import { headProbabilities } from './head.ts';
import { riskInstability } from './risk-instability.ts';

const options = { kind: 'softmax', setting: 0.1, random: createRandom(5) } as const;
const mean = (values: Float64Array) => values.reduce((total, value) => total + value, 0) / values.length;

describe('riskInstability', () => {
  it('starts from the risks of all patients, and falls as patients are added', async () => {
    const few = drawnTask([8, 8], { width: 30, distance: 0.4 });
    const many = drawnTask([120, 120], { width: 30, distance: 0.4 });
    const [small, large] = [
      await riskInstability(few, { ...options, replicates: 40 }),
      await riskInstability(many, { ...options, replicates: 40 }),
    ];
    const head = fitSoftmaxHead(few, { c: 0.1 });
    expect(largestDifference(small.risks, headProbabilities(head, few.features))).toBeLessThan(0.005);
    expect(mean(small.sd)).toBeGreaterThan(1.5 * mean(large.sd));
    expect(Math.max(...small.otherClass)).toBeGreaterThan(0.1);
    small.sd.forEach((sd, at) => {
      expect(sd).toBeGreaterThan(0);
      expect(small.lower[at]).toBeLessThan(small.upper[at]!);
      expect(small.meanDifference[at]).toBeGreaterThan(0);
    });
  });

  it('gives the same answer for the same stream', async () => {
    const task = drawnTask([6, 6, 6], { width: 10, perPatient: 2 });
    const twice = [1, 2].map(() =>
      riskInstability(task, { ...options, kind: 'lda', setting: 0.5, replicates: 5 }),
    );
    const [a, b] = await Promise.all(twice);
    expect(a).toEqual(b);
    expect(a!.notes).toEqual([]);
  });

  it('says when a sample lacks a class, or patients have rows of several', async () => {
    const task = drawnTask([12, 2], { width: 6 });
    const mixed = {
      ...task,
      groups: Int32Array.from(task.groups, (patient) => (patient === 13 ? 0 : patient)),
    };
    const { notes, replicates } = await riskInstability(mixed, { ...options, replicates: 30 });
    expect(replicates).toBeLessThan(30);
    expect(notes).toEqual([
      'patients have rows of several classes: drawn without strata',
      `${30 - replicates} of 30 bootstrap samples lacked a class and were left out`,
    ]);
  });

  it('refuses one replicate', async () => {
    await expect(riskInstability(drawnTask([4, 4]), { ...options, replicates: 1 })).rejects.toThrow(
      'risk instability: replicates must be 2 or more (1)',
    );
  });
});
