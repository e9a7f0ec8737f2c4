import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cells, root } from '../../tests/gate-error-rates/all-cells.ts';
import { type Cell, type Rate, rateOf } from '../../tests/gate-error-rates/cell.ts';
import { page } from '../../tests/gate-error-rates/page.ts';

const file = (name: string) => new URL(`../../../../docs/${name}`, import.meta.url);

it('the committed error rates are what the gate does', () => {
  const committed: readonly Rate[] = JSON.parse(readFileSync(file('gate-error-rates.json'), 'utf8'));
  // With UPDATE=missing only rows that are new are made.
  const known = (cell: Cell) =>
    process.env.UPDATE === 'missing'
      ? committed.find(
          (one) => one.rule === cell.rule && one.truth === cell.truth && one.counted === cell.counted,
        )
      : undefined;
  const rates = cells.map((cell) => known(cell) ?? rateOf(cell, root));
  if (process.env.UPDATE) {
    writeFileSync(file('gate-error-rates.json'), `${JSON.stringify(rates, null, 2)}\n`);
    writeFileSync(file('gate-error-rates.md'), page(rates));
  }
  expect(rates).toEqual(JSON.parse(readFileSync(file('gate-error-rates.json'), 'utf8')));
});
