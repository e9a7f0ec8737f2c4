import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ConfigError, writeAtomically } from '@raredx/experiment';
import { type HumanItems, humanFields, humanTemplate, readHumanItems, signedFields } from '@raredx/report';

export const humanFile = 'human.yaml';

/**
 * Puts the statements of people beside the run, byte for byte as they were given; gives back what is to be said of items
 * that nobody has signed.
 *
 * @throws ConfigError where the file is not there or not as declared
 */
export function placeHuman(folder: string, given: string): string | null {
  const path = resolve(given);
  if (!existsSync(path) || !statSync(path).isFile())
    throw new ConfigError(given, 'no such file', 'write a template with --human-template');
  const text = readFileSync(path, 'utf8');
  const signed = signedFields(readHumanItems(text, basename(path))).size;
  writeAtomically(join(folder, humanFile), text);
  const open = humanFields.length - signed;
  return open === 0
    ? null
    : `${basename(path)}: ${open} of ${humanFields.length} items lack a text, an author, a signer or a date`;
}

export function readHuman(folder: string): HumanItems | null {
  const path = join(folder, humanFile);
  return existsSync(path) ? readHumanItems(readFileSync(path, 'utf8'), humanFile) : null;
}

/**
 * @throws ConfigError where the file exists: what somebody wrote is never overwritten
 */
export function writeTemplate(path: string): void {
  if (existsSync(path)) throw new ConfigError(path, 'exists already', 'name a new file');
  writeAtomically(resolve(path), humanTemplate());
}
