import { metrics } from '@raredx/metrics';
import { type Estimate, quantile } from '@raredx/stats';
import { type Limits, type Statement, statement } from '../statements/statement.ts';
import { type Optimism, optimism } from './optimism.ts';
import type { ReplayedModel } from './replayed-model.ts';

/** In-bag values that differ by less than this do not vary: the model recalibrates itself to every resample. */
const noSpread = 1e-6;

/**
 * A model of more columns than patients tells all of them apart. In-bag patients are 63 % of those that Harrell's correction
 * judges by, and .632 gives them 37 %: neither then says what the model is worth elsewhere.
 */
const knownByHeart: Estimate = {
  undefinedBecause:
    'the fit tells all of its own patients apart, and this correction still counts on patients that it knows: read .632+',
};

const noSpreadShown: Limits = {
  undefinedBecause:
    'a fit that tells all of its own patients apart does so in every resample: no spread is shown',
};

/**
 * Five rows a metric, so that no apparent value stands alone: `apparent:x`, `optimism:x`, `optimism_corrected:x`
 * (Harrell), `optimism_632:x` and `optimism_632_plus:x`.
 */
export function optimismStatements(replayed: ReplayedModel, confidence: number): Statement[] {
  const method = `whole pipeline refitted on ${replayed.replicates.length} bootstrap samples of patients${replayed.stratified ? ' stratified by outcome' : ''}`;
  const fits = fitNotes(replayed);
  const judged = optimism(replayed);
  const byHeart = judged.some(({ metric, apparent }) => {
    return metric === 'auroc' && 'value' in apparent && apparent.value === 1;
  });
  const unlessKnown = (estimate: Estimate) => (byHeart ? knownByHeart : estimate);
  return judged.flatMap((one) => {
    const corrected = (name: string, estimate: Estimate, how: string) =>
      statement(`${name}:${one.metric}`, estimate, {
        limits: byHeart ? noSpreadShown : shiftedLimits(one, estimate, confidence),
        confidence,
        method: `${how}; ${method}; location-shifted bootstrap interval`,
        note: joined(smallSample(replayed), fits, failures(one, name)),
      });
    return [
      statement(`apparent:${one.metric}`, one.apparent, {
        method: 'fitted and judged on the same patients, no interval',
        note: 'apparent: never to be read without the corrected values',
      }),
      statement(`optimism:${one.metric}`, one.optimism, {
        method: `mean over the replicates of in-bag less original; ${method}`,
        note: joined(fits, failures(one, 'optimism')),
      }),
      corrected('optimism_corrected', unlessKnown(one.corrected), 'apparent less optimism (Harrell)'),
      corrected('optimism_632', unlessKnown(one.weighted632), '.632 estimator'),
      corrected('optimism_632_plus', one.weighted632Plus, '.632+ estimator'),
    ];
  });
}

/**
 * Noma et al. (2021), algorithm 1: percentile limits of the replicates' in-bag values, moved by as much as the estimate
 * was corrected.
 */
function shiftedLimits(
  { apparent, inBag, metric }: Optimism,
  estimate: Estimate,
  confidence: number,
): Limits {
  if (!('value' in apparent && 'value' in estimate)) return { undefinedBecause: 'no estimate' };
  const values = inBag.filter(Number.isFinite).sort();
  if (values.length < 2) return { undefinedBecause: `${values.length} bootstrap replicates` };
  if (values[values.length - 1] - values[0] < noSpread) {
    return {
      undefinedBecause:
        'the fit makes this value the same in every resample that it is judged on, so resamples do not show its spread',
    };
  }
  const tail = (1 - confidence) / 2;
  const [least, most] = metrics.find(({ id }) => id === metric)?.range ?? [
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ];
  const shifted = (q: number) =>
    Math.min(most, Math.max(least, quantile(values, q) - (apparent.value - estimate.value)));
  return { lower: shifted(tail), upper: shifted(1 - tail) };
}

/**
 * The coverage of nominal 95 % intervals is that of optimism-coverage.slow.ts: 5 predictors, 18, 30 and 60 events.
 */
function smallSample({ events, patients }: ReplayedModel): string {
  const fewer = Math.min(events, patients - events);
  const size = `${fewer} patients with the rarer outcome`;
  return fewer < 100
    ? `small sample (${size}): all three corrections are biased, read them together; the interval is too narrow (in simulations a 95 % interval covers about 80 % at 20 events, 90 % at 60)`
    : `all three corrections are biased in small samples (here ${size})`;
}

function failures({ failed, inBag }: Optimism, name: string): string | null {
  const count = name === 'optimism' || name === 'optimism_corrected' ? failed.inBag : failed.outOfBag;
  return count === 0 ? null : `${count} of ${inBag.length} replicates had no value and are left out`;
}

/** What the learner said of its fits, each remark with how many replicates it was made of. */
function fitNotes({ replicates }: ReplayedModel): string | null {
  const counts = new Map<string, number>();
  for (const { note } of replicates) if (note !== '') counts.set(note, (counts.get(note) ?? 0) + 1);
  const common = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3);
  if (common.length === 0) return null;
  return common.map(([note, count]) => `in ${count} of ${replicates.length} refits: ${note}`).join('; ');
}

function joined(...notes: readonly (string | null)[]): string | null {
  return notes.filter((note) => note !== null).join('; ') || null;
}
