import { formatEstimate, type Told } from '@raredx/report';
import type { EvidenceRow } from '@raredx/tables';
import { liveMeasures } from './live-measures.ts';
import type { ToldRows } from './told-rows.ts';

export interface Compared {
  /** Metric → id of the evidence row that says the same. */
  readonly alike: ReadonlyMap<string, string>;
  /** Metrics whose digits differ from the evidence's. */
  readonly apart: readonly string[];
}

const live = new Set(liveMeasures.map(({ metric }) => metric));

const isAlike = (row: EvidenceRow, told: Told) =>
  formatEstimate(row) === told.printed && row.undefinedBecause === told.undefinedBecause;

/** Recomputed rows against those of the evidence about the same, digit by printed digit. */
export function compared(rows: readonly EvidenceRow[], told: ToldRows): Compared {
  const alike = new Map<string, string>();
  const apart: string[] = [];
  for (const row of rows) {
    const other = live.has(row.metric) ? told.about(row) : null;
    if (other === null) continue;
    if (isAlike(row, other)) alike.set(row.metric, other.id);
    else apart.push(row.metric);
  }
  return { alike, apart };
}
