import type { EvidenceRow, TableOne } from '@raredx/tables';
import { describe, expect, test } from 'vitest';
import { evidenceRow } from '../../tests/evidence-fixture.ts';
import { packInput } from '../../tests/pack-input.ts';
import { renderHtml } from '../render-html.ts';
import { countsOf } from './populations.ts';
import { shareable } from './shareable.ts';
import { isSmall, numbersOf } from './small-cell.ts';

const safeCopy = (rows: readonly EvidenceRow[], tableOne: TableOne | null = null) =>
  shareable(
    packInput({
      evidence: { schemaVersion: 1, provenance: {}, rows },
      ...{ tableOne, decision: null, flow: null, labelNoise: null },
    }),
  );

type About = Partial<EvidenceRow> & Pick<EvidenceRow, 'patients' | 'samples' | 'events'>;
const statement = (about: About) =>
  evidenceRow({
    ...{ metric: 'auroc', model: 'network', partition: 'external', estimate: 0.8, lower: 0.7, upper: 0.9 },
    ...about,
  });
const small = (rows: readonly EvidenceRow[]) =>
  rows.filter(({ patients, events }) => [patients, events, patients - events].some(isSmall));

describe('the copy for sharing where patients have several samples', () => {
  test('prints no cohort of which few patients are without the event, many as their samples are', () => {
    const rows = [statement({ patients: 60, samples: 300, events: 55 })];
    expect(small(rows)).toHaveLength(1);
    expect(safeCopy(rows).evidence.rows).toEqual([]);
  });

  test('nor a site, nor one that the others leave', () => {
    const visits = (site: string | null, patients: number, events: number) =>
      statement({ site, patients, samples: 3 * patients, events });
    const rows = [
      visits(null, 100, 56),
      visits('Ayr Infirmary', 20, 13),
      visits('Bonn Clinic', 40, 20),
      visits('Cork Hospital', 40, 23),
    ];
    const shown = safeCopy(rows).evidence.rows;
    expect(shown.length).toBeGreaterThan(0);
    expect(small(shown)).toEqual([]);
    const left = (of: 'patients' | 'events') =>
      shown.reduce((sum, row) => sum + (row.site === null ? row[of] : -row[of]), 0);
    expect(isSmall(left('patients') - left('events'))).toBe(false);
  });

  test('no rate of samples at a threshold, as no row says of how many it is', () => {
    const clustered = { patients: 200, samples: 600, events: 100 };
    const at = { ...clustered, threshold: 0.2 };
    const rows = [
      statement(clustered),
      ...['sensitivity', 'specificity', 'ppv', 'npv', 'net_benefit', 'net_benefit_treat_all'].map((metric) =>
        statement({ ...at, metric }),
      ),
      ...[0.1, 0.4, 0.9].map((threshold) =>
        statement({ ...clustered, metric: 'roc_curve', threshold, estimate: Math.sqrt(threshold) }),
      ),
    ];
    const safe = safeCopy(rows);
    expect(safe.evidence.rows.map(({ metric }) => metric)).toEqual(['auroc']);
    expect(renderHtml(safe)).toContain('patients have several samples');
    // One sample a patient: the same rows stay.
    const single = safeCopy(rows.map((row) => ({ ...row, samples: row.patients })));
    expect(single.evidence.rows.length).toBeGreaterThan(5);
  });

  test('nor how two readings of the samples agree', () => {
    const evidence = (samples: number) => ({
      ...{ schemaVersion: 1 as const, provenance: {} },
      rows: [statement({ patients: 200, samples, events: 100 })],
    });
    const none = { tableOne: null, decision: null, flow: null };
    const agreement = (samples: number) =>
      shareable(packInput({ ...none, evidence: evidence(samples) })).labelNoise;
    expect(agreement(600)).toBeNull();
    expect(agreement(200)).not.toBeNull();
  });

  test('where all had the event, it is not known how few samples are without', () => {
    expect(numbersOf(countsOf({ patients: 60, samples: 63, events: 60 })).some(isSmall)).toBe(true);
    expect(numbersOf(countsOf({ patients: 60, samples: 180, events: 60 })).some(isSmall)).toBe(true);
    expect(numbersOf(countsOf({ patients: 60, samples: 60, events: 60 })).some(isSmall)).toBe(false);
    expect(numbersOf(countsOf({ patients: 60, samples: 180, events: 0 })).some(isSmall)).toBe(false);
  });

  test('a level that all but few patients have at some visit', () => {
    const level = (name: string, patients: number) =>
      statement({ attribute: 'stage', level: name, patients, samples: 2 * patients, events: 25 });
    const whole = statement({ patients: 90, samples: 240, events: 45 });
    const levels = (rows: readonly EvidenceRow[]) => safeCopy(rows).evidence.rows.map((row) => row.level);
    // 85 of 90 were ever in stage I: five never.
    expect(levels([whole, level('I', 85), level('II', 50)])).not.toContain('I');
    expect(levels([whole, level('I', 70), level('II', 50)])).toEqual([null, 'I', 'II']);
  });

  test('a site of Table 1 whose events outnumber its patients counted something else, and is withheld', () => {
    const cell = { percent: null, median: null, lowerQuartile: null, upperQuartile: null };
    const sites = [
      { site: 'Ayr Infirmary', patients: 20, events: 28 },
      { site: 'Bonn Clinic', patients: 40, events: 20 },
      { site: 'Cork Hospital', patients: 40, events: 20 },
    ];
    const cells = sites.map(({ site, patients }) => ({
      ...cell,
      site,
      text: `${patients}`,
      count: patients,
    }));
    const tableOne: TableOne = {
      sites,
      rows: [
        { variable: 'patients', title: 'Patients', unit: null, level: null, kind: 'count', cells, smd: null },
      ],
    };
    const safe = safeCopy([statement({ patients: 100, samples: 300, events: 50 })], tableOne);
    expect(safe.tableOne!.sites.map(({ events }) => events)).not.toContain(28);
  });
});
