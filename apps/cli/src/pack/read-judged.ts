import { join } from 'node:path';
import type { JudgedTable } from '@raredx/report';
import { readPredictions, readRankings } from '@raredx/tables';

/** What a plan says of the table that is judged by it: rankings have a part of their own. */
export interface JudgedPlan {
  readonly rankings?: unknown;
}

/** The table of a folder that its numbers follow from, by the contract that its plan is for. */
export function readJudged(folder: string, name: string, plan: JudgedPlan): Promise<JudgedTable> {
  const path = join(folder, name);
  return plan.rankings === undefined ? readPredictions(path, name) : readRankings(path, name);
}
