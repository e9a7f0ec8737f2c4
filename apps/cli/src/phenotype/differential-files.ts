import type { CaseLeftOut } from '@raredx/cohort';
import type { Knowledge } from '@raredx/ontology';
import { json } from '../run/json.ts';
import type { RankedCase } from './ranked-batch.ts';

export interface DifferentialFacts {
  readonly knowledge: Knowledge;
  readonly candidates: readonly string[];
  readonly leftOut: readonly CaseLeftOut[];
}

/** Leaders of each case that a person reads. */
const readable = 10;

/** Files for people: the first ten of each case as JSON lines and CSV, and what was left out. */
export function differentialFiles(
  ranked: readonly RankedCase[],
  { knowledge, candidates, leftOut }: DifferentialFacts,
): ReadonlyMap<string, string> {
  const { diseases, diseaseNames } = knowledge.annotations;
  const nameOf = new Map(diseases.map((id, at) => [id, diseaseNames[at] as string]));
  const listed = ranked.map((one) => ({ one, leaders: leadersOf(one, candidates, nameOf) }));
  const lines = listed.map(({ one, leaders }) =>
    JSON.stringify({ case: one.case.id, notes: one.case.notes, differential: leaders, ...one.explained }),
  );
  const rows = listed.flatMap(({ one, leaders }) =>
    leaders.map(({ rank, id, name, p }) => [one.case.id, rank, id, name, p.toPrecision(4)].map(cell).join()),
  );
  return new Map([
    ['differentials.jsonl', `${lines.join('\n')}\n`],
    ['differentials.csv', `${['case,rank,disease,name,p', ...rows].join('\n')}\n`],
    ['left-out.json', json(leftOut)],
  ]);
}

function leadersOf(one: RankedCase, candidates: readonly string[], nameOf: ReadonlyMap<string, string>) {
  return one.listed.slice(0, readable).map(({ place, rank, p }) => {
    const id = candidates[place] as string;
    return { rank, id, name: nameOf.get(id) ?? '', p };
  });
}

const cell = (value: string | number): string => {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
