import type { Verdict } from '@raredx/tables';
import { percent } from './adjusted-interval.ts';
import { evidenceMetric } from './find-evidence.ts';
import type { Measured } from './interval-scale.ts';
import type { AddedUp } from './looks/added-up.ts';
import type { Criterion } from './policy.ts';
import type { Requirement } from './requirement.ts';

interface Judged {
  readonly requirement: Requirement;
  readonly verdict: Verdict;
  readonly confidence: number;
  readonly needed: number | null;
  readonly rightSide: boolean;
  /** Where looks were added up as e-values. */
  readonly looks?: AddedUp | undefined;
  /** Earlier looks say one thing, this one by itself the other. */
  readonly contradicted?: boolean;
}

/** The reason as one line: value, interval, bound, what follows, and what it rests on. */
export function explain(criterion: Criterion, row: Measured, judged: Judged): string {
  const { requirement, verdict, confidence } = judged;
  const bounds = [requirement.low, requirement.high].filter(Number.isFinite);
  const digits = digitsApart([row.lower, row.upper], bounds);
  const kind = judged.looks
    ? `${eValueWords(judged.looks)}, ${percent(confidence)} limits`
    : `${percent(confidence)} interval`;
  const numbers = `${row.estimate.toFixed(digits)}, ${kind} ${row.lower.toFixed(digits)} to ${row.upper.toFixed(digits)}`;
  const outcome = verdict === 'insufficient_evidence' ? undecided(judged) : decided(verdict);
  return `${subject(criterion)} ${numbers}; required ${demand(requirement)}: ${outcome} (${basis(row)})`;
}

/** Too few patients or events: the interval is shown, but not judged. */
export function explainTooFew(criterion: Criterion, row: Measured): string {
  const least = `${counted(criterion.minimum_patients, 'patient')} and ${counted(criterion.minimum_events, 'event')}`;
  const numbers = `${row.estimate.toFixed(3)}, interval ${row.lower.toFixed(3)} to ${row.upper.toFixed(3)}`;
  return `${subject(criterion)} ${numbers}: too little to judge (${basis(row)}; the policy asks for ${least})`;
}

/** Nothing to judge. */
export function explainMissing(
  criterion: Criterion,
  because: string,
  seen?: { readonly patients: number; readonly events: number },
): string {
  return `${subject(criterion)} cannot be judged: ${because}${seen ? ` (${basis(seen)})` : ''}`;
}

function decided(verdict: 'pass' | 'fail'): string {
  return verdict === 'pass' ? 'the whole interval satisfies it' : 'the whole interval misses it';
}

/** Of many looks the limits are those of their mean. */
function eValueWords({ value, enough, count }: AddedUp): string {
  const shown = value < 1e6 ? Number(value.toPrecision(3)) : value.toExponential(1);
  return `e-value ${shown} of ${Number(enough.toPrecision(3))} over ${counted(count, 'look')}`;
}

function undecided({ needed, rightSide, contradicted }: Judged): string {
  if (contradicted) {
    return `all looks together would ${rightSide ? 'miss' : 'satisfy'} it, this one by itself would not`;
  }
  if (!rightSide) {
    return 'the interval reaches across, and the value itself is on the wrong side, so more events alone would rather show a failure';
  }
  const more = needed === null ? '' : `; about ${counted(needed, 'more event')} would decide at this value`;
  return `the interval reaches across${more}`;
}

function demand({ low, high, strict }: Requirement): string {
  if (Number.isFinite(low) && Number.isFinite(high)) return `within ${low} to ${high}`;
  if (Number.isFinite(low)) return strict ? `more than ${low}` : `at least ${low}`;
  return strict ? `less than ${high}` : `at most ${high}`;
}

function subject(criterion: Criterion): string {
  const where = [
    criterion.threshold === undefined ? undefined : `at threshold ${criterion.threshold}`,
    criterion.kind === 'absolute' ? undefined : `against ${criterion.against}`,
    `in ${criterion.partition}`,
    criterion.site === undefined ? undefined : `site ${criterion.site}`,
    criterion.attribute === undefined ? undefined : `${criterion.attribute} ${criterion.level}`,
  ];
  return [evidenceMetric(criterion), ...where].filter((part) => part !== undefined).join(' ');
}

function basis({ patients, events }: { readonly patients: number; readonly events: number }): string {
  return `${counted(patients, 'patient')}, ${counted(events, 'event')}`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** Decimals enough that a limit just short of its bound is not printed as equal to it; 3 at least. */
function digitsApart(limits: readonly number[], bounds: readonly number[]): number {
  for (let digits = 3; digits < 12; digits++) {
    const clear = limits.every((limit) =>
      bounds.every((bound) => limit === bound || limit.toFixed(digits) !== bound.toFixed(digits)),
    );
    if (clear) return digits;
  }
  return 12;
}
