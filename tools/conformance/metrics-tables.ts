import {
  aurocDifferenceUnpaired,
  clopperPearson,
  clusteredDelong,
  cohenKappa,
  handTill,
  jeffreys,
  mcnemarMidP,
  multinomialRecalibration,
  newcombeAuroc,
  oneVsRestAuroc,
  polytomousDiscrimination,
  proportionDifference,
  wilson,
} from '@raredx/metrics';
import type { Comparison } from './comparison.ts';
import { judgedCases } from './metrics-cases.ts';
import { type Json, reference } from './reference.ts';

const floor = 1e-3;
const counts = reference('metrics', 'proportions');
const classes = reference('metrics', 'multiclass');
const multinomial = reference('metrics', 'multinomial_recalibration');
const clustered = reference('metrics', 'clustered_delong');
const unpaired = reference('metrics', 'auroc_difference_unpaired');
const newcombe = reference('metrics', 'newcombe_auroc');

const limits = (made: Json) => [made.lower, made.upper];

/** statsmodels leaves Jeffreys' limits inside (0, 1) at 0 of n and n of n; Brown, Cai and DasGupta put them at the ends. */
const proportions: Comparison[] = (
  [
    ['wilson', wilson, 'wilson', 1e-12],
    ['clopperPearson', clopperPearson, 'clopper_pearson', 1e-11],
    ['jeffreys', jeffreys, 'jeffreys', 1e-11],
  ] as const
).map(([name, of, key, tolerance]) => ({
  name,
  from: counts,
  kind: 'closed form',
  tolerance,
  floor,
  cases: () =>
    counts.content.proportions.map((c: Json) => [
      limits(of(c.successes, c.total, c.confidence)),
      [c.successes === 0 ? 0 : c[key][0], c.successes === c.total ? 1 : c[key][1]],
    ]),
}));

const twoByTwo: Comparison[] = [
  {
    name: 'proportionDifference (Newcombe 10)',
    from: counts,
    kind: 'closed form',
    tolerance: 1e-11,
    floor,
    cases: () =>
      counts.content.differences.map(({ counts: [a, m, b, n], confidence, newcombe: expected }: Json) => [
        limits(proportionDifference({ successes: a, total: m }, { successes: b, total: n }, { confidence })),
        expected,
      ]),
  },
  {
    name: 'cohenKappa',
    from: counts,
    kind: 'closed form',
    tolerance: 1e-10,
    floor,
    cases: () =>
      counts.content.kappa.map(({ table, confidence, kappa: [kappa, lower, upper] }: Json) => [
        cohenKappa(Float64Array.from(table), { confidence }),
        // statsmodels lets the upper limit pass 1.
        { kappa, lower, upper: Math.min(1, upper) },
      ]),
  },
  {
    name: 'mcnemarMidP',
    from: counts,
    kind: 'closed form',
    tolerance: 1e-11,
    floor,
    cases: () => counts.content.mcnemar.map(({ b, c, mid_p }: Json) => [mcnemarMidP(b, c), { value: mid_p }]),
  },
];

const judgedClasses = ({ classes: k, y, p }: Json) => ({
  classes: k,
  y: Uint8Array.from(y),
  p: Float64Array.from(p),
});

const severalClasses: Comparison[] = [
  {
    name: 'handTill, oneVsRestAuroc, polytomousDiscrimination',
    from: classes,
    kind: 'closed form',
    tolerance: 1e-12,
    floor,
    cases: () =>
      classes.content.rows.map((row: Json) => {
        const data = judgedClasses(row);
        const got = { ...handTill(data), ...oneVsRestAuroc(data), ...polytomousDiscrimination(data) };
        return [
          got,
          { value: row.hand_till, macro: row.macro, byPrevalence: row.by_prevalence, byClass: row.pdi },
        ];
      }),
  },
  {
    name: 'multinomialRecalibration',
    from: multinomial,
    kind: 'iterative',
    tolerance: 1e-7,
    floor,
    cases: () =>
      multinomial.content.rows.map((row: Json) => {
        const { intercepts, slopes, chiSquare, pValue } = row;
        return [multinomialRecalibration(judgedClasses(row)), { intercepts, slopes, chiSquare, pValue }];
      }),
  },
];

const areas: Comparison[] = [
  {
    name: 'clusteredDelong (Obuchowski)',
    from: clustered,
    kind: 'closed form',
    tolerance: 1e-11,
    cases: () =>
      clustered.content.rows.map(({ y, p, q, cluster, expected }: Json) => {
        const data = [p, q].map((risks: number[]) => ({
          y: Uint8Array.from(y),
          p: Float64Array.from(risks),
        }));
        const { covariance } = clusteredDelong(data, Uint32Array.from(cluster)) as Json;
        return [{ pp: covariance[0], qq: covariance[3], pq: covariance[1] }, expected];
      }),
  },
  {
    name: 'aurocDifferenceUnpaired',
    from: unpaired,
    kind: 'closed form',
    tolerance: 1e-10,
    floor,
    cases: () =>
      unpaired.content.rows.map(({ a, b, ...expected }: Json) => [
        aurocDifferenceUnpaired(judgedCases[a]!, judgedCases[b]!, { confidence: 0.95 }),
        expected,
      ]),
  },
  {
    name: 'newcombeAuroc (method 5)',
    from: newcombe,
    kind: 'iterative',
    tolerance: 1e-9,
    floor,
    cases: () =>
      newcombe.content.rows.map(({ auc, m, n, confidence, lower, upper }: Json) => [
        limits(newcombeAuroc(auc, { events: m, nonEvents: n }, confidence)),
        [lower, upper],
      ]),
  },
];

export const tableComparisons: readonly Comparison[] = [
  ...areas,
  ...proportions,
  ...twoByTwo,
  ...severalClasses,
];
