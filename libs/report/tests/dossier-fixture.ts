import { humanFields } from '../src/human/human-fields.ts';
import type { HumanItems } from '../src/human/human-items.ts';
import type { DatasetFacts } from '../src/pack-input.ts';
import { requirementMaps } from '../src/requirements/requirement-maps.ts';

export const allMaps: readonly string[] = requirementMaps.map(({ id }) => id);

export const dataset: DatasetFacts = {
  name: 'wilms',
  title: 'Wilms tumour, two studies',
  source: 'made up for tests',
  licence: 'CC0-1.0',
  citation: 'Nobody A (2026) Made-up data. Nowhere 1:1',
  period: '1980 to 1994',
  modality: 'table',
  columns: [
    { name: 'stage', title: 'Stage', type: 'category', unit: null, role: 'predictor' },
    { name: 'age', title: 'Age', type: 'number', unit: 'months', role: 'predictor' },
  ],
};

const signed = { author: 'A. Writer', signed_by: 'Dr S. Signer', date: '2026-11-24' };

/** Fields filled and signed for the ids given. */
export function humanItems(
  ids: readonly string[] = humanFields.map(({ id }) => id),
  hazards: HumanItems['hazards'] = [],
): HumanItems {
  const fields = Object.fromEntries(ids.map((id) => [id, { text: `Statement on ${id}.`, ...signed }]));
  return { schema_version: 1, fields, hazards };
}

export const lockText = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': { name: 'root', version: '1.0.0' },
    'libs/own': { name: '@raredx/own', version: '0.1.0', license: 'Apache-2.0' },
    'node_modules/@raredx/own': { resolved: 'libs/own', link: true },
    'node_modules/b': {
      version: '2.0.0',
      license: '(MIT OR Apache-2.0)',
      integrity: 'sha512-AQID',
      dev: true,
    },
    'node_modules/@scope/a': { version: '1.2.3', license: 'MIT', integrity: 'sha512-BAUG' },
    'node_modules/@scope/a/node_modules/b': {
      version: '2.0.0',
      license: '(MIT OR Apache-2.0)',
      integrity: 'sha512-AQID',
    },
    'node_modules/c': { version: '3.0.0', license: 'Odd terms', optional: true },
  },
});
