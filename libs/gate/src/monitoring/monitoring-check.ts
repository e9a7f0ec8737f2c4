/**
 * alert: something changed, at the declared rate of false alarms. quiet: nothing seen, and a large change would have been.
 * insufficient: nothing seen, and a large change might not have been. not_estimable: could not be looked at.
 */
export type CheckVerdict = 'alert' | 'quiet' | 'insufficient' | 'not_estimable';

/** Points of a chart: abscissa = how many patients were seen. */
export interface CheckPath {
  readonly name: string;
  readonly patients: readonly number[];
  readonly values: readonly number[];
}

export interface MonitoringCheck {
  readonly id: string;
  /** Checks of one family share its part of the false-alarm rate. */
  readonly family: string;
  readonly title: string;
  readonly verdict: CheckVerdict;
  /** One line: what was seen against what. */
  readonly why: string;
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly confidence: number | null;
  readonly method: string;
  readonly pValue: number | null;
  /** Adjusted for the checks of its family. */
  readonly adjustedP: number | null;
  readonly limit: number | null;
  readonly falseAlarms: string | null;
  /** Patients seen when the limit was first reached. */
  readonly alarmAt: number | null;
  /** The change most likely began after so many patients. */
  readonly changeAfter: number | null;
  readonly patients: number;
  readonly events: number | null;
  readonly paths: readonly CheckPath[];
}

const empty = {
  estimate: null,
  lower: null,
  upper: null,
  confidence: null,
  pValue: null,
  adjustedP: null,
  limit: null,
  falseAlarms: null,
  alarmAt: null,
  changeAfter: null,
  events: null,
  paths: [],
} as const;

type Needed = 'id' | 'family' | 'title' | 'verdict' | 'why' | 'method' | 'patients';

/**
 * A check with what it has; all else is null.
 *
 * @example monitoringCheck({ id: 'a', family: 'f', title: 'A', verdict: 'quiet', why: 'so', method: 'm', patients: 3 }).limit // => null
 */
export function monitoringCheck(
  given: Pick<MonitoringCheck, Needed> & Partial<MonitoringCheck>,
): MonitoringCheck {
  return Object.freeze({ ...empty, ...given });
}

/**
 * Any alert alerts. Without one, too few to say wherever a check that was made had too few patients to see a large change.
 *
 * @example monitoringVerdict([]) // => 'insufficient'
 */
export function monitoringVerdict(checks: readonly MonitoringCheck[]): 'alert' | 'quiet' | 'insufficient' {
  const made = checks.filter(({ verdict }) => verdict !== 'not_estimable');
  if (made.some(({ verdict }) => verdict === 'alert')) return 'alert';
  return made.length === 0 || made.some(({ verdict }) => verdict === 'insufficient')
    ? 'insufficient'
    : 'quiet';
}

/**
 * About so many points of a path, the last one and the highest kept: what a chart can show.
 *
 * @example thinnedPath('a', Float64Array.of(1, 2, 9, 3), 2).values // => [2, 9, 3]
 */
export function thinnedPath(name: string, path: Float64Array, most = 400): CheckPath {
  const size = Math.ceil(path.length / most);
  const patients: number[] = [];
  const values: number[] = [];
  for (let from = 0; from < path.length; from += size) {
    const last = Math.min(path.length, from + size);
    let top = from;
    for (let i = from; i < last; i++) if (path[i]! > path[top]!) top = i;
    if (last === path.length && top !== last - 1 && size > 1) {
      patients.push(top + 1);
      values.push(path[top]!);
      top = last - 1;
    }
    patients.push(top + 1);
    values.push(path[top]!);
  }
  return { name, patients, values };
}
