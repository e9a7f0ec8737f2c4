import type { ChangeFacts } from '@raredx/gate';
import { type Predictions, textAt } from '@raredx/tables';
import type { OpenedPack } from '../../diff/opened-pack.ts';
import type { PackDiff } from '../../diff/pack-diff.ts';

/** What a change control plan is asked about, from two packs and their comparison. */
export function changeFactsOf(
  diff: PackDiff,
  { before, after }: { readonly before: OpenedPack; readonly after: OpenedPack },
): ChangeFacts {
  return {
    models: diff.models,
    data: diff.data,
    ...riskChanges(before.predictions, after.predictions),
    statistics: diff.statistics,
    decision: after.decision,
    evidence: { before: before.evidence.rows, after: after.evidence.rows },
  };
}

/** Models whose risk for a sample changed, or has no sample to be seen in. Internal risks count too: they are those of refits. */
function riskChanges(before: Predictions, after: Predictions): Pick<ChangeFacts, 'refitted' | 'uncompared'> {
  const key = (table: Predictions, row: number) =>
    JSON.stringify([
      textAt(table.model, row),
      textAt(table.partition, row),
      table.repeat[row],
      table.fold[row],
      table.imputation?.[row] ?? -1,
      textAt(table.label, row),
      textAt(table.sampleId, row),
    ]);
  const risks = new Map<string, number>();
  for (let row = 0; row < before.rows; row++) risks.set(key(before, row), before.p[row] as number);
  const [refits, compared] = [new Set<string>(), new Set<string>()];
  for (let row = 0; row < after.rows; row++) {
    const old = risks.get(key(after, row));
    if (old === undefined) continue;
    const model = textAt(after.model, row);
    compared.add(model);
    if (old !== after.p[row]) refits.add(model);
  }
  const inBoth = after.model.levels.filter((model) => before.model.levels.includes(model));
  return {
    refitted: [...refits].sort(),
    uncompared: inBoth.filter((model) => !compared.has(model)).sort(),
  };
}
