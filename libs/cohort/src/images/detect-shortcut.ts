import { type Random, shuffled } from '@raredx/stats';
import type { LeakCheck } from '@raredx/tables';
import { discriminantAccuracy, type Features } from './discriminant.ts';
import type { TrivialFeatures } from './trivial-features.ts';

type Family = keyof TrivialFeatures;

/** How well the class follows from one family of trivial features, out of fold. */
export interface ShortcutFinding {
  readonly family: Family | 'all';
  /** Mean over classes of the share found. */
  readonly balancedAccuracy: number;
  /** Of shuffled classes; (1 + as good or better) / (1 + permutations). */
  readonly p: number;
  /**
   * `shortcut`: p at most 0.01, and at least half of the way from chance to perfect. `partial`: p at most 0.01 but less
   * of the way: class and acquisition go together, or the class shows in the feature honestly.
   */
  readonly level: 'shortcut' | 'partial' | 'none';
}

export interface ShortcutReport {
  readonly rows: number;
  /** Classes that have at least five rows. */
  readonly classNames: readonly string[];
  readonly chance: number;
  readonly findings: readonly ShortcutFinding[];
}

export interface ShortcutQuestion {
  readonly features: readonly TrivialFeatures[];
  /** Rows without a label take no part. */
  readonly labels: readonly (string | null)[];
  /** Units of independence: rows of one are in one fold, and their labels are shuffled together. */
  readonly units: readonly string[];
  readonly random: Random;
  /** Default 199. */
  readonly permutations?: number;
  /** More rows than this are sampled; default 2,000. */
  readonly mostRows?: number;
}

const families: readonly Family[] = ['colour', 'contrast', 'size', 'border', 'sharpness', 'file'];

/**
 * Asks whether the class can be predicted without looking at what a picture shows: cross-validated linear discriminant
 * on trivial features, against shuffled classes.
 *
 * @returns a reason where there is nothing to predict
 */
export function detectShortcut(question: ShortcutQuestion): ShortcutReport | { undefinedBecause: string } {
  const { features, labels, units, random, permutations = 199, mostRows = 2000 } = question;
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  const classNames = [...counts].flatMap(([label, count]) => (count >= 5 ? [label] : [])).sort();
  if (classNames.length < 2) return { undefinedBecause: 'fewer than two classes have five rows' };
  const usable = labels.flatMap((label, row) => (label !== null && classNames.includes(label) ? [row] : []));
  const drawn = Array.from(shuffled(usable.length, random.fork('rows')), (i) => usable[i] as number);
  const rows = drawn.slice(0, mostRows);
  const classes = rows.map((row) => classNames.indexOf(labels[row] as string));
  const folds = foldsOf(
    rows.map((row) => units[row] as string),
    random.fork('folds'),
  );
  if (new Set(folds).size < 2) return { undefinedBecause: 'there is one unit only' };
  const shuffles = Array.from({ length: permutations }, (_, i) =>
    shuffledClasses(
      classes,
      rows.map((row) => units[row] as string),
      random.fork('shuffle').fork(i),
    ),
  );
  const chance = 1 / classNames.length;
  const judge = (family: ShortcutFinding['family'], values: Features): ShortcutFinding => {
    const options = { folds, classCount: classNames.length };
    const balancedAccuracy = discriminantAccuracy(values, classes, options);
    const asGood = shuffles.filter(
      (other) => discriminantAccuracy(values, other, options) >= balancedAccuracy,
    ).length;
    const p = (1 + asGood) / (1 + permutations);
    const far = balancedAccuracy >= chance + 0.5 * (1 - chance);
    return { family, balancedAccuracy, p, level: p > 0.01 ? 'none' : far ? 'shortcut' : 'partial' };
  };
  const sets = [...families, 'all' as const].flatMap((family) => {
    const names = family === 'all' ? families : [family];
    const values = standardised(rows.map((row) => names.flatMap((name) => features[row]?.[name] ?? [])));
    return values === null ? [] : [judge(family, values)];
  });
  return { rows: rows.length, classNames, chance, findings: sets };
}

/** The report as a line of the leak certificate: a warning where the class follows from a trivial feature. */
export function shortcutCheck(report: ReturnType<typeof detectShortcut>): LeakCheck {
  const check = 'acquisition_shortcut';
  if ('undefinedBecause' in report) {
    return { check, verdict: 'not_checked', examined: 0, offenders: 0, message: report.undefinedBecause };
  }
  const { findings, rows: examined, chance, classNames } = report;
  const found = findings.filter(({ level }) => level !== 'none');
  const strong = found.filter(({ level }) => level === 'shortcut');
  const words = (strong.length > 0 ? strong : found)
    .map(
      ({ family, balancedAccuracy, p }) =>
        `${family} ${balancedAccuracy.toFixed(2)} (p = ${p.toPrecision(1)})`,
    )
    .join(', ');
  const against = `chance ${chance.toFixed(2)} for ${classNames.length} classes`;
  const message =
    strong.length > 0
      ? `the class follows from trivial features alone, balanced accuracy ${words}, ${against}: skill on these data proves nothing`
      : found.length > 0
        ? `the class goes together with trivial features, balanced accuracy ${words}, ${against}`
        : `trivial features do not predict the class (${against})`;
  return {
    check,
    verdict: found.length > 0 ? 'warning' : 'clean',
    examined,
    offenders: found.length,
    message,
  };
}

function foldsOf(units: readonly string[], random: Random): Int32Array {
  const distinct = [...new Set(units)].sort();
  const order = shuffled(distinct.length, random);
  const foldOf = new Map(distinct.map((unit, i) => [unit, (order[i] as number) % 5]));
  return Int32Array.from(units, (unit) => foldOf.get(unit) as number);
}

/** Where every unit has one class, units swap classes; where units hold several, rows do. */
function shuffledClasses(
  classes: readonly number[],
  units: readonly string[],
  random: Random,
): readonly number[] {
  const classOf = new Map<string, number>();
  const mixed = classes.some((value, row) => {
    const known = classOf.get(units[row] as string);
    classOf.set(units[row] as string, known ?? value);
    return known !== undefined && known !== value;
  });
  if (mixed) return Array.from(shuffled(classes.length, random), (i) => classes[i] as number);
  const names = [...classOf.keys()];
  const order = shuffled(names.length, random);
  const swapped = new Map(
    names.map((name, i) => [name, classOf.get(names[order[i] as number] as string) as number]),
  );
  return units.map((unit) => swapped.get(unit) as number);
}

/** Columns at mean 0 and standard deviation 1; null where no column varies. */
function standardised(rows: Features): Features | null {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, i) => {
    const mean = rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + (row[i]! - mean) ** 2, 0) / rows.length;
    return { i, mean, deviation: Math.sqrt(variance) };
  }).filter(({ deviation }) => deviation > 1e-9);
  if (columns.length === 0) return null;
  return rows.map((row) => columns.map(({ i, mean, deviation }) => (row[i]! - mean) / deviation));
}
