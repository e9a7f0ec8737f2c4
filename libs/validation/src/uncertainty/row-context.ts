import type { PredictionIndex } from '../population/prediction-index.ts';
import type { Subject } from '../statements/statement.ts';
import { countsOf, type ScoredOutcome, type ScoredRows } from './scored-outcomes.ts';
import type { UncertaintyPlan } from './uncertainty-plan.ts';

/** What every row of uncertainty is written with. */
export interface RowContext {
  readonly index: PredictionIndex;
  readonly plan: UncertaintyPlan;
  /** Whether ids must name the label. */
  readonly severalLabels: boolean;
}

/** One outcome on all rows of a partition. */
export function wholeSubject({ index }: RowContext, outcome: ScoredOutcome, part: ScoredRows): Subject {
  return {
    model: outcome.model,
    label: outcome.label,
    partition: part.partition,
    site: null,
    attribute: null,
    level: null,
    ...countsOf(index, part, { takes: () => true, event: outcome.binary ? 1 : null }),
  };
}

/** The partitions that are judged: all but the one that served to tune. */
export function judgedParts(outcome: ScoredOutcome): ScoredRows[] {
  return [...outcome.parts.values()].filter(({ partition }) => partition !== 'tuning');
}
