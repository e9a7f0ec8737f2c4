import { expect, test } from 'vitest';
import { lockText } from '../../tests/dossier-fixture.ts';
import { billComponents, cycloneDx, lockedComponents } from './software-bill.ts';

const about = { name: 'raredx', version: '0.1.0' };

test('components of a lockfile: each once, links and the root left out, what runs before what develops', () => {
  expect(lockedComponents(lockText).map(({ name, version, scope }) => `${name} ${version} ${scope}`)).toEqual(
    ['@raredx/own 0.1.0 required', '@scope/a 1.2.3 required', 'b 2.0.0 required', 'c 3.0.0 optional'],
  );
});

test('CycloneDX without clock or random number, with purl, hash and licence as it can be told', () => {
  const text = cycloneDx(lockedComponents(lockText), about);
  expect(cycloneDx(lockedComponents(lockText), about)).toBe(text);
  const { components, specVersion, serialNumber } = JSON.parse(text);
  expect([specVersion, serialNumber]).toEqual(['1.6', undefined]);
  expect(components[1]).toEqual({
    type: 'library',
    'bom-ref': 'pkg:npm/%40scope/a@1.2.3',
    name: '@scope/a',
    version: '1.2.3',
    scope: 'required',
    licenses: [{ license: { id: 'MIT' } }],
    purl: 'pkg:npm/%40scope/a@1.2.3',
    hashes: [{ alg: 'SHA-512', content: '040506' }],
  });
  expect(components[2].licenses).toEqual([{ expression: '(MIT OR Apache-2.0)' }]);
  expect(components[3].licenses).toEqual([{ license: { name: 'Odd terms' } }]);
});

test('a bill is read back', () => {
  const [own, scoped] = billComponents(cycloneDx(lockedComponents(lockText), about));
  expect([own!.integrity, scoped!.integrity, scoped!.licence]).toEqual([null, 'SHA-512 040506', 'MIT']);
});
