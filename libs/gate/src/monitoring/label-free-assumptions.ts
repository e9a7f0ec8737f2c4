import { holm, type Interval, logit, normalCdf } from '@raredx/stats';
import { inWords } from './in-words.ts';
import type { MonitoringCheck } from './monitoring-check.ts';
import type { ReferenceCalibration } from './reference-calibration.ts';
import { firstOfEachPatient, type WatchedSample } from './watched-sample.ts';

/** broken: the estimate is withheld. cannot_tell: too little is known, and it is withheld too. untested: stated, not shown. */
export interface Assumption {
  readonly id: 'calibrated' | 'calibrated_where_moved' | 'risks_seen' | 'no_concept_shift';
  readonly says: string;
  readonly verdict: 'holds' | 'broken' | 'cannot_tell' | 'untested';
  readonly why: string;
}

/** Wider intervals of slope or calibration in the large say nothing about calibration. */
const widest = 1.5;
/** Share of the new patients that may have a risk beyond all of the reference. */
const mostOutside = 0.05;

/** What an estimate without outcomes rests on, each tested as far as the data go. */
export function labelFreeAssumptions(
  [reference, fresh]: readonly [readonly WatchedSample[], readonly WatchedSample[]],
  calibration: ReferenceCalibration | { undefinedBecause: string },
  checks: readonly MonitoringCheck[],
): readonly Assumption[] {
  return [
    calibrated(calibration),
    calibratedWhereMoved(reference, checks),
    risksSeen(reference, fresh),
    noConceptShift(checks),
  ];
}

function between({ lower, upper }: Interval): string {
  return `${inWords(lower)} to ${inWords(upper)}`;
}

function calibrated(calibration: ReferenceCalibration | { undefinedBecause: string }): Assumption {
  const base = { id: 'calibrated', says: 'the risks are calibrated at the reference' } as const;
  if ('undefinedBecause' in calibration)
    return { ...base, verdict: 'cannot_tell', why: calibration.undefinedBecause };
  const { slope, inTheLarge, holds } = calibration;
  const why = `slope ${inWords(slope.estimate)} (${between(slope)}), in the large ${inWords(inTheLarge.estimate)} (${between(inTheLarge)})`;
  if (!holds) return { ...base, verdict: 'broken', why };
  const wide = Math.max(slope.upper - slope.lower, inTheLarge.upper - inTheLarge.lower) > widest;
  return { ...base, verdict: wide ? 'cannot_tell' : 'holds', why: wide ? `${why}: too wide to tell` : why };
}

/** Where the mix of an attribute moved, calibration over all levels together is not enough. */
function calibratedWhereMoved(
  reference: readonly WatchedSample[],
  checks: readonly MonitoringCheck[],
): Assumption {
  const base = {
    id: 'calibrated_where_moved',
    says: 'the risks are calibrated at the reference within each level of what moved',
  } as const;
  const moved = checks.flatMap(({ id, verdict }) =>
    id.startsWith('case_mix:') && verdict === 'alert' ? [id.slice('case_mix:'.length)] : [],
  );
  if (moved.length === 0)
    return { ...base, verdict: 'holds', why: 'the mix of no attribute was seen to move' };
  const rows = firstOfEachPatient(reference, { labelled: true });
  const levels = moved.flatMap((name) =>
    [...new Set(rows.map((one) => one.attributes[name]))].sort().map((level) => {
      const members = rows.filter((one) => one.attributes[name] === level);
      const excess = members.reduce((sum, { outcome, risk }) => sum + (outcome as number) - risk, 0);
      const variance = members.reduce((sum, { risk }) => sum + risk * (1 - risk), 0);
      const z = variance > 0 ? excess / Math.sqrt(variance) : 0;
      return { name: `${name} = ${level}`, p: Math.min(1, 2 * normalCdf(-Math.abs(z))) };
    }),
  );
  const adjusted = holm(Float64Array.from(levels, ({ p }) => p));
  const off = levels.filter((_, k) => adjusted[k]! <= 0.05).map(({ name }) => name);
  return off.length > 0
    ? { ...base, verdict: 'broken', why: `observed and expected events differ in ${off.join(', ')}` }
    : { ...base, verdict: 'holds', why: `no difference seen in the levels of ${moved.join(', ')}` };
}

function risksSeen(reference: readonly WatchedSample[], fresh: readonly WatchedSample[]): Assumption {
  const known = reference.map(({ risk }) => risk);
  const [least, most] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  const now = firstOfEachPatient(fresh, { labelled: false });
  const outside = now.filter(({ risk }) => risk < least || risk > most).length / now.length;
  return {
    id: 'risks_seen',
    says: 'the new risks lie where the reference had risks',
    verdict: outside > mostOutside ? 'broken' : 'holds',
    why: `${inWords(100 * outside)} % of the new patients lie beyond ${inWords(least)} to ${inWords(most)}`,
  };
}

function noConceptShift(checks: readonly MonitoringCheck[]): Assumption {
  const base = {
    id: 'no_concept_shift',
    says: 'patients of the same risk have the outcome as often as they had (covariate shift, no concept shift)',
  } as const;
  const tests = checks.filter(({ id }) => id === 'calibration' || id === 'cusum');
  if (tests.some(({ verdict }) => verdict === 'alert'))
    return { ...base, verdict: 'broken', why: 'the outcomes that are known contradict the risks' };
  if (tests.every(({ verdict }) => verdict === 'not_estimable'))
    return { ...base, verdict: 'untested', why: 'cannot be tested without outcomes: taken on trust' };
  return tests.some(({ verdict }) => verdict === 'insufficient')
    ? { ...base, verdict: 'untested', why: 'too few outcomes are known to test it: taken on trust' }
    : { ...base, verdict: 'holds', why: 'the outcomes that are known do not contradict the risks' };
}

/**
 * Logit of the risks, as calibration needs it; null where one is exactly 0 or 1.
 *
 * @example finiteLogits(Float64Array.of(0.5, 1)) // => null
 */
export function finiteLogits(p: Float64Array): Float64Array | null {
  return p.some((risk) => risk <= 0 || risk >= 1) ? null : p.map(logit);
}
