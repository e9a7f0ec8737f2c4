import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { differenceRisks, type PackInput } from '@raredx/report';
import { ContractError } from '@raredx/tables';
import type { Talk } from '../talk.ts';

/** All that the pages of a copy for sharing print; they are made from it and nothing else, here and by verify. */
export const shareableDocument = 'pack.json';

export interface EarlierCopy {
  /** Folder of a copy that was given out before; whatever it tells together with the new one is held back. */
  readonly after?: string;
  /** Write the new copy all the same. */
  readonly acceptDifferences?: boolean;
}

const mostPlaces = 5;

/**
 * Holds a new copy for sharing against an earlier one, before it is written: patients in the difference of two versions
 * can be few where they are few in neither. Where no earlier copy is named, the one that lies there is looked at, and a
 * difference is said and not refused.
 *
 * @throws ContractError where the difference tells a small count and that was not accepted
 */
export function checkDifference(
  copy: string,
  later: PackInput,
  { after, acceptDifferences }: EarlierCopy,
  talk: Talk,
): void {
  const earlier = after === undefined ? present(copy) : required(after);
  if (earlier === null) return;
  const risks = differenceRisks(earlier, later);
  if (risks.length === 0) return;
  const more = risks.length > mostPlaces ? `, and ${risks.length - mostPlaces} more` : '';
  const places = `${risks.slice(0, mostPlaces).join('; ')}${more}`;
  if (after !== undefined && !acceptDifferences) {
    throw new ContractError(
      'pack-shareable',
      `beside the earlier copy it gives counts of 1 to 10 away (${places})`,
      'wait until more patients differ, or share it all the same with --accept-differences',
    );
  }
  talk.line(
    `pack-shareable: beside the ${after === undefined ? 'copy that lay here' : 'earlier copy'} it gives counts of 1 to 10 away (${places})${after === undefined ? ': where that one was given out, use --after' : ''}`,
  );
}

function present(copy: string): PackInput | null {
  try {
    return JSON.parse(readFileSync(join(copy, shareableDocument), 'utf8')) as PackInput;
  } catch {
    return null;
  }
}

function required(given: string): PackInput {
  const folder = resolve(given);
  const within = join(folder, 'pack-shareable');
  const copy = existsSync(within) ? within : folder;
  const input = present(copy);
  if (input === null || input.withheld === undefined) {
    throw new ConfigError('--after', `not a copy for sharing (${given})`, 'name its folder, pack-shareable');
  }
  return input;
}
