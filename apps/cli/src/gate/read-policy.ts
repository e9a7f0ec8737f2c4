import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { type Policy, parsePolicy } from '@raredx/gate';

/**
 * A policy's text and what it says. Commands that judge for minutes read it first, so that a mistyped key is not said
 * after them.
 *
 * @throws ConfigError where it is missing or not as declared
 */
export function readPolicy(path: string): { readonly text: string; readonly policy: Policy } {
  const where = basename(path);
  if (!existsSync(path) || !statSync(path).isFile())
    throw new ConfigError(where, 'no such policy file', 'see policies/ for an example');
  const text = readFileSync(path, 'utf8');
  return { text, policy: parsePolicy(text, where) };
}
