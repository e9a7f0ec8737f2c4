import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { chance, chancePack, people, sites } from '../../tests/cohort-of-chance.ts';
import { dataset, humanItems } from '../../tests/dossier-fixture.ts';
import { recoverable } from '../../tests/linear-attacker.ts';
import { packInput } from '../../tests/pack-input.ts';
import { attack, gaps } from '../../tests/shareable-attack.ts';
import { renderHtml } from '../render-html.ts';
import { cutsAreSafe } from './safe-cuts.ts';
import { shareable } from './shareable.ts';
import { withheldGroups } from './withheld-groups.ts';

const counts = (patients: number) => ({ patients, events: null, nonEvents: null });

describe('withheld groups', () => {
  test.each([
    ['none is small', { a: 20, b: 30 }, []],
    ['one small takes the next with it', { a: 3, b: 12, c: 40 }, ['a', 'b']],
    ['two small that are small together take a third', { a: 3, b: 4, c: 40, d: 90 }, ['a', 'b', 'c']],
    ['zero is no small cell', { a: 0, b: 30 }, []],
    ['of two, both', { a: 3, b: 40 }, ['a', 'b']],
  ])('%s', (_, sizes, withheld) => {
    const breakdown = new Map(Object.entries(sizes).map(([name, size]) => [name, counts(size)]));
    expect([...withheldGroups([breakdown])].sort()).toEqual(withheld);
  });

  test('a level that is small at one site is withheld at all', () => {
    const one = new Map([
      ['a', counts(3)],
      ['b', counts(50)],
      ['c', counts(60)],
    ]);
    const two = new Map([
      ['a', counts(90)],
      ['b', counts(70)],
      ['c', counts(80)],
    ]);
    expect([...withheldGroups([one, two])].sort()).toEqual(['a', 'b']);
  });
});

test('cuts are safe when no neighbours enclose 1 to 10 of either outcome', () => {
  const all = { events: 50, nonEvents: 200 };
  expect(cutsAreSafe([{ events: 30, nonEvents: 60 }], all)).toBe(true);
  expect(cutsAreSafe([{ events: 42, nonEvents: 60 }], all)).toBe(false);
  expect(
    cutsAreSafe(
      [
        { events: 30, nonEvents: 60 },
        { events: 24, nonEvents: 30 },
      ],
      all,
    ),
  ).toBe(false);
});

test('the last bits of a rate do not turn the order of cuts', () => {
  const all = { events: 40, nonEvents: 200 };
  const cuts = [
    { events: 26, nonEvents: 60 },
    { events: 25, nonEvents: 20 },
    { events: 10, nonEvents: 20 + 1e-12 },
  ];
  expect(cutsAreSafe(cuts, all)).toBe(false);
});

test.each([1199, 4568])('a cohort that once gave a cell away: %i', (seed) => {
  const { found, smallGaps } = attack(seed);
  expect([...found, ...smallGaps]).toEqual([]);
});

test('the attacker finds small cells in a full pack', () => {
  const all = people(chance(7));
  expect(recoverable(chancePack(all), all, sites).length).toBeGreaterThan(20);
  expect(gaps(chancePack(all)).some((gap) => gap >= 1 && gap <= 10)).toBe(true);
});

test('300 cohorts of chance: no small cell can be worked out of the copy for sharing', () => {
  let shown = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const { found, smallGaps, shownRows } = attack(seed);
    expect(found, `seed ${seed}`).toEqual([]);
    expect(smallGaps, `seed ${seed}`).toEqual([]);
    shown += shownRows;
  }
  expect(shown / 300).toBeGreaterThan(10);
});

describe('the copy for sharing', () => {
  const input = packInput({ dataset, human: humanItems() });
  const safe = shareable(input);

  test('names no site and no fingerprint', () => {
    const secret = [...input.tableOne!.sites.map(({ site }) => site), 'c0ffee', input.leak!.splitFingerprint];
    const text = JSON.stringify(safe) + renderHtml(safe);
    for (const word of secret) expect(text, word).not.toContain(word);
  });

  test('its page says what is withheld, and has no broken link', () => {
    const page = renderHtml(safe);
    expect(page).toContain('Withheld in this copy');
    const document = parseHTML(page).document as unknown as Document;
    const ids = new Set([...document.querySelectorAll('[id]')].map((element) => element.id));
    for (const link of document.querySelectorAll('a'))
      expect(ids).toContain(link.getAttribute('href')!.slice(1));
    const rows = new Set(safe.evidence.rows.map(({ id }) => id));
    for (const tie of document.querySelectorAll('[data-evidence]'))
      expect(rows).toContain(tie.getAttribute('data-evidence')!);
  });

  test('the main results stay, rounded; nothing per patient stays', () => {
    const metrics = new Set(safe.evidence.rows.map(({ metric }) => metric));
    for (const metric of ['auroc', 'calibration_slope', 'oe_ratio', 'calibration_curve'])
      expect(metrics).toContain(metric);
    for (const metric of ['risk_histogram_event', 'emax', 'instability_curve'])
      expect(metrics).not.toContain(metric);
    expect(safe.quality).toBeNull();
    for (const { estimate } of safe.evidence.rows)
      if (estimate !== null) expect(estimate).toBe(Number(estimate.toFixed(4)));
  });

  test('the same copy twice', () => {
    expect(shareable(input)).toEqual(safe);
  });

  test('a flow never tells an exclusion of a few', () => {
    for (const { steps } of safe.flow!.cohorts)
      for (const { excluded } of steps) expect(excluded === 0 || excluded > 10).toBe(true);
  });
});
