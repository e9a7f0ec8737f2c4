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
  /** Patients with the event. */
  readonly events: number;
  /** Share of the samples with the event; of the patients where the samples are not at hand; 0 where there is nobody. */
  readonly rate: number;
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
    const { risks, outcomes } = predictions ? ofPopulation(predictions, chosen, population) : nothing;
    return [{ ...population, risks, rate: rateOf(own, outcomes) }];
  });
  const rank = ({ site, attribute }: Population) => (attribute !== null ? 2 : site !== null ? 1 : 0);
  return found.sort((a, b) => rank(a) - rank(b));
}

interface Judged {
  readonly risks: readonly number[];
  readonly outcomes: readonly number[];
}

const nothing: Judged = { risks: [], outcomes: [] };

/** Evidence counts patients with the event; the event rate of samples is another where patients have several. */
function rateOf({ patients, samples, events }: EvidenceRow, outcomes: readonly number[]): number {
  if (samples !== patients && outcomes.length > 0)
    return outcomes.reduce((sum, y) => sum + y, 0) / outcomes.length;
  return patients > 0 ? events / patients : 0;
}

function ofPopulation(
  { rows, model, label, partition, site, attributes, y, p }: Predictions,
  chosen: Chosen,
  population: Pick<Population, 'site' | 'attribute' | 'level'>,
): Judged {
  const attribute = population.attribute === null ? undefined : attributes[population.attribute];
  if (population.attribute !== null && !attribute) return nothing;
  const wanted = [
    [model, chosen.model],
    [label, chosen.label],
    [partition, chosen.partition],
    ...(population.site === null ? [] : [[site, population.site] as const]),
    ...(attribute ? [[attribute, population.level as string] as const] : []),
  ] as const;
  const codes = wanted.map(([column, level]) => [column.codes, column.levels.indexOf(level)] as const);
  const [risks, outcomes]: [number[], number[]] = [[], []];
  for (let row = 0; row < rows; row++) {
    if (!codes.every(([column, code]) => column[row] === code)) continue;
    risks.push(p[row] as number);
    outcomes.push(y[row] as number);
  }
  return { risks, outcomes };
}

/** As a heading names it. */
export function titleOf(
  { site, attribute, level }: Pick<Population, 'site' | 'attribute' | 'level'>,
  partition: string,
): string {
  if (attribute !== null) return `${attribute} = ${level}${site === null ? '' : ` at ${site}`}`;
  return site === null ? `whole ${partition} cohort` : `site ${site}`;
}
