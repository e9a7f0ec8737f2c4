import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { moverDifference, validate } from '../src/index.ts';
import { simulated } from './cohort.ts';
import { type HandRow, predictionsTable } from './predictions-table.ts';

const plan = { seed: 3, bootstrap: 100, confidence: 0.95, thresholds: [0.3] };
const find = (rows: readonly EvidenceRow[], id: string) => rows.find((row) => row.id === id) as EvidenceRow;

describe('an empty level', () => {
  const rows: HandRow[] = [
    ...simulated('empty', 60),
    { y: 1, p: 0.5, partition: 'tuning', attributes: { stage: 'V' } },
  ];
  const evidence = validate(predictionsTable(rows), plan);

  it('has rows that say so', () => {
    const level = evidence.filter((row) => row.partition === 'external' && row.level === 'V');
    expect(level.length).toBeGreaterThan(20);
    for (const row of level) {
      expect(row).toMatchObject({
        estimate: null,
        patients: 0,
        samples: 0,
        events: 0,
        undefinedBecause: 'no rows',
      });
    }
  });
});

describe('levels against the largest', () => {
  const counts = { large: [30, 20, 10, 40], small: [8, 2, 5, 15] };
  const cells = [
    [1, 0.9],
    [1, 0.1],
    [0, 0.9],
    [0, 0.1],
  ] as const;
  const rows = Object.entries(counts).flatMap(([group, sizes]) =>
    sizes.flatMap((size, cell) =>
      Array.from(
        { length: size },
        (): HandRow => ({
          y: cells[cell]?.[0] as 0 | 1,
          p: cells[cell]?.[1] as number,
          attributes: { group },
        }),
      ),
    ),
  );
  const evidence = validate(predictionsTable(rows), plan);

  it("has Newcombe's limits (method 10) for sensitivities 8/10 and 30/50", () => {
    const row = find(evidence, 'external:model:group=small vs large:difference:sensitivity@0.3');
    expect(row.estimate).toBeCloseTo(8 / 10 - 30 / 50, 14);
    // Wilson: 8/10 [0.4901625, 0.9433178], 30/50 [0.4618144, 0.7239161]
    expect(row.lower).toBeCloseTo(0.2 - Math.hypot(0.8 - 0.4901625, 0.7239161 - 0.6), 6);
    expect(row.upper).toBeCloseTo(0.2 + Math.hypot(0.9433178 - 0.8, 0.6 - 0.4618144), 6);
    expect(row).toMatchObject({
      patients: 130,
      events: 60,
      note: 'small minus large (the largest group); 80 % power for 0.38',
    });
  });

  it('has the ratio on the log scale', () => {
    const row = find(evidence, 'external:model:group=small vs large:ratio:sensitivity@0.3');
    expect(row.estimate).toBeCloseTo(0.8 / 0.6, 12);
    const down = Math.hypot(Math.log(0.8 / 0.4901625), Math.log(0.7239161 / 0.6));
    expect(row.lower).toBeCloseTo((0.8 / 0.6) * Math.exp(-down), 6);
  });

  it('has no interval where the groups share patients', () => {
    const shared = rows.map((row, i) => ({ ...row, patient: `p${i % 50}`, sample: `s${i}` }));
    const row = find(
      validate(predictionsTable(shared), plan),
      'external:model:group=small vs large:difference:auroc',
    );
    expect(row.lower).toBeNull();
    expect(row.note).toContain('no interval: some patients are in both groups');
  });
});

describe('many levels', () => {
  const rows = simulated('levels', 400);
  const evidence = validate(predictionsTable(rows), { ...plan, bootstrap: 300 });
  const levels = ['I', 'II', 'III', 'IV'];
  const rate = (level: string, metric: string) =>
    find(evidence, `external:model:stage=${level}:${metric}@0.3`).estimate as number;

  it('has the largest difference of sensitivity or specificity, as fairlearn defines equalised odds', () => {
    const row = find(evidence, 'external:model:stage=all levels:equalised_odds_difference@0.3');
    const range = (metric: string) => {
      const values = levels.map((level) => rate(level, metric));
      return Math.max(...values) - Math.min(...values);
    };
    expect(row.estimate).toBeCloseTo(Math.max(range('sensitivity'), range('specificity')), 12);
    // Levels were drawn at random: the band must not exclude equality.
    expect(row.lower).toBe(0);
    expect(row.upper).toBeGreaterThan(row.estimate as number);
    expect(row.patients).toBe(400);
  });

  it('draws levels towards each other', () => {
    const values = (metric: string) =>
      levels.map((level) => find(evidence, `external:model:stage=${level}:${metric}`).estimate as number);
    const spread = (list: number[]) => Math.max(...list) - Math.min(...list);
    expect(spread(values('shrunken:auroc'))).toBeLessThan(spread(values('auroc')));
  });

  it('adjusts the differences for their number', () => {
    const adjusted = evidence.filter((row) => row.metric === 'difference:auroc').map((row) => row.note);
    expect(adjusted).toHaveLength(3);
    for (const note of adjusted) expect(note).toMatch(/; Holm p = .* over 3 comparisons$/);
  });
});

describe('crossed attributes', () => {
  const rows = simulated('crossed', 200).map((row, i) => ({
    ...row,
    attributes: { sex: i % 2 ? 'f' : 'm', age: i % 4 < 2 ? 'young' : 'old' },
  }));

  it('are a subgroup for each pair of levels', () => {
    const evidence = validate(predictionsTable(rows), { ...plan, intersections: [['sex', 'age']] });
    expect(find(evidence, 'external:model:sex × age=f × old:auroc').patients).toBe(50);
    expect(new Set(evidence.map((row) => row.attribute))).toEqual(new Set([null, 'age', 'sex', 'sex × age']));
  });

  it('must be in the table', () => {
    expect(() => validate(predictionsTable(rows), { ...plan, intersections: [['sex', 'stage']] })).toThrow(
      'predictions: no attribute stage',
    );
  });
});

describe('square-and-add', () => {
  it('is symmetric', () => {
    const a = { estimate: 0.7, lower: 0.5, upper: 0.8 };
    const b = { estimate: 0.6, lower: 0.55, upper: 0.65 };
    const one = moverDifference(a, b);
    const other = moverDifference(b, a);
    expect(one.lower).toBeCloseTo(-other.upper, 14);
  });
});

describe('notions of fairness', () => {
  const rows = simulated('levels', 400);
  const evidence = validate(predictionsTable(rows), { ...plan, bootstrap: 300 });
  const levels = ['I', 'II', 'III', 'IV'];
  const row = (metric: string) => find(evidence, `external:model:stage=all levels:${metric}@0.3`);
  const range = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  const rates = (metric: string) =>
    levels.map((level) => find(evidence, `external:model:stage=${level}:${metric}@0.3`).estimate as number);

  it('independence is the largest difference in the share called positive', () => {
    const shares = levels.map((level) => {
      const here = rows.filter((each) => each.attributes?.stage === level);
      return here.filter((each) => each.p >= 0.3).length / here.length;
    });
    const made = row('selection_rate_difference');
    expect(made.estimate).toBeCloseTo(range(shares), 12);
    expect(made.lower).toBe(0);
    expect(made.upper as number).toBeGreaterThan(made.estimate as number);
  });

  it('sufficiency is the largest in predictive values, and benefit has its own', () => {
    const parity = Math.max(range(rates('ppv')), range(rates('npv')));
    expect(row('predictive_parity_difference').estimate).toBeCloseTo(parity, 12);
    expect(row('net_benefit_difference').estimate).toBeCloseTo(range(rates('net_benefit')), 12);
  });

  it('finds a group that is treated otherwise', () => {
    const shifted = rows.map((each) =>
      each.attributes?.stage === 'IV' ? { ...each, p: Math.min(0.99, each.p + 0.4) } : each,
    );
    const made = validate(predictionsTable(shifted), { ...plan, bootstrap: 300 });
    const found = find(made, 'external:model:stage=all levels:selection_rate_difference@0.3');
    expect(found.lower as number).toBeGreaterThan(0.2);
  });

  it('compares what each group gains from the model', () => {
    const compared = evidence.filter(({ metric }) => metric === 'difference:net_benefit_gain');
    expect(compared).toHaveLength(levels.length - 1);
  });
});
