import type { EvidenceRow } from '@raredx/tables';
import { populationOf, rosterOf } from '../population/population.ts';
import { levelsIn, rowsAt } from '../population/prediction-index.ts';
import type { OpenUnit } from '../rows/open-unit.ts';
import { aurocStatements } from '../statements/auroc-statements.ts';
import { oeStatement, weakCalibrationStatements } from '../statements/calibration-statements.ts';
import type { Statement } from '../statements/statement.ts';
import { foldsAreSites } from './fold-sites.ts';
import { pooledStatements } from './pooled-statements.ts';
import { priorStatements } from './prior-statements.ts';

function ofSite(open: OpenUnit, rows: Uint32Array): Statement[] {
  const { confidence } = open.plan;
  const population = populationOf(open.index, rows, rosterOf(open.index, rows));
  return [
    ...aurocStatements(population, confidence),
    ...weakCalibrationStatements(population, confidence),
    oeStatement(population, confidence),
  ];
}

/** Every model of the unit over the sites of its partition; of a single site, what it says about the next. */
export function poolingRows(open: OpenUnit): EvidenceRow[] {
  const { index, plan } = open;
  const { site } = index.predictions;
  return [...open.rowsOfModel].flatMap(([model, rows]) => {
    const bySite = levelsIn(rows, site).map((name) => ofSite(open, rowsAt(rows, site, name)));
    const made = [
      ...(bySite.length > 1 ? pooledStatements(bySite, plan.confidence) : []),
      ...priorStatements(bySite, plan.confidence),
    ];
    const leftOut = open.unit.partition === 'internal' && foldsAreSites(index, rows);
    const named = leftOut
      ? made.map((each) => ({ ...each, method: `internal–external cross-validation; ${each.method}` }))
      : made;
    const { patients, samples, events } = populationOf(index, rows, open.roster);
    return open.write(model, named, { level: null, patients, samples, events });
  });
}
