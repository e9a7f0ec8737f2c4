import {
  bcaInterval,
  type Clusters,
  clusterBootstrap,
  clustersOf,
  type Interval,
  percentileInterval,
  type Random,
  withoutCluster,
} from '@raredx/stats';
import {
  evenWeights,
  type StatedRisks,
  type WeightedMeasure,
  weightedAccuracy,
  weightedAuroc,
  weightedLogLoss,
} from './paired-measures.ts';

export type TransferVerdict = 'helped' | 'hurt' | 'no difference shown';

/** Risks of the same held-out rows by the transferred model and by its two controls. */
export interface TransferEvidence {
  /** Class of each row; 1 is the event of a binary outcome. */
  readonly classes: ArrayLike<number>;
  /** Patient of each row: rows of one are resampled together. */
  readonly patients: readonly string[];
  readonly transfer: StatedRisks;
  /** The same architecture, data and schedule from untrained weights. */
  readonly scratch: StatedRisks;
  readonly logistic: StatedRisks;
}

export interface TransferComparison {
  readonly against: 'scratch' | 'logistic';
  readonly metric: 'log_loss' | 'auroc' | 'accuracy';
  readonly transfer: number;
  readonly other: number;
  /** transfer − other: below 0 is better for the log loss, above 0 for the others. */
  readonly difference: number;
  readonly interval: Interval | { readonly undefinedBecause: string };
  readonly verdict: TransferVerdict;
}

export interface NegativeTransfer {
  readonly comparisons: readonly TransferComparison[];
  /** By the log loss: hurt where it is higher than either control's, helped where it is lower than both. */
  readonly verdict: TransferVerdict;
  readonly patients: number;
  readonly rows: number;
}

export interface NegativeTransferOptions {
  readonly random: Random;
  /** @default 2000 */
  readonly replicates?: number;
  /** @default 0.95 */
  readonly confidence?: number;
}

/**
 * Whether pretraining helped: paired differences of the transferred model against the same training from scratch and
 * against logistic regression, on the same rows, with BCa bootstrap intervals over patients (percentile where BCa is not
 * defined, and beyond 5,000 patients). An interval that holds 0 says `no difference shown`, not that there is none. The intervals are of the models
 * as fitted: how they would vary had they been trained on other patients is not in them.
 *
 * Wang Z, Dai Z, Póczos B, Carbonell J (2019). Characterizing and avoiding negative transfer. CVPR.
 *
 * @throws RangeError where lengths differ or a class is outside the risks
 */
export function negativeTransfer(
  evidence: TransferEvidence,
  options: NegativeTransferOptions,
): NegativeTransfer {
  checkEvidence(evidence);
  const { classes, patients, transfer } = evidence;
  const clusters = clustersOf(patients);
  const measures: readonly [TransferComparison['metric'], typeof weightedLogLoss][] = [
    ['log_loss', weightedLogLoss],
    transfer.units === 1 ? ['auroc', weightedAuroc] : ['accuracy', weightedAccuracy],
  ];
  const pairs = (['scratch', 'logistic'] as const).flatMap((against) =>
    measures.map(([metric, measure]): Pair => {
      const other = measure(evidence[against], classes);
      return { against, metric, mine: measure(transfer, classes), theirs: other };
    }),
  );
  const resampled: Resampled = {
    estimate: differencesOf(pairs, [evenWeights(classes.length)]),
    bootstrap: differencesOf(pairs, bootstraps(clusters, options)),
    jackknife:
      clusters.count > mostLeftOut ? pairs.map(() => [null]) : differencesOf(pairs, withoutEach(clusters)),
    confidence: options.confidence ?? 0.95,
  };
  const comparisons = pairs.flatMap((pair, at) => compared(pair, at, resampled));
  return { comparisons, verdict: overall(comparisons), patients: clusters.count, rows: classes.length };
}

interface Pair extends Pick<TransferComparison, 'against' | 'metric'> {
  readonly mine: WeightedMeasure;
  readonly theirs: WeightedMeasure;
}

interface Difference {
  readonly mine: number;
  readonly theirs: number;
}

/** With more patients a percentile interval is as good, and leaving out each of them takes the square of their number. */
const mostLeftOut = 5000;

/** Of each pair, over the resamples; null where a resample defines none. */
interface Resampled {
  readonly estimate: readonly (Difference | null)[][];
  readonly bootstrap: readonly (Difference | null)[][];
  readonly jackknife: readonly (Difference | null)[][];
  readonly confidence: number;
}

/** The weights are one array, overwritten: thousands of them would not fit beside thousands of rows. */
function* bootstraps(clusters: Clusters, { random, replicates = 2000 }: NegativeTransferOptions) {
  const weights = new Float64Array(clusters.of.length);
  for (let at = 0; at < replicates; at++) yield clusterBootstrap(clusters, random.fork(at), weights);
}

function* withoutEach(clusters: Clusters) {
  const weights = new Float64Array(clusters.of.length);
  for (let left = 0; left < clusters.count; left++) yield withoutCluster(clusters, left, weights);
}

function differencesOf(pairs: readonly Pair[], resamples: Iterable<Float64Array>): (Difference | null)[][] {
  const found: (Difference | null)[][] = pairs.map(() => []);
  for (const weights of resamples)
    pairs.forEach((pair, at) => {
      const [mine, theirs] = [pair.mine(weights), pair.theirs(weights)];
      found[at].push(mine === null || theirs === null ? null : { mine, theirs });
    });
  return found;
}

function compared({ against, metric }: Pair, at: number, resampled: Resampled): TransferComparison[] {
  const [estimate] = resampled.estimate[at];
  if (!estimate) return [];
  const { mine: transfer, theirs: other } = estimate;
  const interval = intervalOf(
    {
      bootstrap: resampled.bootstrap[at],
      jackknife: resampled.jackknife[at],
      estimate: transfer - other,
    },
    resampled.confidence,
  );
  const verdict = verdictOf(interval, metric === 'log_loss' ? -1 : 1);
  return [{ against, metric, transfer, other, difference: transfer - other, interval, verdict }];
}

function intervalOf(
  data: {
    readonly bootstrap: readonly (Difference | null)[];
    readonly jackknife: readonly (Difference | null)[];
    readonly estimate: number;
  },
  confidence: number,
): TransferComparison['interval'] {
  const { bootstrap, jackknife, estimate } = data;
  const known = (all: readonly (Difference | null)[]) =>
    Float64Array.from(all.flatMap((one) => (one ? [one.mine - one.theirs] : [])));
  const replicates = known(bootstrap);
  const lost = bootstrap.length - replicates.length;
  if (lost > bootstrap.length / 20)
    return { undefinedBecause: `${lost} of ${bootstrap.length} resamples had one class only` };
  const leaveOneOut = known(jackknife);
  if (leaveOneOut.length === jackknife.length) {
    const bca = bcaInterval({ replicates, leaveOneOut, estimate }, confidence);
    if (!('undefinedBecause' in bca)) return bca;
  }
  return percentileInterval(replicates, confidence);
}

function verdictOf(interval: TransferComparison['interval'], better: 1 | -1): TransferVerdict {
  if ('undefinedBecause' in interval) return 'no difference shown';
  const { lower, upper } = interval;
  if (lower <= 0 && upper >= 0) return 'no difference shown';
  return Math.sign(lower) === better ? 'helped' : 'hurt';
}

function overall(comparisons: readonly TransferComparison[]): TransferVerdict {
  const verdicts = comparisons.filter(({ metric }) => metric === 'log_loss').map(({ verdict }) => verdict);
  if (verdicts.includes('hurt')) return 'hurt';
  return verdicts.every((verdict) => verdict === 'helped') ? 'helped' : 'no difference shown';
}

function checkEvidence({ classes, patients, transfer, scratch, logistic }: TransferEvidence): void {
  const rows = classes.length;
  if (rows === 0) throw new RangeError('negativeTransfer: no rows');
  if (patients.length !== rows)
    throw new RangeError(`negativeTransfer: ${rows} classes and ${patients.length} patients`);
  for (const [name, { units, risks }] of Object.entries({ transfer, scratch, logistic })) {
    if (units !== transfer.units || risks.length !== rows * units)
      throw new RangeError(
        `negativeTransfer: ${name} has ${risks.length} risks for ${rows} rows of ${transfer.units}`,
      );
  }
  const most = Math.max(2, transfer.units);
  const outside = Array.from(classes).findIndex((own) => !(Number.isInteger(own) && own >= 0 && own < most));
  if (outside >= 0) throw new RangeError(`negativeTransfer: row ${outside + 1} has no class of the risks`);
}
