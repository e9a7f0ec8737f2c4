import type { EvidenceRow, Predictions } from '@raredx/tables';

/** Whose predictions are looked at. */
export interface Chosen {
  readonly model: string;
  readonly label: string;
  readonly partition: string;
}

/** A cohort, a site of it or a subgroup, with its rows of evidence and the risks that its patients were given. */
export interface Population {
  readonly site: string | null;
  readonly attribute: string | null;
  readonly level: string | null;
  readonly patients: number;
  readonly samples: number;
  readonly events: number;
  readonly rows: readonly EvidenceRow[];
  readonly risks: readonly number[];
}

/** Populations about which the evidence says anything, the whole cohort first. */
export function populationsOf(
  rows: readonly EvidenceRow[],
  predictions: Predictions | null,
  chosen: Chosen,
): readonly Population[] {
  const groups = new Map<string, EvidenceRow[]>();
  for (const row of rows) {
    if (row.model !== chosen.model || row.label !== chosen.label || row.partition !== chosen.partition)
      continue;
    const key = JSON.stringify([row.site, row.attribute, row.level]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const found = [...groups.values()].flatMap((group) => {
    // The differences of two levels are rows too, but of no population; each population has an AUROC row, defined or not.
    const own = group.find((row) => row.metric === 'auroc');
    if (!own) return [];
    const { site, attribute, level, patients, samples, events } = own;
    const population = { site, attribute, level, patients, samples, events, rows: group };
    return [{ ...population, risks: predictions ? risksOf(predictions, chosen, population) : [] }];
  });
  const rank = ({ site, attribute }: Population) => (attribute !== null ? 2 : site !== null ? 1 : 0);
  return found.sort((a, b) => rank(a) - rank(b));
}

function risksOf(
  { rows, model, label, partition, site, attributes, p }: Predictions,
  chosen: Chosen,
  population: Pick<Population, 'site' | 'attribute' | 'level'>,
): readonly number[] {
  const attribute = population.attribute === null ? undefined : attributes[population.attribute];
  if (population.attribute !== null && !attribute) return [];
  const wanted = [
    [model, chosen.model],
    [label, chosen.label],
    [partition, chosen.partition],
    ...(population.site === null ? [] : [[site, population.site] as const]),
    ...(attribute ? [[attribute, population.level as string] as const] : []),
  ] as const;
  const codes = wanted.map(([column, level]) => [column.codes, column.levels.indexOf(level)] as const);
  const risks: number[] = [];
  for (let row = 0; row < rows; row++)
    if (codes.every(([column, code]) => column[row] === code)) risks.push(p[row] as number);
  return risks;
}

/** As a heading names it. */
export function titleOf(
  { site, attribute, level }: Pick<Population, 'site' | 'attribute' | 'level'>,
  partition: string,
): string {
  if (attribute !== null) return `${attribute} = ${level}${site === null ? '' : ` at ${site}`}`;
  return site === null ? `whole ${partition} cohort` : `site ${site}`;
}
