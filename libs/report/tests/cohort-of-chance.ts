import type { EvidenceRow, TableOne } from '@raredx/tables';
import type { PackInput } from '../src/pack-input.ts';
import { evidenceRow } from './evidence-fixture.ts';
import { packInput } from './pack-input.ts';

/** One patient of a made-up cohort: indices of site, level and risk. */
export interface Person {
  readonly site: number;
  readonly level: number;
  readonly y: 0 | 1;
  readonly risk: number;
}

export const thresholds = [0.1, 0.2, 0.3, 0.5];
export const sites = ['Alpha Hospital', 'Beta Hospital', 'Gamma Hospital'];
export const levels = ['I', 'II', 'III', 'IV'];

/** A generator of its own (mulberry32), so that a failure can be run again from its seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = (weights: readonly number[], u: number) => {
  let left = u * weights.reduce((a, b) => a + b);
  return Math.max(
    0,
    weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    }),
  );
};

export function people(random: () => number): readonly Person[] {
  const size = 60 + Math.floor(random() * 500);
  const siteWeights = sites.map(() => random() ** 2 + 0.01);
  const levelWeights = levels.map(() => random() ** 3 + 0.005);
  const rate = 0.08 + random() * 0.4;
  return Array.from({ length: size }, () => {
    const y = random() < rate ? 1 : 0;
    return {
      site: pick(siteWeights, random()),
      level: pick(levelWeights, random()),
      y,
      risk: Math.min(0.99, Math.max(0.001, random() * 0.5 + y * random() * 0.4)),
    };
  });
}

interface Named {
  readonly site?: string;
  readonly attribute?: string;
  readonly level?: string;
}

function statements(group: readonly Person[], named: Named): EvidenceRow[] {
  const size = group.length;
  const events = group.filter(({ y }) => y === 1).length;
  const at = { model: 'network', partition: 'external', patients: size, samples: size, events, ...named };
  if (size === 0) return [];
  const rows = [
    evidenceRow({ ...at, metric: 'auroc', estimate: 0.7, lower: 0.6, upper: 0.8 }),
    evidenceRow({ ...at, metric: 'oe_ratio', estimate: 1.1, lower: 0.9, upper: 1.3 }),
  ];
  for (const threshold of thresholds) {
    const above = group.filter(({ risk }) => risk >= threshold);
    const hits = above.filter(({ y }) => y === 1).length;
    const rates: readonly (readonly [string, number, number])[] = [
      ['sensitivity', hits, events],
      ['specificity', size - events - (above.length - hits), size - events],
      ['ppv', hits, above.length],
      ['npv', size - events - (above.length - hits), size - above.length],
    ];
    for (const [metric, count, of] of rates)
      rows.push(
        evidenceRow({
          ...at,
          metric,
          threshold,
          estimate: of === 0 ? null : count / of,
          undefinedBecause: of === 0 ? 'nobody' : null,
        }),
      );
    const benefit = hits / size - ((above.length - hits) / size) * (threshold / (1 - threshold));
    rows.push(evidenceRow({ ...at, metric: 'net_benefit', threshold, estimate: benefit }));
  }
  return rows;
}

function rocRows(all: readonly Person[]): EvidenceRow[] {
  const events = all.filter(({ y }) => y === 1).length;
  const nonEvents = all.length - events;
  if (events === 0 || nonEvents === 0) return [];
  const sorted = [...all].sort((a, b) => b.risk - a.risk);
  let [hits, false_] = [0, 0];
  return sorted.map(({ y }) => {
    if (y === 1) hits++;
    else false_++;
    return evidenceRow({
      model: 'network',
      partition: 'external',
      metric: 'roc_curve',
      threshold: false_ / nonEvents,
      estimate: hits / events,
      patients: all.length,
      samples: all.length,
      events,
      confidence: null,
      method: `empirical ${hits} ${false_}`,
    });
  });
}

function tableOneOf(all: readonly Person[]): TableOne {
  const inSite = sites.map((_, s) => all.filter(({ site }) => site === s));
  return {
    sites: sites.map((site, s) => ({
      site,
      patients: inSite[s]!.length,
      events: inSite[s]!.filter(({ y }) => y === 1).length,
    })),
    rows: levels.map((level, l) => ({
      variable: 'stage',
      title: 'Stage',
      unit: null,
      level,
      kind: 'categorical' as const,
      cells: sites.map((site, s) => {
        const count = inSite[s]!.filter((person) => person.level === l).length;
        return {
          site,
          text: String(count),
          count,
          percent: inSite[s]!.length === 0 ? 0 : (100 * count) / inSite[s]!.length,
          median: null,
          lowerQuartile: null,
          upperQuartile: null,
        };
      }),
      smd: l === 0 ? 0.12 : null,
    })),
  };
}

/** The pack of a cohort of chance, with everything that could tell a count. */
export function chancePack(all: readonly Person[]): PackInput {
  const rows = [
    ...statements(all, {}),
    ...sites.flatMap((site, s) =>
      statements(
        all.filter((person) => person.site === s),
        { site },
      ),
    ),
    ...levels.flatMap((level, l) =>
      statements(
        all.filter((person) => person.level === l),
        { attribute: 'stage', level },
      ),
    ),
    ...rocRows(all),
  ];
  return packInput({
    evidence: { schemaVersion: 1, provenance: {}, rows },
    tableOne: tableOneOf(all),
    flow: null,
    labelNoise: null,
    decision: null,
  });
}
