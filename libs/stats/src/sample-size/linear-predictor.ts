import { normalQuantile } from '../distribution/normal.ts';
import { integrate } from '../integral/integrate.ts';
import { expit, logit } from '../summary/logit.ts';
import { checkAuroc, checkShare } from './check-anticipated.ts';

/** How the logits of the predicted risks are spread over patients, with or without the event. */
export interface LinearPredictor {
  /** Mean of f over all patients, those outside [from, to) counted as 0; f keeps one sign there. */
  expect(f: (linearPredictor: number) => number, range?: readonly [from: number, to: number]): number;
}

const everywhere = [-Infinity, Infinity] as const;
/** Standard deviations beyond which a normal density is below 1e-32. */
const reach = 12;

/**
 * Logits of risk that are normal over all patients, as a paper reports them by mean and standard deviation.
 *
 * @throws RangeError for a standard deviation that is not positive
 * @example
 * Math.round(impliedPrevalence(normalLinearPredictor(0, 1)) * 1e9) / 1e9 // => 0.5
 */
export function normalLinearPredictor(mean: number, standardDeviation: number): LinearPredictor {
  if (!Number.isFinite(mean)) throw new RangeError(`normalLinearPredictor: mean must be finite (${mean})`);
  if (!(standardDeviation > 0 && standardDeviation < Infinity))
    throw new RangeError(`normalLinearPredictor: standardDeviation must be positive (${standardDeviation})`);
  return {
    expect(f, [from, to] = everywhere) {
      const low = Math.max(-reach, Math.min(reach, (from - mean) / standardDeviation));
      const high = Math.max(-reach, Math.min(reach, (to - mean) / standardDeviation));
      const density = (z: number) => f(mean + standardDeviation * z) * Math.exp((-z * z) / 2);
      return integrate(density, [low, high]) / Math.sqrt(2 * Math.PI);
    },
  };
}

/**
 * Logits of risk of a calibrated model with this AUROC at this prevalence, normal with one variance in each class:
 *
 *     non-events N(logit π − d²/2, d²),  events N(logit π + d²/2, d²),  d = √2 Φ⁻¹(AUROC)
 *
 * which is calibrated by itself (Bayes' rule), so that no search for a matching mean is needed.
 *
 * @param auroc above 0.5: at 0.5 all risks would be equal
 * @see Riley RD, Van Calster B, Collins GS (2021) Stat Med 40:859-864; Riley RD et al. (2021) Stat Med 40:4230-4251
 * @example
 * Math.round(impliedPrevalence(binormalLinearPredictor(0.8, 0.1)) * 1e9) / 1e9 // => 0.1
 */
export function binormalLinearPredictor(auroc: number, prevalence: number): LinearPredictor {
  checkAuroc('binormalLinearPredictor', auroc);
  checkShare('binormalLinearPredictor', 'prevalence', prevalence);
  if (auroc === 0.5) throw new RangeError('binormalLinearPredictor: auroc must be above 0.5 (0.5)');
  const distance = Math.SQRT2 * normalQuantile(auroc);
  const centre = logit(prevalence);
  const nonEvents = normalLinearPredictor(centre - distance ** 2 / 2, distance);
  const events = normalLinearPredictor(centre + distance ** 2 / 2, distance);
  return {
    expect: (f, range) =>
      (1 - prevalence) * nonEvents.expect(f, range) + prevalence * events.expect(f, range),
  };
}

/**
 * The logits of risks at hand.
 *
 * @param risks strictly between 0 and 1: a risk of exactly 0 or 1 has no logit
 * @example
 * impliedPrevalence(observedLinearPredictor([0.5, 0.5])) // => 0.5
 */
export function observedLinearPredictor(risks: ArrayLike<number>): LinearPredictor {
  if (risks.length === 0) throw new RangeError('observedLinearPredictor: no risks');
  const logits = Float64Array.from(risks, (risk) => {
    checkShare('observedLinearPredictor', 'every risk', risk);
    return logit(risk);
  });
  return {
    expect(f, [from, to] = everywhere) {
      let total = 0;
      for (const value of logits) if (value >= from && value < to) total += f(value);
      return total / logits.length;
    },
  };
}

/** Prevalence that would make risks of this spread calibrated on average, E expit(LP). */
export function impliedPrevalence(linearPredictor: LinearPredictor): number {
  return linearPredictor.expect(expit);
}
