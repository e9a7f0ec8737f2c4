import type { EvidenceRow, TableOne } from '@raredx/tables';
import type { PackInput } from '../src/pack-input.ts';
import { chance } from './cohort-of-chance.ts';
import { evidenceRow } from './evidence-fixture.ts';
import { packInput } from './pack-input.ts';

/** One sample of a made-up patient. */
interface Visit {
  readonly patient: number;
  readonly site: string;
  readonly level: string;
  readonly y: 0 | 1;
}

const partitions = { internal: ['Ayr', 'Bonn', 'Cork'], external: ['Derby', 'Eton', 'Fulda'] } as const;
type Partition = keyof typeof partitions;
const sites = Object.values(partitions).flat();
const levels = ['I', 'II', 'III'];

function visits(random: () => number, most: number): readonly Visit[] {
  const shares = sites.map(() => random() ** 2 + 0.02);
  const all = shares.reduce((a, b) => a + b);
  const rates = { level: random() ** 2, y: 0.1 + 0.8 * random() };
  return sites.flatMap((site, s) =>
    Array.from({ length: 1 + Math.floor((400 * shares[s]!) / all) }, (_, i) =>
      Array.from({ length: 1 + Math.floor(random() * most) }, (): Visit => {
        const level = levels[random() < rates.level ? 0 : random() < 0.7 ? 1 : 2]!;
        return { patient: s * 1000 + i, site, level, y: random() < rates.y ? 1 : 0 };
      }),
    ).flat(),
  );
}

const patientsIn = (some: readonly Visit[]) => new Set(some.map(({ patient }) => patient)).size;

export function countsOf(some: readonly Visit[]) {
  const events = patientsIn(some.filter(({ y }) => y === 1));
  return { patients: patientsIn(some), samples: some.length, events };
}

function rowsOf(all: readonly Visit[], partition: Partition): readonly EvidenceRow[] {
  const own = all.filter(({ site }) => partitions[partition].some((one) => one === site));
  const row = (some: readonly Visit[], about: Partial<EvidenceRow> = {}) =>
    evidenceRow({
      ...{ metric: 'auroc', model: 'network', partition, estimate: 0.7, lower: 0.6, upper: 0.8 },
      ...countsOf(some),
      ...about,
    });
  return [
    row(own),
    ...partitions[partition].map((site) =>
      row(
        own.filter((visit) => visit.site === site),
        { site },
      ),
    ),
    ...levels.map((level) =>
      row(
        own.filter((visit) => visit.level === level),
        { attribute: 'stage', level },
      ),
    ),
  ];
}

function tableOf(all: readonly Visit[]): TableOne {
  const none = { percent: null, median: null, lowerQuartile: null, upperQuartile: null };
  const at = (site: string) => all.filter((visit) => visit.site === site);
  return {
    sites: sites.map((site) => ({ site, ...countsOf(at(site)) })),
    rows: levels.map((level) => ({
      ...{ variable: 'stage', title: 'Stage', unit: null, level, kind: 'categorical', smd: null },
      cells: sites.map((site) => {
        const count = patientsIn(at(site).filter((visit) => visit.level === level));
        return { ...none, site, text: `${count}`, count };
      }),
    })),
  };
}

const bare = packInput({ flow: null, labelNoise: null, decision: null });

/** The pack of a cohort of chance, of sites in two partitions, whose patients have up to so many samples each. */
export function visitsPack(seed: number, most: number): PackInput {
  const all = visits(chance(seed), most);
  return {
    ...bare,
    evidence: {
      ...{ schemaVersion: 1, provenance: {} },
      rows: [...rowsOf(all, 'internal'), ...rowsOf(all, 'external')],
    },
    tableOne: tableOf(all),
  };
}
