import { createRandom, expit, type Random } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { type HandRow, predictionsTable } from '../tests/predictions-table.ts';
import { validate } from './validate.ts';

const simulations = 300;
/** Three Monte Carlo standard errors of a coverage of 95 %. */
const noise = 3 * Math.sqrt((0.95 * 0.05) / simulations);
const plan = { bootstrap: 400, confidence: 0.95, thresholds: [0.3], curveThresholds: [] };

type Draw = (random: Random, patients: number) => HandRow[];

/** Each patient once a repeat, the model's own noise drawn anew. */
const repeated: Draw = (random, patients) =>
  Array.from({ length: patients }, (_, i) => {
    const linear = -1 + 1.2 * random.normal();
    const y = random.uniform() < expit(linear) ? 1 : 0;
    return [0, 1, 2].map(
      (repeat): HandRow => ({ y, repeat, patient: `p${i}`, p: expit(linear + random.normal()) }),
    );
  }).flat();

/** One to five samples a patient, alike in risk and in what the model sees. */
const clustered: Draw = (random, patients) =>
  Array.from({ length: patients }, (_, i) => {
    const shared = random.normal();
    return Array.from({ length: 1 + random.integer(5) }, (_, k): HandRow => {
      const linear = -0.5 + shared + 0.5 * random.normal();
      const y = random.uniform() < expit(linear) ? 1 : 0;
      const p = expit(linear + 0.7 * shared * random.normal());
      return { y, p, patient: `p${i}`, sample: `p${i} s${k}` };
    });
  }).flat();

const simple: Draw = (random, patients) =>
  repeated(random, patients)
    .filter((row) => row.repeat === 0)
    .map((row) => ({ ...row, repeat: -1, attributes: { group: random.uniform() < 0.4 ? 'a' : 'b' } }));

const judge = (rows: readonly HandRow[], bootstrap: number, seed = 1) =>
  validate(predictionsTable(rows), { ...plan, bootstrap, seed });
const value = (rows: readonly EvidenceRow[], id: string) =>
  rows.find((row) => row.id === `external:model:${id}`) as EvidenceRow;

/** What estimates tend to: those of one sample so large that its own error does not show. */
function truths(draw: Draw, ids: readonly string[]): number[] {
  const evidence = judge(draw(createRandom('truth'), 60_000), 0);
  return ids.map((id) => value(evidence, id).estimate as number);
}

function coverage(draw: Draw, patients: number, ids: readonly string[]): number[] {
  const truth = truths(draw, ids);
  const held = ids.map(() => ({ covered: 0, defined: 0 }));
  for (let s = 0; s < simulations; s++) {
    const random = createRandom('coverage').fork(patients).fork(s);
    const evidence = judge(draw(random, patients), plan.bootstrap, s);
    ids.forEach((id, k) => {
      const { lower, upper } = value(evidence, id);
      if (lower === null || upper === null) return;
      held[k].defined++;
      if (lower <= truth[k] && truth[k] <= upper) held[k].covered++;
    });
  }
  return held.map(({ covered, defined }) => covered / defined);
}

const ids = [
  'auroc',
  'brier',
  'calibration_slope',
  'calibration_in_the_large',
  'oe_ratio',
  'sensitivity@0.3',
];
const all = [...ids, 'specificity@0.3', 'ppv@0.3', 'net_benefit@0.3', 'log_loss'];

describe.each([
  ['repeats of a cross-validation', repeated],
  ['several samples a patient', clustered],
] as const)('%s', (_, draw) => {
  it.each([60, 200])('%d patients: intervals hold the truth', (patients) => {
    const found = coverage(draw, patients, all);
    // Wald limits of a slope fall a little short at 20 events, as those of independent rows do.
    const least = patients < 100 ? 0.9 : 0.93;
    const table = Object.fromEntries(all.map((id, k) => [id, found[k]]));
    for (const id of all)
      expect(table[id], `${id} of ${JSON.stringify(table)}`).toBeGreaterThan(least - noise);
  });
});

describe('equalised odds', () => {
  it('finds no disparity between groups drawn at random', () => {
    let kept = 0;
    for (let s = 0; s < simulations; s++) {
      const evidence = judge(simple(createRandom('odds').fork(s), 200), plan.bootstrap, s);
      const row = value(evidence, 'group=all levels:equalised_odds_difference@0.3');
      if (row.lower === 0) kept++;
    }
    expect(kept / simulations).toBeGreaterThan(0.95 - noise);
  });
});
