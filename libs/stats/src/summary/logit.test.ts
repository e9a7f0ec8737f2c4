import { expect, test } from 'vitest';
import { expectRelative } from '../../tests/expect-relative.ts';
import { expit, logit } from '../index.ts';

test('expit undoes logit, ends included', () => {
  for (const p of [0, 1e-300, 1e-12, 0.2, 0.25, 0.5, 0.7500001, 1 - 1e-9, 1])
    expectRelative(expit(logit(p)), p, 1e-13);
});

test('logit of what is no probability throws', () => {
  expect(() => logit(-0.1)).toThrow('logit: p must be in [0, 1] (-0.1)');
});
