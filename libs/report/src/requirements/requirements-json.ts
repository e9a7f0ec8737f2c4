import { openPack } from '../pack.ts';
import type { PackInput } from '../pack-input.ts';
import { mapCoverage } from './coverage.ts';
import { chosenMaps } from './requirement-maps.ts';

/** The maps a pack was asked for, item by item with the ids of all rows of evidence: one item a line. */
export function renderRequirementsJson(input: PackInput): string {
  const pack = openPack(input);
  const maps = chosenMaps(input.requirements ?? []).map((map) => {
    const { answers, counts } = mapCoverage(map, pack);
    const { items: _, ...facts } = map;
    const lines = answers.map(({ item, ...answer }) =>
      JSON.stringify({
        id: item.id,
        chapter: item.chapter,
        text: item.text,
        filledBy: item.filledBy,
        ...answer,
      }),
    );
    const head = JSON.stringify({ ...facts, counts }).slice(0, -1);
    return `${head},"items":[\n${lines.join(',\n')}\n]}`;
  });
  return `{"schemaVersion":1,"maps":[\n${maps.join(',\n')}\n]}\n`;
}
