import { auroc, aurocDifference, aurocInterval, oeInterval } from '@raredx/metrics';
import { expit, logit, normalQuantile, type Random } from '@raredx/stats';
import type { EvidenceRow, Verdict } from '@raredx/tables';
import type { Cell } from './cell.ts';
import { policyOf, rowOf, verdictsOf } from './judged-row.ts';

const prevalence = 0.2;
/** Distance of two normal distributions with a given AUROC. */
const separation = (auc: number) => normalQuantile(auc) * Math.SQRT2;

/** Scores of two models on the same patients, with their AUROCs and the correlation of their errors. */
function scores(random: Random, n: number, [a, b]: readonly [number, number]) {
  const y = new Uint8Array(n);
  const first = new Float64Array(n);
  const second = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    y[row] = random.uniform() < prevalence ? 1 : 0;
    const both = random.normal() * Math.sqrt(0.6);
    first[row] = expit(both + random.normal() * Math.sqrt(0.4) + separation(a) * y[row]);
    second[row] = expit(both + random.normal() * Math.sqrt(0.4) + separation(b) * y[row]);
  }
  const events = y.reduce((sum, one) => sum + one, 0);
  return { y, first, second, events };
}

function aurocRow(random: Random, n: number, truth: number): EvidenceRow {
  const { y, first: p, events } = scores(random, n, [truth, truth]);
  const interval = aurocInterval({ y, p }, { confidence: 0.95, scale: 'logit', newcombeBelow: 10 });
  const value = auroc({ y, p });
  const base = { metric: 'auroc', patients: n, events };
  if ('undefinedBecause' in interval) return rowOf({ ...base, undefinedBecause: interval.undefinedBecause });
  if ('undefinedBecause' in value) return rowOf({ ...base, undefinedBecause: value.undefinedBecause });
  return rowOf({ ...base, estimate: value.value, lower: interval.lower, upper: interval.upper });
}

function oeRow(random: Random, n: number, truth: number): EvidenceRow {
  const p = new Float64Array(n);
  const y = new Uint8Array(n);
  for (let row = 0; row < n; row++) {
    p[row] = expit(logit(0.15) + 0.8 * random.normal());
    y[row] = random.uniform() < Math.min(1, truth * p[row]) ? 1 : 0;
  }
  const events = y.reduce((sum, one) => sum + one, 0);
  const interval = oeInterval({ y, p }, 0.95);
  const base = { metric: 'oe_ratio', patients: n, events };
  if ('undefinedBecause' in interval) return rowOf({ ...base, undefinedBecause: interval.undefinedBecause });
  const estimate = events / p.reduce((sum, one) => sum + one, 0);
  return rowOf({ ...base, estimate, lower: interval.lower, upper: interval.upper });
}

function differenceRow(random: Random, n: number, aucs: readonly [number, number]): EvidenceRow {
  const { y, first, second, events } = scores(random, n, aucs);
  const base = { metric: 'difference:auroc', note: 'new minus old', patients: n, events };
  const result = aurocDifference(y, first, second, 0.95);
  if ('undefinedBecause' in result) return rowOf({ ...base, undefinedBecause: result.undefinedBecause });
  return rowOf({ ...base, estimate: result.difference, lower: result.lower, upper: result.upper });
}

const absolute = policyOf(['kind: absolute, metric: auroc, require: { at_least: 0.7 }']);
const within = policyOf(['kind: absolute, metric: oe_ratio, require: { within: [0.8, 1.25] }']);
const compared = 'metric: auroc, against: old, better: higher';
const superior = policyOf([`kind: superiority, ${compared}`]);
const notWorse = policyOf([`kind: non-inferiority, margin: 0.05, ${compared}`]);

interface Rule {
  readonly rule: string;
  readonly row: (random: Random) => EvidenceRow;
  readonly policy: ReturnType<typeof policyOf>;
}

function cellsOf(
  { rule, row, policy }: Rule,
  truth: string,
  counts: readonly (readonly [Verdict, Cell['kind']])[],
): Cell[] {
  return counts.map(([verdict, kind]) => ({
    ...{ rule, truth, kind, counted: verdict.replaceAll('_', ' '), replicates: 4000 },
    nominal: kind === 'error' ? 0.025 : null,
    happens: (random) => verdictsOf([row(random)], policy).all === verdict,
  }));
}

const sizes = [150, 500, 2000];
const onBound = [
  ['pass', 'error'],
  ['fail', 'error'],
] as const;

/** Each kind of criterion, on simulated patients with the intervals that evidence has. */
export const ruleCells: readonly Cell[] = sizes.flatMap((n) => {
  const auc = (truth: number): Rule => ({
    ...{ rule: `absolute: AUROC at least 0.7, ${n} patients`, policy: absolute },
    row: (random) => aurocRow(random, n, truth),
  });
  const oe = (truth: number): Rule => ({
    ...{ rule: `absolute: O/E within 0.8 to 1.25, ${n} patients`, policy: within },
    row: (random) => oeRow(random, n, truth),
  });
  const sup = (aucs: readonly [number, number]): Rule => ({
    ...{ rule: `superiority: AUROC, ${n} patients`, policy: superior },
    row: (random) => differenceRow(random, n, aucs),
  });
  const non = (aucs: readonly [number, number]): Rule => ({
    ...{ rule: `non-inferiority: AUROC, margin 0.05, ${n} patients`, policy: notWorse },
    row: (random) => differenceRow(random, n, aucs),
  });
  return [
    ...cellsOf(auc(0.7), 'AUROC 0.7 (on the bound)', onBound),
    ...cellsOf(auc(0.8), 'AUROC 0.8', [['pass', 'power']]),
    ...cellsOf(auc(0.6), 'AUROC 0.6', [['fail', 'power']]),
    ...cellsOf(oe(1.25), 'O/E 1.25 (on the bound)', onBound),
    ...cellsOf(oe(1), 'O/E 1', [['pass', 'power']]),
    ...cellsOf(sup([0.75, 0.75]), 'no difference', onBound),
    ...cellsOf(sup([0.8, 0.75]), 'better by 0.05', [['pass', 'power']]),
    ...cellsOf(non([0.7, 0.75]), 'worse by 0.05 (the margin)', onBound),
    ...cellsOf(non([0.75, 0.75]), 'no difference', [['pass', 'power']]),
  ];
});
