import { quantile } from '@raredx/stats';
import type { QualityReport } from '@raredx/tables';
import type { Column } from './column.ts';
import { distinctValues } from './distinct-values.ts';
import type { Cohort } from './load-cohort.ts';
import { printedCount, printedPercent, printedValue } from './printed-numbers.ts';
import { qualityFindings } from './quality-findings.ts';

/**
 * What a reader must know about the data before any model: each column's missing values and spread, and findings.
 * Only summaries: extremes are the 1st and 99th percentiles, because a minimum is somebody's value.
 */
export function dataQuality(cohort: Cohort): QualityReport {
  return {
    rows: cohort.rows,
    patients: new Set(cohort.patientId).size,
    columns: Object.values(cohort.columns).map((column) => {
      const missing = column.missing.reduce((sum, flag) => sum + flag, 0);
      return {
        column: column.name,
        type: column.type,
        unit: column.kind === 'number' ? column.unit : null,
        missing,
        missingPercent: cohort.rows === 0 ? 0 : (100 * missing) / cohort.rows,
        distinct: distinctValues(column),
        summary: summaryOf(column),
      };
    }),
    findings: qualityFindings(cohort),
  };
}

function summaryOf(column: Column): string {
  if (column.kind === 'text') return 'text';
  if (column.kind === 'category') {
    const known = column.codes.filter((code) => code >= 0).length;
    if (known === 0) return 'none known';
    return column.levels
      .map((level, code) => {
        const count = column.codes.filter((at) => at === code).length;
        return `${level} ${printedCount(count)} (${printedPercent((100 * count) / known)})`;
      })
      .join(', ');
  }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return 'none known';
  const [low, q1, median, q3, high] = [0.01, 0.25, 0.5, 0.75, 0.99].map((q) =>
    printedValue(quantile(sorted, q)),
  );
  return `median ${median} [${q1}, ${q3}], 1st to 99th percentile ${low} to ${high}`;
}
