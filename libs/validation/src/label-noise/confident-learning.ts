import { ContractError } from '@raredx/tables';
import { type ClassRisks, checkClassRisks } from '../uncertainty/conformal/class-risks.ts';

export interface ConfidentLearning {
  /** Mean risk of class k among the rows recorded as k: above it a row confidently looks like k. */
  readonly thresholds: Float64Array;
  /** Rows recorded as i that confidently look like j: classes × classes, row-major. */
  readonly confidentCounts: Float64Array;
  /** Share of rows recorded as i whose class is j; its rows have the recorded shares of the classes. */
  readonly joint: Float64Array;
  /** Off-diagonal mass of the joint: the share of labels estimated to be wrong. */
  readonly errorRate: number;
  /** 1 where a row confidently looks like another class than recorded. */
  readonly flagged: Uint8Array;
  /** The class each row confidently looks like, 255 where none. */
  readonly looksLike: Uint8Array;
}

/**
 * Confident learning: which recorded labels a model that never saw them finds implausible, and how many of each kind.
 *
 * A row confidently looks like the class whose risk reaches that class's threshold (the most likely where several do).
 * It finds disagreement of model and label: where the model is wrong in a systematic way, good labels are flagged. Flags
 * are for a second reading, not for deletion. Undefined where a class has no recorded row.
 *
 * @param y recorded class of each row
 * @param risks out of fold
 * @example confidentLearning(Uint8Array.of(0, 0, 1, 1), binaryRisks(Float64Array.of(0.125, 0.875, 0.75, 0.875))).flagged // => Uint8Array.of(0, 1, 0, 0)
 * @see Northcutt CG, Jiang L, Chuang IL (2021) Confident learning: estimating uncertainty in dataset labels. J Artif Intell Res 70:1373–1411
 */
export function confidentLearning(
  y: Uint8Array,
  risks: ClassRisks,
  w?: ArrayLike<number>,
): ConfidentLearning | { undefinedBecause: string } {
  checkClassRisks('confident learning', risks, y);
  if (w && w.length !== y.length) {
    throw new ContractError('confident learning', `w has ${w.length} rows, y has ${y.length}`);
  }
  const { classes, p } = risks;
  const recorded = new Float64Array(classes);
  const thresholds = new Float64Array(classes);
  for (let row = 0; row < y.length; row++) {
    recorded[y[row]] += w ? w[row] : 1;
    thresholds[y[row]] += (w ? w[row] : 1) * p[row * classes + y[row]];
  }
  const total = recorded.reduce((sum, count) => sum + count, 0);
  if (total === 0) return { undefinedBecause: 'no rows' };
  const empty = Array.from(recorded.keys()).filter((k) => recorded[k] === 0);
  if (empty.length > 0) return { undefinedBecause: `no row is recorded as class ${empty.join(', ')}` };
  for (let k = 0; k < classes; k++) thresholds[k] /= recorded[k];
  const looksLike = confidentClasses(risks, thresholds);
  const flagged = looksLike.map((k, row) => (k !== 255 && k !== y[row] ? 1 : 0));
  const confidentCounts = new Float64Array(classes * classes);
  for (let row = 0; row < y.length; row++) {
    if (looksLike[row] === 255) continue;
    confidentCounts[y[row] * classes + looksLike[row]] += w ? w[row] : 1;
  }
  const joint = scaledToRecorded(confidentCounts, recorded, total);
  let diagonal = 0;
  for (let k = 0; k < classes; k++) diagonal += joint[k * classes + k];
  return { thresholds, confidentCounts, joint, errorRate: Math.max(0, 1 - diagonal), flagged, looksLike };
}

/** A mean of equal risks may round above them. */
const slack = 1e-12;

function confidentClasses({ classes, p }: ClassRisks, thresholds: Float64Array): Uint8Array {
  return Uint8Array.from({ length: p.length / classes }, (_, row) => {
    let best = 255;
    let highest = -1;
    for (let k = 0; k < classes; k++) {
      const risk = p[row * classes + k];
      if (risk < thresholds[k] - slack || risk <= highest) continue;
      best = k;
      highest = risk;
    }
    return best;
  });
}

/** Each recorded class keeps its share; a class of which no row is confident is taken to be all right. */
function scaledToRecorded(counts: Float64Array, recorded: Float64Array, total: number): Float64Array {
  const classes = recorded.length;
  const joint = new Float64Array(counts.length);
  for (let i = 0; i < classes; i++) {
    const own = counts.subarray(i * classes, (i + 1) * classes).reduce((sum, count) => sum + count, 0);
    for (let j = 0; j < classes; j++) {
      const share = own > 0 ? counts[i * classes + j] / own : i === j ? 1 : 0;
      joint[i * classes + j] = (share * recorded[i]) / total;
    }
  }
  return joint;
}
