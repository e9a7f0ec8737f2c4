import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { predictionsTable } from '../../tests/predictions-table.ts';
import { populationOf, rosterOf } from '../population/population.ts';
import { indexPredictions, rowsAt } from '../population/prediction-index.ts';
import { drawPatients, strataOf } from './patient-draws.ts';

/** Twelve patients, the first `events` of them with an event, the first five in group a. */
function drawn(events: number, bootstrap: number) {
  const table = predictionsTable(
    Array.from({ length: 12 }, (_, i) => ({
      y: i < events ? (1 as const) : (0 as const),
      p: 0.5,
      attributes: { group: i < 5 ? 'a' : 'b' },
    })),
  );
  const index = indexPredictions(table);
  const { rows } = index.groups[0];
  const roster = rosterOf(index, rows);
  const groups = ['a', 'b'].map((level) =>
    populationOf(index, rowsAt(rows, table.attributes.group, level), roster),
  );
  const draw = (strata: ReturnType<typeof strataOf>) =>
    drawPatients(strata, roster.size, { bootstrap, random: createRandom(1) });
  return {
    whole: draw(strataOf([populationOf(index, rows, roster)], roster)),
    byGroup: draw(strataOf(groups, roster)),
  };
}

const total = (counts: Uint16Array) => counts.reduce((sum, n) => sum + n, 0);

describe('resamples of patients', () => {
  it('hold both outcomes where one of them is rare', () => {
    const { whole } = drawn(1, 200);
    for (let b = 0; b < 200; b++) {
      expect(total(whole.of(b))).toBe(12);
      expect(whole.of(b)[0]).toBeGreaterThan(0);
      expect(whole.of(b)[0]).toBeLessThan(12);
    }
  });

  it('let the number of events vary', () => {
    const { whole } = drawn(4, 200);
    const events = Array.from({ length: 200 }, (_, b) => total(whole.of(b).subarray(0, 4)));
    expect(new Set(events).size).toBeGreaterThan(5);
  });

  it('are taken as they come where there is one outcome only', () => {
    expect(total(drawn(0, 1).whole.of(0))).toBe(12);
  });

  it('keep the size of each group', () => {
    const { byGroup } = drawn(4, 50);
    for (let b = 0; b < 50; b++) {
      expect(total(byGroup.of(b).subarray(0, 5))).toBe(5);
      expect(total(byGroup.of(b))).toBe(12);
    }
  });

  it('do not depend on how many there are', () => {
    expect(drawn(4, 10).whole.of(7)).toEqual(drawn(4, 1000).whole.of(7));
  });
});
