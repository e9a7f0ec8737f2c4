import { expect, test } from 'vitest';
import { droppedTerms } from './dropped-terms.ts';

test('ids that the ontology does not know are counted and said once', () => {
  const unknown = 'HP:9999999 left out: no such term';
  expect(droppedTerms([{ notes: [] }, { notes: ['HP:1 read as the term it was merged into'] }])).toBeNull();
  expect(droppedTerms([{ notes: [unknown] }, { notes: [] }, { notes: [unknown] }])).toBe(
    'HP:9999999 is no live term, and was left out of 2 of 3 cases (notes in differentials.jsonl)',
  );
  const many = Array.from({ length: 7 }, (_, at) => `HP:${at} left out: no such term`);
  expect(droppedTerms([{ notes: many }])).toContain(
    'HP:4, and 2 more are no live terms, and were left out of 1 of 1',
  );
});
