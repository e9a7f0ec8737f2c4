import type { EvidenceRow } from '@raredx/tables';
import { type Population, populationOf, type Roster } from '../population/population.ts';
import { rowsOf } from '../population/prediction-index.ts';
import type { OpenUnit } from '../rows/open-unit.ts';
import { type Statement, statement } from '../statements/statement.ts';
import { type CaseMix, caseMixOf } from './case-mix.ts';
import { linearPredictorStatements } from './linear-predictor-statements.ts';
import { membershipDesign } from './membership-design.ts';
import { fitMembership, membershipStatement } from './membership-model.ts';
import type { Placed } from './patient-influence.ts';
import { transported } from './row-influence.ts';
import { standardisedParts, standardisedStatements } from './standardised-statements.ts';

/** Rows in the index's order are gathered by repeat in that order, so the samples follow row by row. */
function placed(open: OpenUnit, rows: Uint32Array, mix: CaseMix): Placed {
  const population = populationOf(open.index, rows, mix.roster);
  let from = 0;
  const samples = population.repeats.map(({ y }) => {
    const part = rows.subarray(from, from + y.length);
    from += y.length;
    return Uint32Array.from(part, (row) => mix.sampleOfRow.get(row) as number);
  });
  return { population, samples };
}

function externals({ members }: Population, roster: Roster): Uint8Array {
  const isExternal = new Uint8Array(roster.size);
  for (const place of members) isExternal[place] = 1;
  return isExternal;
}

/** What is said where it can be; where no linear predictor is, each with that reason. */
const transportNames = [
  ...['membership_auroc', 'lp_mean_difference', 'lp_sd_ratio', 'effective_sample_size'],
  ...transported.flatMap((metric) => standardisedParts.map((part) => `${metric}_${part}`)),
].map((name) => `transport:${name}`);

function transportStatements(
  open: OpenUnit,
  model: string,
  rows: { readonly development: Uint32Array; readonly external: Uint32Array },
): Statement[] {
  const { confidence } = open.plan;
  const mix = caseMixOf(open.index, rows);
  if ('undefinedBecause' in mix) {
    return transportNames.map((metric) => statement(metric, mix, { method: 'logistic membership model' }));
  }
  const design = membershipDesign(mix);
  const fitted = fitMembership(mix, design);
  const external = placed(open, rows.external, mix);
  const sides = {
    development: placed(open, rows.development, mix),
    external,
    isExternal: externals(external.population, mix.roster),
    weighting: 'undefinedBecause' in fitted ? fitted : { mix, design, membership: fitted },
  };
  const random = open.random.fork('membership').fork(model);
  return [
    membershipStatement(mix, design, { random, confidence }),
    ...linearPredictorStatements(mix, confidence),
    ...standardisedStatements(sides, confidence),
  ];
}

/** Every model of the unit that has out-of-fold predictions of its development patients, there against here. */
export function transportRows(open: OpenUnit): EvidenceRow[] {
  const { label } = open.unit;
  return [...open.rowsOfModel].flatMap(([model, external]) => {
    const development = rowsOf(open.index, { model, label, partition: 'internal' });
    if (development.length === 0 || external.length === 0) return [];
    const { patients, samples, events } = populationOf(open.index, external, open.roster);
    const made = transportStatements(open, model, { development, external });
    return open.write(model, made, { level: null, patients, samples, events });
  });
}
