import { readFileSync } from 'node:fs';
import { parsePolicy } from '@raredx/gate';
import { expect, it } from 'vitest';

it('the policy for a vendor’s table is one', () => {
  const path = 'examples/vendor/policy.yaml';
  const policy = parsePolicy(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), path);
  expect(policy.model).toBe('model');
  expect(policy.criteria.map(({ id }) => id)).toEqual(['ranking', 'level', 'benefit']);
});
