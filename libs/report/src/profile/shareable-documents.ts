import type { Flow, FlowStep, TableOne, TableOneRow } from '@raredx/tables';
import type { LabelNoise } from '../pack-input.ts';
import type { Withheld } from './shareable-rows.ts';
import { isSmall } from './small-cell.ts';
import { levelOf } from './table-one-counts.ts';

/** Steps that exclude few are told together with the next, so that no two counts differ by a few. */
function coarseSteps(steps: readonly FlowStep[]): readonly FlowStep[] {
  const last = steps.at(-1);
  if (!last || isSmall(last.patients)) return [];
  const kept: FlowStep[] = [last];
  for (const step of [...steps].slice(0, -1).reverse()) {
    const later = kept[0]!;
    if (isSmall(step.patients) || isSmall(step.patients - later.patients)) continue;
    kept.unshift(step);
  }
  return kept.map((step, i) => {
    const before = kept[i - 1];
    const excluded = before ? before.patients - step.patients : 0;
    const whole = excluded === step.excluded;
    return {
      step: step.step,
      patients: step.patients,
      excluded,
      reason: excluded === 0 ? null : whole ? step.reason : 'several reasons',
    };
  });
}

export function shareableFlow(flow: Flow | null): Flow | null {
  if (!flow) return null;
  return { cohorts: flow.cohorts.map(({ cohort, steps }) => ({ cohort, steps: coarseSteps(steps) })) };
}

function shareableLine(row: TableOneRow, sites: ReadonlySet<string>, touched: boolean): TableOneRow {
  return {
    ...row,
    smd: touched ? null : row.smd,
    cells: row.cells.filter(({ site }) => !sites.has(site)),
  };
}

/** Table 1 without withheld sites and levels; a difference between sites that rests on a withheld level goes too. */
export function shareableTableOne(tableOne: TableOne | null, { sites, levels }: Withheld): TableOne | null {
  if (!tableOne) return null;
  const hidden = (row: TableOneRow) =>
    row.kind !== 'continuous' && (levels.get(row.variable)?.has(levelOf(row)) ?? false);
  const touched = (row: TableOneRow) => sites.size > 0 || (levels.get(row.variable)?.size ?? 0) > 0;
  return {
    sites: tableOne.sites.filter(({ site }) => !sites.has(site)),
    rows: tableOne.rows.filter((row) => !hidden(row)).map((row) => shareableLine(row, sites, touched(row))),
  };
}

/** The table of two readings, or nothing: with its margins, kappa alone would give a small cell away. */
export function shareableAgreement(noise: LabelNoise | null): LabelNoise | null {
  return noise?.table.some((row) => row.some(isSmall)) ? null : noise;
}
