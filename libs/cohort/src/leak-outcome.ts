import type { LeakCheck } from '@raredx/tables';
import { binaryOutcome } from './binary-outcome.ts';
import type { Column } from './column.ts';
import { columnOf } from './column-of.ts';
import type { LeakQuestion } from './leak-question.ts';
import type { Cohort } from './load-cohort.ts';

/**
 * Predictors that give the outcome away: the outcome itself or a column derived from it, a column that is known only
 * afterwards (declared as outcome or follow-up), an identifier, or one that separates events from non-events by itself.
 */
export function outcomeAmongPredictors({ cohort, predictors, outcome }: LeakQuestion): LeakCheck {
  const y = binaryOutcome(cohort, outcome);
  const reasons = predictors.flatMap((name) => {
    const reason = givesAway(cohort, columnOf(cohort, name), { outcome, y });
    return reason ? [`${name} ${reason}`] : [];
  });
  const message = reasons.length > 0 ? reasons.join('; ') : 'no predictor gives the outcome away by itself';
  return {
    check: 'outcome_among_predictors',
    verdict: reasons.length > 0 ? 'leak' : 'clean',
    examined: predictors.length,
    offenders: reasons.length,
    message,
  };
}

function givesAway(
  cohort: Cohort,
  column: Column,
  { outcome, y }: { readonly outcome: string; readonly y: Uint8Array },
): string | undefined {
  const origins = ancestry(cohort, column);
  if (column.name === outcome) return 'is the outcome';
  if (origins.some((origin) => origin.name === outcome)) return 'is derived from the outcome';
  const role = origins.map((origin) => origin.role).find((at) => at === 'outcome' || at === 'followup');
  if (role) return `is known only afterwards (declared ${role})`;
  if (origins.some((origin) => origin.role === 'identifier')) return 'is an identifier';
  return separates(column, y) ? 'separates events from non-events by itself' : undefined;
}

/** The column and those it was computed from. */
function ancestry(cohort: Cohort, column: Column): Column[] {
  return column.from === null ? [column] : [column, ...ancestry(cohort, columnOf(cohort, column.from))];
}

/** Needs a few rows of both classes: with one event, any extreme value separates. */
function separates(column: Column, y: Uint8Array): boolean {
  const values = column.kind === 'category' ? column.codes : column.values;
  const [without, withEvent] = [0, 1].map((label) =>
    Array.from<number | string>(values).filter((_, row) => y[row] === label && column.missing[row] === 0),
  ) as [(number | string)[], (number | string)[]];
  if (without.length < 10 || withEvent.length < 10) return false;
  if (column.kind !== 'number') {
    const seen = new Set(without);
    return !withEvent.some((value) => seen.has(value));
  }
  const bounds = (side: readonly (number | string)[]) =>
    (side as readonly number[]).reduce(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const,
      [Infinity, -Infinity] as readonly [number, number],
    );
  const [low, high] = [bounds(without), bounds(withEvent)];
  return low[1] < high[0] || high[1] < low[0];
}
