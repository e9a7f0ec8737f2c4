import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { page } from '../../tests/monitoring-page.ts';

const read = (name: string) => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');

it('docs/monitoring.md is made from the committed numbers', () => {
  expect(read('monitoring.md')).toBe(page(JSON.parse(read('monitoring.json'))));
});
