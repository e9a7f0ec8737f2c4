import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cells, root } from './gate-error-rates/all-cells.ts';
import { type Rate, rateOf } from './gate-error-rates/cell.ts';
import { noiseOf, page } from './gate-error-rates/page.ts';

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const committed: readonly Rate[] = JSON.parse(read('gate-error-rates.json'));

describe('the committed error rates of the gate', () => {
  it('are of every rule there is, and the page is made from them', () => {
    expect(committed.map(({ rule, truth, counted }) => [rule, truth, counted])).toEqual(
      cells.map(({ rule, truth, counted }) => [rule, truth, counted]),
    );
    expect(read('gate-error-rates.md')).toBe(page(committed));
  });

  it('keep what is promised, to four Monte Carlo errors', () => {
    for (const { rule, truth, counted, nominal, rate, replicates } of committed) {
      if (nominal === null) continue;
      expect(rate, `${rule}, ${truth}: ${counted}`).toBeLessThan(nominal + 4 * noiseOf(nominal, replicates));
    }
  });

  it('are those of the gate as it is: the first worlds of each again', () => {
    const worlds = 25;
    const seen = cells.map((cell) => rateOf(cell, root, worlds));
    const chi = seen.reduce((sum, { rate }, index) => {
      const { rate: expected } = committed[index] as Rate;
      const variance = Math.max(expected * (1 - expected), 1 / worlds) / worlds;
      return sum + (rate - expected) ** 2 / variance;
    }, 0);
    // Rows share streams with nobody: the sum has about as many degrees of freedom as there are rows.
    expect(chi).toBeLessThan(cells.length + 5 * Math.sqrt(2 * cells.length));
  });
});
