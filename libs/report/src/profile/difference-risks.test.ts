import { describe, expect, test } from 'vitest';
import { chancePack, type Person, sites } from '../../tests/cohort-of-chance.ts';
import { attackTwo } from '../../tests/shareable-attack.ts';
import { differenceRisks } from './difference-risks.ts';
import { shareable } from './shareable.ts';

/** A cohort by numbers of patients of each level at each site, a third with the event, risks spread evenly. */
function cohort(size: (site: number, level: number) => number): readonly Person[] {
  return sites.flatMap((_, site) =>
    [0, 1, 2, 3].flatMap((level) =>
      Array.from({ length: size(site, level) }, (_, i) => ({
        site,
        level,
        y: i % 3 === 0 ? (1 as const) : (0 as const),
        risk: 0.02 + ((i * 7) % 50) / 100,
      })),
    ),
  );
}
const copyOf = (all: readonly Person[]) => shareable(chancePack(all));
const base = cohort(() => 90);

describe('two copies together', () => {
  test('of the same patients tell nothing more', () => {
    expect(differenceRisks(copyOf(base), copyOf(base))).toEqual([]);
  });

  test('tell of few patients who came, and not of many', () => {
    const few = cohort((site, level) => (site === 1 && level === 2 ? 96 : 90));
    expect(differenceRisks(copyOf(base), copyOf(few)).length).toBeGreaterThan(0);
    expect(differenceRisks(copyOf(few), copyOf(base)).length).toBeGreaterThan(0);
    const many = cohort(() => 180);
    expect(differenceRisks(copyOf(base), copyOf(many))).toEqual([]);
  });

  test('tell a group that only one of them withholds', () => {
    // 1,059 patients: beside I and II, or beside I and III, many are left; beside all three, the nine of level IV.
    const pack = chancePack(cohort((_, level) => [160, 100, 90, 3][level]!));
    const showing = (...shown: readonly string[]) => ({
      ...pack,
      tableOne: null,
      evidence: {
        ...pack.evidence,
        rows: pack.evidence.rows.filter(
          ({ level, threshold }) => threshold === null && (level === null || shown.includes(level)),
        ),
      },
    });
    expect(differenceRisks(showing('I', 'II'), showing('I', 'II'))).toEqual([]);
    const [risk = ''] = differenceRisks(showing('I', 'II'), showing('I', 'III'));
    expect(risk).toMatch(/stage$/);
  });
});

test('60 pairs of cohorts of chance: what the check lets pass, the attacker cannot use', () => {
  const counts = { passed: 0, refused: 0, foundWhereRefused: 0 };
  for (let seed = 1; seed <= 60; seed++) {
    const more = [0, 1, 4, 12, 60, 400][seed % 6]!;
    const { risks, found } = attackTwo(seed, more);
    if (risks.length > 0) {
      counts.refused++;
      counts.foundWhereRefused += Number(found.length > 0);
    } else {
      counts.passed++;
      expect(found, `seed ${seed}, ${more} came`).toEqual([]);
    }
  }
  expect(counts.passed).toBeGreaterThan(8);
  expect(counts.foundWhereRefused).toBeGreaterThan(15);
}, 120_000);
