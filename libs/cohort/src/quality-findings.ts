import { quantile } from '@raredx/stats';
import type { QualityFinding } from '@raredx/tables';
import { agreement } from './agreement.ts';
import type { CategoryColumn, Column, NumberColumn } from './column.ts';
import { distinctValues } from './distinct-values.ts';
import type { Cohort } from './load-cohort.ts';
import { printedCount, printedPercent } from './printed-numbers.ts';

/** A column with more missing values than this is worth a warning. */
const muchMissingPercent = 20;
/** An external validation with fewer events than this is imprecise (Vergouwe 2005, J Clin Epidemiol 58:475–483). */
const eventsWanted = 100;
/** A level with fewer patients than this at a site gives no subgroup estimate. */
const rareLevel = 10;

/** What stands out in a cohort, errors aside: those stop the loading. */
export function qualityFindings(cohort: Cohort): QualityFinding[] {
  const columns = Object.values(cohort.columns);
  const predictors = columns.filter((column) => column.role !== 'identifier');
  return [
    ...cohort.warnings.map((message) => finding('undeclared_column', null, cohort.rows, message)),
    ...declaredPatients(cohort),
    ...alikeIdentifiers(cohort),
    ...predictors.flatMap((column) => [...missingValues(column), ...oneValue(column)]),
    ...predictors.filter((column) => column.kind === 'number').flatMap(farValues),
    ...predictors
      .filter((column) => column.kind === 'category')
      .flatMap((column) => siteLevels(cohort, column)),
    ...columns.filter((column) => column.kind === 'category').flatMap((column) => readings(cohort, column)),
    ...columns.filter((column) => column.role === 'outcome').flatMap((column) => fewEvents(cohort, column)),
  ];
}

function finding(
  check: string,
  column: string | null,
  rows: number,
  message: string,
  severity: QualityFinding['severity'] = 'warning',
): QualityFinding {
  return { check, column, severity, rows, message };
}

/** Intervals and splits lean on it, and no column can prove it. */
function declaredPatients({ dataset, rows }: Cohort): QualityFinding[] {
  if (dataset.patient !== undefined) return [];
  return [
    finding('patients_declared', null, rows, 'no patient is named: every row is taken as another patient'),
  ];
}

/** `A12` and `a12 ` are one patient twice, more often than two patients. */
function alikeIdentifiers(cohort: Cohort): QualityFinding[] {
  const spellings = new Map<string, Set<string>>();
  for (const patient of cohort.patientId) {
    const plain = patient.trim().toLowerCase();
    spellings.set(plain, (spellings.get(plain) ?? new Set()).add(patient));
  }
  const alike = [...spellings.values()].filter((set) => set.size > 1);
  if (alike.length === 0) return [];
  const rows = alike.reduce((sum, set) => sum + set.size, 0);
  const message = `${rows} patient identifiers differ from another one only by case or spaces`;
  return [finding('alike_identifiers', cohort.dataset.patient ?? null, rows, message)];
}

function missingValues(column: Column): QualityFinding[] {
  const missing = column.missing.reduce((sum, flag) => sum + flag, 0);
  const percent = (100 * missing) / Math.max(1, column.missing.length);
  if (percent <= muchMissingPercent) return [];
  const message = `${printedPercent(percent)} of the values are missing`;
  return [finding('much_missing', column.name, missing, message)];
}

function oneValue(column: Column): QualityFinding[] {
  if (column.missing.length < 2 || distinctValues(column) !== 1) return [];
  return [finding('one_value', column.name, column.missing.length, 'every known value is the same')];
}

/** Further than three interquartile ranges outside the quartiles (Tukey's outer fences). */
function farValues(column: NumberColumn): QualityFinding[] {
  if (column.from !== null) return [];
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return [];
  const [q1, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const reach = 3 * (q3 - q1);
  const far = sorted.filter((value) => value < q1 - reach || value > q3 + reach).length;
  if (far === 0) return [];
  const message = `${printedCount(far)} values lie more than 3 interquartile ranges outside the quartiles`;
  return [finding('far_values', column.name, far, message, 'note')];
}

function siteLevels(cohort: Cohort, column: CategoryColumn): QualityFinding[] {
  if (column.name === cohort.dataset.site) return [];
  return [...new Set(cohort.site)].sort().flatMap((site) => {
    const counts = column.levels.map(
      (_, code) => column.codes.filter((at, row) => at === code && cohort.site[row] === site).length,
    );
    return column.levels.flatMap((level, code) => {
      const count = counts[code] as number;
      if (count >= rareLevel) return [];
      if (count > 0) {
        const message = `level ${level} has fewer than ${rareLevel} rows at ${site}`;
        return [finding('rare_level', column.name, count, message, 'note')];
      }
      return [finding('absent_level', column.name, 0, `level ${level} does not occur at ${site}`)];
    });
  });
}

function readings(cohort: Cohort, column: CategoryColumn): QualityFinding[] {
  const other = column.agreesWith === null ? undefined : cohort.columns[column.agreesWith];
  if (other?.kind !== 'category') return [];
  const { rows, agreeing, kappa } = agreement(column, other);
  const measured =
    'value' in kappa ? `kappa ${kappa.value.toFixed(3)}` : `kappa undefined, ${kappa.undefinedBecause}`;
  const message = `agrees with ${other.name} in ${printedCount(agreeing)} of ${printedCount(rows)} rows, ${measured}`;
  return [finding('label_noise', column.name, rows - agreeing, message, 'note')];
}

function fewEvents(cohort: Cohort, column: Column): QualityFinding[] {
  if (column.type !== 'boolean') return [];
  return [...new Set(cohort.site)].sort().flatMap((site) => {
    const events = column.codes.filter((code, row) => code === 1 && cohort.site[row] === site).length;
    if (events >= eventsWanted) return [];
    const message = `${events} events at ${site}, fewer than the ${eventsWanted} that a validation should have`;
    return [finding('few_events', column.name, events, message)];
  });
}
