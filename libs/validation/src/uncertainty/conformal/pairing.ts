import type { ScoredOutcome, ScoredRows } from '../scored-outcomes.ts';

/** A target with what calibrates it. */
export interface Pairing {
  readonly outcome: ScoredOutcome;
  readonly source: ScoredRows;
  readonly target: ScoredRows;
}

function folds({ fold }: ScoredRows): number {
  return new Set(fold).size;
}

/** What calibrates each partition that can be judged; none where nothing can. */
export function pairingsOf(outcome: ScoredOutcome): Pairing[] {
  const { parts } = outcome;
  const internal = parts.get('internal');
  const source = parts.get('tuning') ?? internal;
  const targets = ['test', 'external'].flatMap((name) => parts.get(name) ?? []);
  if (source && targets.length > 0) return targets.map((target) => ({ outcome, source, target }));
  return internal && folds(internal) > 1 ? [{ outcome, source: internal, target: internal }] : [];
}

/** Said in the method of every row. */
export function provenance({ source, target }: Pairing): string {
  if (source === target) return 'calibrated on the other folds of its own cross-validation';
  if (source.partition === 'tuning') return 'split conformal, calibrated on the tuning partition';
  return 'calibrated on internal out-of-fold scores (CV+ style, of the fold models and not of the model judged)';
}
