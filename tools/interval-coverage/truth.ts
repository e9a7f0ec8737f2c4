import { normalCdf } from '@raredx/stats';
import { distorted, reader, riskAt, separation, trueAuroc } from './population.ts';

/** Prevalence where predictive values are asked for. */
export const targetPrevalence = 0.05;

/** Everybody there could be, highest score first: how often, how often with the outcome, what is said, what is so. */
interface Everybody {
  readonly share: Float64Array;
  readonly said: Float64Array;
  readonly risk: Float64Array;
}

const steps = 40_000;

function everybody(prevalence: number, distance: number, say: (risk: number) => number): Everybody {
  const [low, high] = [-8, 8 + distance];
  const width = (high - low) / steps;
  const scores = Float64Array.from({ length: steps }, (_, i) => high - (i + 0.5) * width);
  const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const share = scores.map(
    (s) => (prevalence * density(s - distance) + (1 - prevalence) * density(s)) * width,
  );
  const risk = scores.map((s) => riskAt(s, distance, prevalence));
  return { share, risk, said: risk.map(say) };
}

/** Mean over everybody of some function of what is said and what is so. */
const mean = ({ share, said, risk }: Everybody, of: (said: number, risk: number) => number) =>
  share.reduce((sum, weight, i) => sum + weight * of(said[i]!, risk[i]!), 0);

function averagePrecision({ share, risk }: Everybody): number {
  let [all, events, sum] = [0, 0, 0];
  for (let i = 0; i < share.length; i++) {
    const found = share[i]! * risk[i]!;
    all += share[i]!;
    events += found;
    // Half of a step lies above its middle.
    sum += (found * (events - found / 2)) / (all - share[i]! / 2);
  }
  return sum / events;
}

function distanceQuantile(people: Everybody, probability: number): number {
  const distance = people.said.map((said, i) => Math.abs(said - people.risk[i]!));
  const order = Array.from(distance.keys()).sort((a, b) => distance[a]! - distance[b]!);
  let passed = 0;
  for (const i of order) {
    passed += people.share[i]!;
    if (passed >= probability) return distance[i]!;
  }
  return distance[order.at(-1)!]!;
}

function expectedCalibrationError({ share, said, risk }: Everybody): number {
  const gap = new Float64Array(10);
  for (let i = 0; i < share.length; i++) {
    gap[Math.min(9, Math.floor(said[i]! * 10))]! += share[i]! * (said[i]! - risk[i]!);
  }
  return gap.reduce((sum, difference) => sum + Math.abs(difference), 0);
}

const brier = (said: number, risk: number) => risk * (1 - said) ** 2 + (1 - risk) * said ** 2;
const logLoss = (said: number, risk: number) => -risk * Math.log(said) - (1 - risk) * Math.log1p(-said);

/** Kappa of two readers who err independently of each other. */
function kappa(prevalence: number): number {
  const [se, sp] = [reader.sensitivity, reader.specificity];
  const both = prevalence * se ** 2 + (1 - prevalence) * (1 - sp) ** 2;
  const neither = prevalence * (1 - se) ** 2 + (1 - prevalence) * sp ** 2;
  const positive = prevalence * se + (1 - prevalence) * (1 - sp);
  const chance = positive ** 2 + (1 - positive) ** 2;
  return (both + neither - chance) / (1 - chance);
}

/** At the threshold that is the prevalence: half way between the classes, for a calibrated model. */
function atThreshold(prevalence: number, others: Everybody) {
  const right = normalCdf(separation.good / 2);
  const wrong = 1 - right;
  const predictive = (rate: number) => {
    const [found, missed] = [rate * right, rate * wrong];
    return {
      ppv: found / (found + (1 - rate) * wrong),
      npv: ((1 - rate) * right) / ((1 - rate) * right + missed),
    };
  };
  const benefit = prevalence * (right - wrong);
  const odds = prevalence / (1 - prevalence);
  const noisyBenefit = mean(others, (said, risk) => (said >= prevalence ? risk - (1 - risk) * odds : 0));
  const elsewhere = predictive(targetPrevalence);
  return {
    sensitivity: right,
    specificity: right,
    ...predictive(prevalence),
    ppv_at_prevalence: elsewhere.ppv,
    npv_at_prevalence: elsewhere.npv,
    lr_positive: right / wrong,
    lr_negative: wrong / right,
    net_benefit: benefit,
    standardised_net_benefit: benefit / prevalence,
    'difference:net_benefit': benefit - noisyBenefit,
  };
}

/** What every interval is to hold, by name. Calibration distances are those of the noisy model, which has some. */
export function truths(prevalence: number): Readonly<Record<string, number>> {
  const good = everybody(prevalence, separation.good, (risk) => risk);
  const noisy = everybody(prevalence, separation.noisy, (risk) => distorted(risk, prevalence));
  const meanBrier = mean(good, brier);
  return {
    auroc: trueAuroc(separation.good),
    auprc: averagePrecision(good),
    brier: meanBrier,
    brier_scaled: 1 - meanBrier / (prevalence * (1 - prevalence)),
    log_loss: mean(good, logLoss),
    oe_ratio: 1,
    calibration_in_the_large: 0,
    calibration_intercept: 0,
    calibration_slope: 1,
    ...atThreshold(prevalence, noisy),
    kappa: kappa(prevalence),
    ici: mean(noisy, (said, risk) => Math.abs(said - risk)),
    e50: distanceQuantile(noisy, 0.5),
    e90: distanceQuantile(noisy, 0.9),
    eci: 100 * mean(noisy, (said, risk) => (said - risk) ** 2),
    ece: expectedCalibrationError(noisy),
    'difference:auroc': trueAuroc(separation.good) - trueAuroc(separation.noisy),
    'difference:auprc': averagePrecision(good) - averagePrecision(noisy),
    'difference:brier': meanBrier - mean(noisy, brier),
    'difference:log_loss': mean(good, logLoss) - mean(noisy, logLoss),
  };
}
