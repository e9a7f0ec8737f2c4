import type { EvidenceRow } from '@raredx/tables';
import { formatEstimate, notEstimable } from './format-number.ts';
import { metricFacts } from './metric-facts.ts';
import type { ModelComparison } from './model-comparisons.ts';

/** What the interval of a paired difference (model − other) allows to say. */
export type Contrast = 'better' | 'worse' | 'undecided' | 'unknown' | 'undefined';

export function contrastOf(row: EvidenceRow): Contrast {
  if (row.estimate === null) return 'undefined';
  const { favours } = metricFacts(row.metric);
  if (row.lower === null || row.upper === null || favours === 'none' || favours === 'target')
    return 'unknown';
  if (row.lower <= 0 && row.upper >= 0) return 'undecided';
  return row.lower > 0 === (favours === 'higher') ? 'better' : 'worse';
}

const verbs = {
  better: 'did better than',
  worse: 'did worse than',
  undecided: 'did not beat',
  unknown: 'was compared with',
};

export interface ComparisonSentence {
  /** `network did not beat logistic`, without an end. */
  readonly claim: string;
  /** `difference in AUROC`. */
  readonly measure: string;
  /** `−0.004 (−0.012 to 0.004)`, or why there is none. */
  readonly figures: string;
}

/**
 * The comparison in plain words. "Did not beat" covers any interval that holds 0: no claim of equality is made.
 */
export function comparisonSentence({ row, model, other }: ModelComparison): ComparisonSentence {
  const contrast = contrastOf(row);
  const measure = metricFacts(row.metric).title;
  if (contrast === 'undefined') {
    const figures = `${notEstimable}, ${row.undefinedBecause ?? 'no reason was given'}`;
    return { claim: `${model} could not be compared with ${other}`, measure, figures };
  }
  return { claim: `${model} ${verbs[contrast]} ${other}`, measure, figures: formatEstimate(row) };
}
