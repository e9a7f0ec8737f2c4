import { openPack } from '../pack.ts';
import type { PackInput } from '../pack-input.ts';
import { mapCoverage } from './coverage.ts';
import { chosenMaps } from './requirement-maps.ts';
import { type SourceName, sourceRows, sources } from './sources.ts';

/**
 * The maps a pack was asked for, one item a line. An item names its sources; each source lists once the ids of its
 * rows of evidence, and the section of the page that prints it.
 */
export function renderRequirementsJson(input: PackInput): string {
  const pack = openPack(input);
  const coverages = chosenMaps(input.requirements ?? []).map((map) => mapCoverage(map, pack));
  const maps = coverages.map(({ map, answers, counts }) => {
    const { items: _, ...facts } = map;
    const lines = answers.map(({ item, evidence, ...answer }) => {
      const { id, chapter, text, filledBy } = item;
      return JSON.stringify({ id, chapter, text, filledBy, ...answer, statements: evidence.length });
    });
    const head = JSON.stringify({ ...facts, counts }).slice(0, -1);
    return `${head},"items":[\n${lines.join(',\n')}\n]}`;
  });
  const used = new Set(coverages.flatMap(({ answers }) => answers.flatMap((answer) => answer.sources)));
  const lists = ([...used].sort() as SourceName[]).map((name) => {
    const { title, section } = sources[name];
    return `${JSON.stringify(name)}:${JSON.stringify({ title, section, evidence: sourceRows(name, pack) })}`;
  });
  return `{"schemaVersion":1,"sources":{\n${lists.join(',\n')}\n},"maps":[\n${maps.join(',\n')}\n]}\n`;
}
