import { inWords, leadingComponents, type MonitoringCheck, monitoringCheck } from '@raredx/gate';
import { newcombeAuroc } from '@raredx/metrics';
import { holm, type Random, shuffled } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { domainClassifierTest, type FeatureRows, mmdTest } from '@raredx/validation';
import type { SampleFeatures } from './read-features.ts';
import type { NamedSample } from './watched-table.ts';

/** Patients a side, and components of the features: the kernel test grows with the square of the one. */
const mostPatients = 200;
const components = 10;
/** Fewer on either side cannot be told from each other by either test. */
const fewest = 20;

interface InputOptions {
  readonly alarmRate: number;
  readonly confidence: number;
  readonly random: Random;
}

/** Drift of the inputs: can new patients be told from the reference's by their features? */
export function inputChecks(
  [reference, fresh]: readonly [readonly NamedSample[], readonly NamedSample[]],
  [then, now]: readonly [SampleFeatures, SampleFeatures],
  { alarmRate, confidence, random }: InputOptions,
): readonly MonitoringCheck[] {
  if (then.names.join() !== now.names.join()) {
    throw new ContractError(
      'features',
      `${now.names.length} new features, ${then.names.length} at the reference`,
    );
  }
  const sides = [
    drawn(withFeatures(reference, then), random.fork('reference')),
    drawn(withFeatures(fresh, now), random.fork('new')),
  ] as const;
  const [m, n] = [sides[0].length, sides[1].length];
  const said = `${n} new patients with features, ${m} of the reference`;
  if (Math.min(m, n) < fewest) return tests.map(({ id, title }) => tooFew({ id, title, patients: n, said }));
  const [left, right] = componentsOf(sides, [then, now], random);
  const permutations = Math.max(199, Math.ceil(4 / alarmRate) - 1);
  const domain = domainClassifierTest(left, right, { random: random.fork('domain'), permutations });
  const mmd = mmdTest(left, right, { random: random.fork('mmd'), permutations });
  if ('undefinedBecause' in domain || 'undefinedBecause' in mmd) {
    const why =
      'undefinedBecause' in domain
        ? domain.undefinedBecause
        : (mmd as { undefinedBecause: string }).undefinedBecause;
    return tests.map(({ id, title }) => tooFew({ id, title, patients: n, said: why }));
  }
  const [domainP, mmdP] = holm(Float64Array.of(domain.pValue, mmd.pValue)) as unknown as [number, number];
  const limits = newcombeAuroc(domain.auroc, { events: n, nonEvents: m }, confidence);
  const shared = { alarmRate, patients: n, said };
  return [
    made(tests[0], {
      ...{ ...shared, adjustedP: domainP, pValue: domain.pValue, estimate: domain.auroc },
      ...{ lower: limits.lower, upper: limits.upper, confidence, interval: limits.method },
    }),
    made(tests[1], { ...shared, adjustedP: mmdP, pValue: mmd.pValue, estimate: mmd.squared }),
  ];
}

const tests = [
  { id: 'inputs:domain_classifier', title: 'Inputs: domain classifier, AUROC out of fold' },
  { id: 'inputs:mmd', title: 'Inputs: squared maximum mean discrepancy' },
] as const;

interface Found {
  readonly alarmRate: number;
  readonly patients: number;
  readonly said: string;
  readonly adjustedP: number;
  readonly pValue: number;
  readonly estimate: number;
  readonly lower?: number;
  readonly upper?: number;
  readonly confidence?: number;
  readonly interval?: string;
}

function made({ id, title }: (typeof tests)[number], found: Found): MonitoringCheck {
  const { alarmRate, patients, said, interval, ...numbers } = found;
  return monitoringCheck({
    ...{ id, title, family: 'inputs', patients },
    ...numbers,
    verdict: found.adjustedP <= alarmRate ? 'alert' : 'quiet',
    why: `${inWords(found.estimate)}, adjusted p ${inWords(found.adjustedP)}; ${said}`,
    method: `permutation of patients on ${components} principal components${interval ? `; interval: ${interval}` : '; no interval'}`,
    limit: alarmRate,
    falseAlarms: `chance of ${inWords(alarmRate)} over both`,
  });
}

function tooFew({
  id,
  title,
  patients,
  said,
}: {
  readonly id: string;
  readonly title: string;
  readonly patients: number;
  readonly said: string;
}): MonitoringCheck {
  return monitoringCheck({
    ...{ id, title, family: 'inputs', patients, verdict: 'insufficient', method: 'not made' },
    why: `${said}: ${fewest} on either side are needed`,
  });
}

/** The first sample with features of each patient. */
function withFeatures(samples: readonly NamedSample[], { rowOf }: SampleFeatures): readonly number[] {
  const seen = new Set<string>();
  return samples.flatMap(({ sample, patient }) => {
    const row = rowOf.get(sample);
    if (row === undefined || seen.has(patient)) return [];
    seen.add(patient);
    return [row];
  });
}

function drawn(rows: readonly number[], random: Random): readonly number[] {
  if (rows.length <= mostPatients) return rows;
  return Array.from(shuffled(rows.length, random).subarray(0, mostPatients), (i) => rows[i] as number);
}

function componentsOf(
  sides: readonly [readonly number[], readonly number[]],
  [then, now]: readonly [SampleFeatures, SampleFeatures],
  random: Random,
): readonly [FeatureRows, FeatureRows] {
  const columns = then.columns.length;
  const values = new Float64Array((sides[0].length + sides[1].length) * columns);
  let at = 0;
  for (const [rows, { columns: features }] of [[sides[0], then] as const, [sides[1], now] as const]) {
    for (const row of rows) for (const feature of features) values[at++] = feature[row] as number;
  }
  const found = leadingComponents(values, { columns, count: components, random: random.fork('components') });
  const cut = sides[0].length * found.columns;
  return [
    { columns: found.columns, values: found.values.slice(0, cut) },
    { columns: found.columns, values: found.values.slice(cut) },
  ];
}
