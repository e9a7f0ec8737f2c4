import type { EvidenceRow } from '@raredx/tables';
import { type Population, populationOf } from '../population/population.ts';
import { type Draws, drawPatients, strataOf } from '../resampling/patient-draws.ts';
import { resamplesOf } from '../resampling/resamples.ts';
import { comparisonStatements, type Pair } from '../statements/comparison-statements.ts';
import { type Described, describePopulation } from '../statements/describe-population.ts';
import { statement } from '../statements/statement.ts';
import type { OpenUnit } from './open-unit.ts';

interface Judged {
  readonly population: Population;
  readonly described: Described;
}

function about({ patients, samples, events }: Population) {
  return { level: null, patients, samples, events };
}

/** Rows whose sample the other model has too, in each. */
function inCommon(open: OpenUnit, model: string, baseline: string): [Uint32Array, Uint32Array] {
  const { codes } = open.index.predictions.sampleId;
  const a = open.rowsOfModel.get(model) as Uint32Array;
  const b = open.rowsOfModel.get(baseline) as Uint32Array;
  const inA = new Set(Array.from(a, (row) => codes[row]));
  const inB = new Set(Array.from(b, (row) => codes[row]));
  return [a.filter((row) => inB.has(codes[row])), b.filter((row) => inA.has(codes[row]))];
}

/** The populations as judged where both models have the same samples; else cut to those and resampled again. */
function pairOf(
  open: OpenUnit,
  names: readonly [string, string],
  { judged, draws }: { readonly judged: ReadonlyMap<string, Judged>; readonly draws: Draws },
): Pair & { readonly left: number } {
  const [model, baseline] = names.map((name) => judged.get(name) as Judged) as [Judged, Judged];
  const common = inCommon(open, names[0], names[1]);
  const lost = names.map((name, k) => (open.rowsOfModel.get(name)?.length ?? 0) - common[k as 0 | 1].length);
  if (lost[0] === 0 && lost[1] === 0) {
    return {
      model: model.population,
      baseline: baseline.population,
      resamples: { model: model.described.resamples, baseline: baseline.described.resamples },
      left: 0,
    };
  }
  const { thresholds, interval } = open.plan;
  const options = {
    interval,
    thresholds,
    curveThresholds: [],
    flexible: false,
    curveAt: new Float64Array(0),
  };
  const [a, b] = common.map((rows) => populationOf(open.index, rows, open.roster)) as [
    Population,
    Population,
  ];
  return {
    model: a,
    baseline: b,
    resamples: { model: resamplesOf(a, draws, options), baseline: resamplesOf(b, draws, options) },
    left: (lost[0] as number) + (lost[1] as number),
  };
}

/** Every model of the unit on its whole population, and each against the baseline on the samples both have. */
export function cohortRows(open: OpenUnit): EvidenceRow[] {
  const { unit, plan, index, roster } = open;
  const everyone = populationOf(index, open.allRows, roster);
  const draws = drawPatients(strataOf([everyone], roster), roster.size, {
    bootstrap: plan.bootstrap,
    random: open.random,
  });
  const judged = new Map(
    [...open.rowsOfModel].map(([model, rows]): [string, Judged] => {
      const population = populationOf(index, rows, roster);
      const described = describePopulation(population, { plan, draws, curves: unit.site === null });
      return [model, { population, described }];
    }),
  );
  const rows = [...judged].flatMap(([model, { population, described }]) =>
    open.write(model, described.statements, about(population)),
  );
  const { baseline } = plan;
  if (baseline === null) return rows;
  if (!judged.has(baseline)) {
    const reason = { undefinedBecause: `the baseline ${baseline} has no predictions here` };
    const missing = [statement('difference:auroc', reason, { method: 'paired DeLong' })];
    return [
      ...rows,
      ...[...judged].flatMap(([model, { population }]) => open.write(model, missing, about(population))),
    ];
  }
  const others = unit.models.filter((model) => model !== baseline);
  const compared = others.flatMap((model) => {
    const pair = pairOf(open, [model, baseline], { judged, draws });
    const apart = pair.left > 0 ? `; ${pair.left} rows without a counterpart are left out` : '';
    const note = `${model} minus ${baseline}, on the same samples${apart}`;
    return open.write(model, comparisonStatements(pair, { plan, note }), about(pair.model));
  });
  return [...rows, ...compared];
}
