import type { EvidenceRow, TextColumn } from '@raredx/tables';
import { attributeColumn } from '../population/attribute-column.ts';
import { type Population, populationOf } from '../population/population.ts';
import { compareText, rowsAt } from '../population/prediction-index.ts';
import { drawPatients, strataOf } from '../resampling/patient-draws.ts';
import { type Described, describePopulation } from '../statements/describe-population.ts';
import { disparityStatements } from '../statements/disparity-statements.ts';
import { withHolm } from '../statements/holm-notes.ts';
import { interactionStatements } from '../statements/interaction-statements.ts';
import { largestDifferences } from '../statements/largest-difference.ts';
import { shrunkenStatements } from '../statements/shrunken-statements.ts';
import type { OpenUnit } from './open-unit.ts';

interface Level extends Described {
  readonly level: string;
  readonly population: Population;
}

function overlap(a: Population, b: Population): boolean {
  const inA = new Set(a.members);
  return b.members.some((place) => inA.has(place));
}

/** The largest level that says something about the patient. */
function referenceOf(levels: readonly Level[]): Level | undefined {
  const known = levels.filter(({ level, population }) => level !== 'unknown' && population.patients > 0);
  return known.toSorted((a, b) => b.population.patients - a.population.patients)[0];
}

function disparityRows(open: OpenUnit, model: string, levels: readonly Level[]): EvidenceRow[] {
  const reference = referenceOf(levels);
  if (reference === undefined) return [];
  const { confidence } = open.plan;
  const others = levels.filter((level) => level !== reference);
  const made = others.map(({ level, population, statements }) => {
    const overlapping = overlap(population, reference.population);
    const options = { confidence, level, reference: reference.level, overlapping };
    return disparityStatements(statements, reference.statements, options);
  });
  return withHolm(made, confidence).flatMap((statements, k) => {
    const { level, population } = others[k];
    return open.write(model, statements, {
      level: `${level} vs ${reference.level}`,
      patients: population.patients + reference.population.patients,
      samples: population.samples + reference.population.samples,
      events: population.events + reference.population.events,
    });
  });
}

function shrunkenRows(open: OpenUnit, model: string, levels: readonly Level[]): EvidenceRow[] {
  const made = shrunkenStatements(
    levels.map(({ statements }) => statements),
    open.plan.confidence,
  );
  return levels.flatMap(({ level, population }, k) => {
    const { patients, samples, events } = population;
    return open.write(model, made[k], { level, patients, samples, events });
  });
}

/** Statements about all levels at once. */
function allLevelsRows(
  open: OpenUnit,
  of: { readonly model: string; readonly rows: Uint32Array; readonly column: TextColumn },
  levels: readonly Level[],
): EvidenceRow[] {
  const { thresholds, confidence } = open.plan;
  const population = populationOf(open.index, of.rows, open.roster);
  const { patients, samples, events } = population;
  const names = levels.map(({ level }) => level);
  const rank = of.column.levels.map((level) => names.indexOf(level));
  let from = 0;
  const levelOf = population.repeats.map(({ y }) => {
    const part = of.rows.subarray(from, from + y.length);
    from += y.length;
    return Uint32Array.from(part, (row) => rank[of.column.codes[row]]);
  });
  const made = [
    ...interactionStatements({ population, levelOf, names }),
    ...thresholds.flatMap((threshold) => largestDifferences(levels, { threshold, confidence })),
  ];
  return open.write(of.model, made, { level: 'all levels', patients, samples, events });
}

/** Every model of the unit at every level of its attribute, empty levels included, and the levels against the largest. */
export function subgroupRows(open: OpenUnit): EvidenceRow[] {
  const { plan, index, roster } = open;
  const column = attributeColumn(index.predictions, plan, open.unit.attribute as string);
  const names = column.levels.toSorted(compareText);
  const at = (rows: Uint32Array, level: string) => populationOf(index, rowsAt(rows, column, level), roster);
  const strata = strataOf(
    names.map((level) => at(open.allRows, level)),
    roster,
  );
  const draws = drawPatients(strata, roster.size, { bootstrap: plan.bootstrap, random: open.random });
  return [...open.rowsOfModel].flatMap(([model, rows]) => {
    const levels = names.map((level): Level => {
      const population = at(rows, level);
      return { level, population, ...describePopulation(population, { plan, draws, curves: false }) };
    });
    const written = levels.flatMap(({ level, population, statements }) => {
      const { patients, samples, events } = population;
      return open.write(model, statements, { level, patients, samples, events });
    });
    return [
      ...written,
      ...shrunkenRows(open, model, levels),
      ...disparityRows(open, model, levels),
      ...allLevelsRows(open, { model, rows, column }, levels),
    ];
  });
}
