import { createRandom, type Random } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { type Roster, rosterOf } from '../population/population.ts';
import { type PredictionIndex, rowsAt, rowsOf } from '../population/prediction-index.ts';
import { evidenceRow, type Statement, type Subject } from '../statements/statement.ts';
import type { ResolvedPlan } from '../validation-plan.ts';
import type { WorkUnit } from '../work-unit.ts';

/** Statements of one model about one population, made into rows. */
export type Write = (
  model: string,
  statements: readonly Statement[],
  about: Pick<Subject, 'level' | 'patients' | 'samples' | 'events'>,
) => EvidenceRow[];

/** A unit with its rows at hand. */
export interface OpenUnit {
  readonly unit: WorkUnit;
  readonly index: PredictionIndex;
  readonly plan: ResolvedPlan;
  readonly rowsOfModel: ReadonlyMap<string, Uint32Array>;
  /** Of all models. */
  readonly allRows: Uint32Array;
  readonly roster: Roster;
  readonly random: Random;
  readonly write: Write;
}

export function openUnit(index: PredictionIndex, unit: WorkUnit, plan: ResolvedPlan): OpenUnit {
  const { label, partition, site, attribute } = unit;
  const severalLabels = new Set(index.groups.map((group) => group.label)).size > 1;
  const rowsOfModel = new Map(
    unit.models.map((model) => {
      const rows = rowsOf(index, { model, label, partition });
      return [model, site === null ? rows : rowsAt(rows, index.predictions.site, site)];
    }),
  );
  const allRows = Uint32Array.from([...rowsOfModel.values()].flatMap((rows) => [...rows]));
  return {
    unit,
    index,
    plan,
    rowsOfModel,
    allRows,
    roster: rosterOf(index, allRows),
    random: ['bootstrap', label, partition, site ?? '', attribute ?? ''].reduce(
      (random, name) => random.fork(name),
      createRandom(plan.seed),
    ),
    write: (model, statements, about) =>
      statements.map((made) =>
        evidenceRow(made, { model, label, partition, site, attribute, ...about }, severalLabels),
      ),
  };
}
