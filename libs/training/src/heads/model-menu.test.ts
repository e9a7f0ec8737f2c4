import { describe, expect, it } from 'vitest';
import { drawnTask } from '../../tests/head-task.ts';
import { effectiveRank } from './effective-rank.ts';
import { modelMenu } from './model-menu.ts';

const names = (entries: ReturnType<typeof modelMenu>['entries'], offered: boolean) =>
  entries.filter((entry) => entry.offered === offered).map(({ name }) => name);

describe('modelMenu', () => {
  it('offers what the rarest class can support, and says why not the rest', () => {
    const menu = modelMenu(drawnTask([40, 30, 12], { width: 60 }));
    expect(menu).toMatchObject({ patients: 82, rarest: { className: 'class 2', patients: 12 } });
    expect(names(menu.entries, true)).toEqual(['softmax', 'ridge', 'lda', 'nearest-centroid', 'frozen-head']);
    const why = (name: string) => menu.entries.find((entry) => entry.name === name)!.reason;
    expect(why('adapters')).toBe(
      'class 2 has 12 patients, 20 are asked for by convention: it learns small matrices in every block and an epoch chosen by held-out patients',
    );
    expect(why('unpenalised')).toMatch(/^82 patients for 122 parameters; Riley's criteria ask for \d+$/);
    expect(why('softmax')).toContain('the penalty has to do much of the work');
  });

  it('counts patients, not rows', () => {
    const menu = modelMenu(drawnTask([3, 3], { perPatient: 20 }));
    expect(menu.rarest.patients).toBe(3);
    expect(names(menu.entries, true)).toEqual(['nearest-centroid', 'frozen-head']);
  });

  it('opens up with patients', () => {
    const menu = modelMenu(drawnTask([900, 900], { width: 3, distance: 0.5 }));
    expect(names(menu.entries, false)).toEqual([]);
    expect(menu.entries.find(({ name }) => name === 'softmax')).toMatchObject({ reason: '' });
  });
});

describe('effectiveRank', () => {
  it('is near the number of independent columns, and 1 for copies of one', () => {
    const { features } = drawnTask([400], { width: 10, distance: 0 });
    expect(effectiveRank(features)).toBeGreaterThan(9);
    expect(effectiveRank(features)).toBeLessThanOrEqual(10);
    const copies = features.values.map((_, at) => features.values[at - (at % 10)]!);
    expect(effectiveRank({ ...features, values: copies })).toBeCloseTo(1, 4);
  });
});
