import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, nearestName, writeAtomically } from '@raredx/experiment';
import { chosenMaps } from '@raredx/report';
import { json } from '../run/json.ts';

export const formats = ['html', 'json', 'csv', 'pdf'] as const;
export type Format = (typeof formats)[number];

/** How a pack was asked for; it lies in the pack, so that its pages can be made again. */
export interface PackOptions {
  readonly requirements: readonly string[];
  /** html is always written. */
  readonly formats: readonly Format[];
}

export const optionsFile = 'pack-options.json';

const usual: PackOptions = { requirements: ['tripod-ai'], formats: ['html'] };

export function readOptions(folder: string): PackOptions {
  const path = join(folder, optionsFile);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as PackOptions) : usual;
}

const listed = (text: string) =>
  [...new Set(text.split(',').map((one) => one.trim()))].filter((one) => one !== '');

/**
 * Flags over what the folder was asked for before; what is new is kept there.
 *
 * @throws ConfigError for an unknown map or format
 */
export function keepOptions(
  folder: string,
  flags: { readonly requirements?: string; readonly format?: string },
): void {
  if (flags.requirements === undefined && flags.format === undefined) return;
  const before = readOptions(folder);
  const requirements =
    flags.requirements === undefined
      ? before.requirements
      : chosenMaps(flags.requirements === 'none' ? [] : listed(flags.requirements)).map(({ id }) => id);
  const wanted = flags.format === undefined ? before.formats : formatsOf(flags.format);
  writeAtomically(join(folder, optionsFile), json({ requirements, formats: wanted }));
}

function formatsOf(text: string): readonly Format[] {
  const names = listed(text);
  const unknown = names.find((name) => !(formats as readonly string[]).includes(name));
  if (unknown !== undefined) {
    const near = nearestName(unknown, formats);
    throw new ConfigError(
      '--format',
      `unknown format (${unknown})`,
      near ? `did you mean ${near}?` : `formats: ${formats.join(', ')}`,
    );
  }
  return formats.filter((name) => name === 'html' || names.includes(name));
}
