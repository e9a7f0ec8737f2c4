import type { EvidenceRow } from '@raredx/tables';
import { populationOf, rosterOf } from '../population/population.ts';
import { levelsIn, rowsAt } from '../population/prediction-index.ts';
import { aurocStatements } from '../statements/auroc-statements.ts';
import { oeStatement, weakCalibrationStatements } from '../statements/calibration-statements.ts';
import { pooledStatements } from '../statements/pooled-statements.ts';
import type { OpenUnit } from './open-unit.ts';

/** Every model of the unit over the sites of its partition. */
export function poolingRows(open: OpenUnit): EvidenceRow[] {
  const { index, plan } = open;
  const { site } = index.predictions;
  return [...open.rowsOfModel].flatMap(([model, rows]) => {
    const bySite = levelsIn(rows, site).map((name) => {
      const here = rowsAt(rows, site, name);
      const population = populationOf(index, here, rosterOf(index, here));
      return [
        ...aurocStatements(population, plan.confidence),
        ...weakCalibrationStatements(population, plan.confidence),
        oeStatement(population, plan.confidence),
      ];
    });
    const { patients, samples, events } = populationOf(index, rows, open.roster);
    const about = { level: null, patients, samples, events };
    return open.write(model, pooledStatements(bySite, plan.confidence), about);
  });
}
