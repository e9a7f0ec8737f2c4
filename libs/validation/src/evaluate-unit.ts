import { createRandom, type Random } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { comparisonStatements } from './comparison-statements.ts';
import { describePopulation } from './describe-population.ts';
import { disparityStatements } from './disparity-statements.ts';
import { type Population, populationOf, rosterOf } from './population.ts';
import { compareText, type PredictionIndex, rowsAt, rowsOf } from './prediction-index.ts';
import { strataOf } from './resample.ts';
import { evidenceRow, type Statement, type Subject } from './statement.ts';
import type { ResolvedPlan } from './validation-plan.ts';
import type { WorkUnit } from './work-unit.ts';

/** The same for every model, so that models are resampled alike. */
function streamOf(unit: WorkUnit, plan: ResolvedPlan): Random {
  const { label, partition, site, attribute } = unit;
  return ['bootstrap', label, partition, site ?? '', attribute ?? ''].reduce(
    (random, name) => random.fork(name),
    createRandom(plan.seed),
  );
}

function unitRows(index: PredictionIndex, unit: WorkUnit, model: string): Uint32Array {
  const rows = rowsOf(index, { model, label: unit.label, partition: unit.partition });
  return unit.site === null ? rows : rowsAt(rows, index.predictions.site, unit.site);
}

type Counted = Pick<Population, 'patients' | 'samples' | 'events'>;

interface Writer {
  readonly unit: WorkUnit;
  readonly severalLabels: boolean;
}

function written(
  { unit, severalLabels }: Writer,
  statements: readonly Statement[],
  about: { readonly counts: Counted; readonly level: string | null },
): EvidenceRow[] {
  const { patients, samples, events } = about.counts;
  const subject: Subject = { ...unit, level: about.level, patients, samples, events };
  return statements.map((made) => evidenceRow(made, subject, severalLabels));
}

function cohortRows(index: PredictionIndex, writer: Writer, plan: ResolvedPlan): EvidenceRow[] {
  const { unit } = writer;
  const rows = unitRows(index, unit, unit.model);
  const population = populationOf(index, rows, rosterOf(index, rows));
  const { statements } = describePopulation(population, {
    plan,
    strata: strataOf([population], population.roster),
    random: streamOf(unit, plan),
    curves: unit.site === null,
  });
  return written(writer, statements, { counts: population, level: null });
}

function overlap(a: Population, b: Population): boolean {
  const inA = new Set(a.members);
  return b.members.some((place) => inA.has(place));
}

interface Described {
  readonly level: string;
  readonly population: Population;
  readonly statements: readonly Statement[];
}

/** The largest level that says something about the patient. */
function referenceOf(levels: readonly Described[]): Described | undefined {
  const known = levels.filter(({ level, population }) => level !== 'unknown' && population.patients > 0);
  return known.toSorted((a, b) => b.population.patients - a.population.patients)[0];
}

function disparityRows(writer: Writer, levels: readonly Described[], confidence: number): EvidenceRow[] {
  const reference = referenceOf(levels);
  if (reference === undefined) return [];
  return levels
    .filter((described) => described !== reference)
    .flatMap(({ level, population, statements }) => {
      const overlapping = overlap(population, reference.population);
      const options = { confidence, level, reference: reference.level, overlapping };
      const made = disparityStatements(statements, reference.statements, options);
      const both = reference.population;
      const counts = {
        patients: population.patients + both.patients,
        samples: population.samples + both.samples,
        events: population.events + both.events,
      };
      return written(writer, made, { counts, level: `${level} vs ${reference.level}` });
    });
}

function subgroupRows(index: PredictionIndex, writer: Writer, plan: ResolvedPlan): EvidenceRow[] {
  const { unit } = writer;
  const column = index.predictions.attributes[unit.attribute as string];
  const rows = unitRows(index, unit, unit.model);
  const roster = rosterOf(index, rows);
  const populations = column.levels.toSorted(compareText).map((level) => ({
    level,
    population: populationOf(index, rowsAt(rows, column, level), roster),
  }));
  const strata = strataOf(
    populations.map(({ population }) => population),
    roster,
  );
  const random = streamOf(unit, plan);
  const levels = populations.map(({ level, population }): Described => {
    const { statements } = describePopulation(population, { plan, strata, random, curves: false });
    return { level, population, statements };
  });
  return [
    ...levels.flatMap(({ level, population, statements }) =>
      written(writer, statements, { counts: population, level }),
    ),
    ...disparityRows(writer, levels, plan.confidence),
  ];
}

/** Rows whose sample the other model has too, in each. */
function inCommon(index: PredictionIndex, a: Uint32Array, b: Uint32Array): [Uint32Array, Uint32Array] {
  const { codes } = index.predictions.sampleId;
  const inA = new Set(Array.from(a, (row) => codes[row]));
  const inB = new Set(Array.from(b, (row) => codes[row]));
  return [a.filter((row) => inB.has(codes[row])), b.filter((row) => inA.has(codes[row]))];
}

function comparisonRows(index: PredictionIndex, writer: Writer, plan: ResolvedPlan): EvidenceRow[] {
  const { unit } = writer;
  const name = plan.baseline as string;
  const all = unitRows(index, unit, unit.model);
  const [rows, baselineRows] = inCommon(index, all, unitRows(index, unit, name));
  const roster = rosterOf(index, rows);
  const model = populationOf(index, rows, roster);
  const baseline = populationOf(index, baselineRows, roster);
  const left = all.length - rows.length;
  const apart = left > 0 ? `; ${left} rows without a counterpart are left out` : '';
  const statements = comparisonStatements(
    { model, baseline },
    {
      plan,
      strata: strataOf([model], roster),
      random: streamOf(unit, plan),
      note: `${unit.model} minus ${name}, on the same samples${apart}`,
    },
  );
  return written(writer, statements, { counts: model, level: null });
}

/** Carries out one unit. A pure function of its arguments: where and when it runs does not show in the rows. */
export function evaluateUnit(index: PredictionIndex, unit: WorkUnit, plan: ResolvedPlan): EvidenceRow[] {
  const labels = new Set(index.groups.map((group) => group.label));
  const writer = { unit, severalLabels: labels.size > 1 };
  switch (unit.kind) {
    case 'cohort':
      return cohortRows(index, writer, plan);
    case 'subgroups':
      return subgroupRows(index, writer, plan);
    case 'comparison':
      return comparisonRows(index, writer, plan);
  }
}
