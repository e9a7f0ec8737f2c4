import type { EvidenceRow, TableOne } from '@raredx/tables';
import { expect, test } from 'vitest';
import { evidenceRow } from '../../tests/evidence-fixture.ts';
import { packInput } from '../../tests/pack-input.ts';
import { shareable } from './shareable.ts';

/** Patients, patients with the event, women. */
const sites: Readonly<Record<string, readonly [number, number, number]>> = {
  'External Great': [100, 45, 50],
  'External Small': [5, 2, 1],
  'External Middle': [35, 13, 2],
  'Internal Great': [100, 45, 50],
  'Internal Small': [5, 2, 3],
  'Internal Middle': [35, 13, 17],
};
const names = Object.keys(sites);
const total = (of: readonly string[], which: 0 | 2) => of.reduce((sum, name) => sum + sites[name]![which], 0);

function statements(partition: 'external' | 'internal'): EvidenceRow[] {
  const own = names.filter((name) => name.toLowerCase().startsWith(partition));
  const row = (patients: number, events: number, about: Partial<EvidenceRow> = {}) =>
    evidenceRow({
      ...{ metric: 'auroc', model: 'network', partition, estimate: 0.7, lower: 0.6, upper: 0.8 },
      ...{ patients, samples: patients, events, ...about },
    });
  const women = total(own, 2);
  return [
    row(140, 60),
    ...own.map((site) => row(sites[site]![0], sites[site]![1], { site })),
    row(women, 25, { attribute: 'sex', level: 'female' }),
    row(140 - women, 35, { attribute: 'sex', level: 'male' }),
  ];
}

const tableOne: TableOne = {
  sites: names.map((site) => ({ site, patients: sites[site]![0], events: sites[site]![1] })),
  rows: (['female', 'male'] as const).map((level) => ({
    ...{ variable: 'sex', title: 'Sex', unit: null, level, kind: 'categorical', smd: null },
    cells: names.map((site) => {
      const [patients, , women] = sites[site]!;
      const count = level === 'female' ? women : patients - women;
      return { site, text: '', count, percent: null, median: null, lowerQuartile: null, upperQuartile: null };
    }),
  })),
};

test('a level of one cohort less that level at its sites shown gives no small count', () => {
  const rows = [...statements('external'), ...statements('internal')];
  const safe = shareable(
    packInput({
      evidence: { schemaVersion: 1, provenance: {}, rows },
      ...{ tableOne, decision: null, flow: null, labelNoise: null },
    }),
  );
  expect(safe.tableOne!.sites.map(({ patients }) => patients)).toEqual([100, 100]);
  // 53 women are external, 50 of them at the one external site shown: three elsewhere, had both been printed.
  expect(safe.tableOne!.rows).toEqual([]);
  expect(safe.evidence.rows.filter(({ attribute }) => attribute === 'sex')).toEqual([]);
});
