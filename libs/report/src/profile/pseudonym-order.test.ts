import type { Decision, EvidenceRow, TableOne } from '@raredx/tables';
import { describe, expect, test } from 'vitest';
import { evidenceRow } from '../../tests/evidence-fixture.ts';
import { packInput } from '../../tests/pack-input.ts';
import { renderHtml } from '../render-html.ts';
import { shareable } from './shareable.ts';

/** Sites in the order of their names, which is that of evidence and Table 1. */
const sizes = { Ayr: 60, Boston: 300, Cork: 200, Derby: 100 };
const sites = Object.entries(sizes);

function rows(): EvidenceRow[] {
  const about = (patients: number) => ({
    ...{ metric: 'auroc', model: 'network', partition: 'external', estimate: 0.8, lower: 0.7, upper: 0.9 },
    ...{ patients, samples: patients, events: patients / 2 },
  });
  const made = [
    evidenceRow(about(660)),
    ...sites.map(([level, patients]) => evidenceRow({ ...about(patients), attribute: 'centre', level })),
    ...sites.map(([site, patients]) => evidenceRow({ ...about(patients), site })),
  ];
  return made.map((row) => ({ ...row, id: `external:network:${row.site ?? row.level ?? 'all'}:auroc` }));
}

const cells = sites.map(([site, patients]) => {
  const none = { percent: null, median: null, lowerQuartile: null, upperQuartile: null };
  return { ...none, site, text: `${patients}`, count: patients };
});
const tableOne: TableOne = {
  sites: sites.map(([site, patients]) => ({ site, patients, events: patients / 2 })),
  rows: [
    { variable: 'patients', title: 'Patients', unit: null, level: null, kind: 'count', cells, smd: null },
  ],
};
const criterion = (id: string, evidenceId: string) => ({
  ...{ id, evidenceId, verdict: 'pass' as const, rationale: 'As agreed at Boston.', why: 'Why.' },
  ...{ value: 0.8, lower: 0.7, upper: 0.9, bound: 0.6, patients: 300, events: 150, neededEvents: null },
});
const decision: Decision = {
  ...{ verdict: 'pass', policyHash: 'a', evidenceHash: 'b', ledgerEntry: null },
  criteria: [
    criterion('auroc-boston', 'external:network:Boston:auroc'),
    criterion('auroc_cork', 'not there'),
  ],
};
const pack = packInput({
  ...{ evidence: { schemaVersion: 1, provenance: {}, rows: rows() }, tableOne, decision, flow: null },
  title: 'Validation at BOSTON and cork',
});
const safe = shareable(pack);

describe('names of sites in the copy for sharing', () => {
  test('are left in no spelling, in no id and no text', () => {
    const text = JSON.stringify(safe) + renderHtml(safe);
    for (const [site] of sites) expect(text.toLowerCase(), site).not.toContain(site.toLowerCase());
    expect(safe.title).toBe('Validation at site 1 and site 2');
    expect(safe.decision!.criteria.map(({ id }) => id)).toEqual(['auroc-site-1']);
    expect(safe.withheld!.at(-1)).toBe('figures of the criterion auroc_site_2 (pass)');
  });

  test('are numbers by size, and nothing stands in the order of the real names', () => {
    const shown = [300, 200, 100, 60].map((patients, i) => [`site ${i + 1}`, patients]);
    const lines = safe.evidence.rows;
    expect(lines.flatMap(({ site, patients }) => (site ? [[site, patients]] : []))).toEqual(shown);
    expect(lines.flatMap(({ level, patients }) => (level ? [[level, patients]] : []))).toEqual(shown);
    expect(safe.tableOne!.sites.map(({ site, patients }) => [site, patients])).toEqual(shown);
    expect(safe.tableOne!.rows[0]!.cells.map(({ site, count }) => [site, count])).toEqual(shown);
    expect(lines.map(({ site, level }) => site ?? level)).toEqual([
      null,
      ...shown.map(([level]) => level),
      ...shown.map(([site]) => site),
    ]);
  });

  test('a criterion about a site still points to its statement', () => {
    const { evidenceId } = safe.decision!.criteria[0]!;
    expect(safe.evidence.rows.find(({ id }) => id === evidenceId)).toMatchObject({
      site: 'site 1',
      patients: 300,
    });
  });

  test('a centre that is called as a pseudonym is, or as a word of the contract', () => {
    const called = (name: string | null) =>
      name && { Ayr: 'Site 1', Boston: 'Site 2', Cork: 'External', Derby: 'Auroc' }[name]!;
    const again = shareable({
      ...pack,
      ...{ tableOne: null, decision: null, title: 'Site 2' },
      evidence: {
        ...pack.evidence,
        rows: rows().map((row) => ({ ...row, site: called(row.site), level: called(row.level) })),
      },
    });
    expect(again.title).toBe('site 1');
    const ofSites = again.evidence.rows.filter(({ site }) => site !== null);
    expect(ofSites.map(({ site, patients }) => [site, patients])).toEqual([
      ['site 1', 300],
      ['site 2', 200],
      ['site 3', 100],
      ['site 4', 60],
    ]);
    for (const { metric, partition } of ofSites) expect([metric, partition]).toEqual(['auroc', 'external']);
  });
});
