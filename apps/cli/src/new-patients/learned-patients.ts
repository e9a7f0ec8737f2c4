import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Cohort } from '@raredx/cohort';
import { readColumns } from '@raredx/tables';
import type { TableModelList } from './table-models.ts';

/** How far each row may serve as a test of models that learned from some patients. */
export type TestPart = 'external' | 'test' | 'learned';

/**
 * Rows of centres that were not learned from are external; new patients of the others a test; patients with the number
 * and centre of one who was learned from no test at all.
 *
 * @param folder of the run: its splits name who was learned from
 */
export async function testParts(cohort: Cohort, list: TableModelList, folder: string): Promise<TestPart[]> {
  const path = join(folder, 'splits.parquet');
  const numbered = list.dataset.patient !== undefined && existsSync(path);
  const ids = numbered ? (await readColumns(path, 'splits.parquet')).columns.get('patient_id') : [];
  const learned = new Set(ids as readonly string[]);
  return cohort.site.map((site, row) => {
    if (!list.development.includes(site)) return 'external';
    return learned.has(cohort.patientId[row] as string) ? 'learned' : 'test';
  });
}
