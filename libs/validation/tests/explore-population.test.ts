import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, test } from 'vitest';
import { indexPredictions, openExplorer, resolvePlan, validate } from '../src/index.ts';
import { predictionsTable } from './predictions-table.ts';

const plan = { seed: 7, bootstrap: 200, confidence: 0.95, thresholds: [0.2, 0.35], baseline: 'b' };

/** Two models, repeats inside, sites outside, several samples for some patients where `clustered`. */
function table(clustered: boolean) {
  const rows = [];
  for (let i = 0; i < 240; i++) {
    const inside = i < 120;
    const patient = clustered ? `p${Math.floor(i / 2)}` : `p${(i * 77) % 240}`;
    const y = ((i * 13) % 7 < 2 ? 1 : 0) as 0 | 1;
    for (const model of ['a', 'b']) {
      for (const repeat of inside ? [0, 1] : [-1]) {
        const noise = ((i * 31 + repeat * 17 + (model === 'a' ? 5 : 11)) % 29) / 29;
        rows.push({
          y,
          p: 0.02 + 0.6 * noise + 0.2 * y * (model === 'a' ? 1 : 0.5),
          patient,
          sample: `s${i}`,
          site: inside ? 'home' : i % 3 === 0 ? 'x' : 'y',
          model,
          partition: inside ? 'internal' : 'external',
          repeat,
          attributes: { stage: ['I', 'II', 'unknown'][clustered ? Math.floor(i / 2) % 3 : i % 3] as string },
        });
      }
    }
  }
  return predictionsTable(rows);
}

describe.each([false, true])('clustered: %s', (clustered) => {
  const predictions = table(clustered);
  const evidence = new Map(validate(predictions, plan).map((row) => [row.id, row]));
  const explore = openExplorer(indexPredictions(predictions), resolvePlan(plan));

  const subjects = ['internal', 'external'].flatMap((partition) =>
    ['a', 'b'].flatMap((model) =>
      [
        { site: null, attribute: null, level: null },
        { site: null, attribute: 'stage', level: 'II' },
        ...(partition === 'external' ? [{ site: 'y', attribute: null, level: null }] : []),
      ].map((rest) => ({ model, label: 'outcome', partition, ...rest })),
    ),
  );

  test('at the declared thresholds every row is the row of the evidence', () => {
    let compared = 0;
    for (const subject of subjects) {
      const population = explore(subject);
      for (const threshold of plan.thresholds) {
        for (const row of population.rows(threshold, { resample: true })) {
          if (row.metric === 'flagged') continue;
          expect(row).toEqual(evidence.get(row.id));
          compared++;
        }
      }
    }
    expect(compared).toBe(subjects.length * 2 * 15);
  });

  test('without resampling the estimates stand and only the resampled limits are absent', () => {
    const population = explore(subjects[0]!);
    const quick = population.rows(0.27, { resample: false });
    const full = population.rows(0.27, { resample: true });
    expect(quick.map(({ metric, estimate }) => [metric, estimate])).toEqual(
      full.map(({ metric, estimate }) => [metric, estimate]),
    );
    const closed = (row: EvidenceRow) => !row.method.includes('bootstrap');
    expect(quick.filter(closed)).toEqual(full.filter(closed));
  });

  test('flagged is the share at or above the threshold, and with sensitivity and PPV it gives the same table', () => {
    const population = explore(subjects.at(-1)!);
    const { truePositive, falsePositive, trueNegative, falseNegative } = population.confusion(0.3);
    const value = (metric: string) =>
      population.rows(0.3, { resample: false }).find((row) => row.metric === metric)?.estimate;
    const all = truePositive + falsePositive + trueNegative + falseNegative;
    expect(value('flagged')).toBe((truePositive + falsePositive) / all);
    expect(value('sensitivity')).toBe(truePositive / (truePositive + falseNegative));
    expect(value('ppv')).toBe(truePositive / (truePositive + falsePositive));
  });
});

test('the calls change at the cuts and nowhere else', () => {
  const explore = openExplorer(indexPredictions(table(false)), resolvePlan(plan));
  const subject = { label: 'outcome', partition: 'external', site: null, attribute: null, level: null };
  const { cuts, confusion } = explore({ model: 'a', ...subject });
  const all = cuts(1000);
  const flagged = (threshold: number) =>
    confusion(threshold).truePositive + confusion(threshold).falsePositive;
  for (const [at, cut] of all.entries()) {
    const next = all[at + 1] ?? 1;
    expect(flagged(cut)).toBeGreaterThan(flagged(next));
    expect(flagged((cut + next) / 2)).toBe(flagged(next));
  }
  expect(cuts(5).length).toBe(5);
  expect([cuts(5)[0], cuts(5)[4]]).toEqual([all[0], all.at(-1)]);
});

test('a level without rows says so in every row', () => {
  const explore = openExplorer(indexPredictions(table(false)), resolvePlan(plan));
  const population = explore({
    model: 'a',
    label: 'outcome',
    partition: 'external',
    site: 'x',
    attribute: 'stage',
    level: 'II',
  });
  expect(population.patients).toBe(0);
  const reasons = new Set(population.rows(0.2, { resample: true }).map((row) => row.undefinedBecause));
  expect([...reasons]).toEqual(['no rows']);
});
