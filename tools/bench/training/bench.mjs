import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../run/workspace-files.mjs';
import { describeMachine, load } from '../machine.mjs';
import { partNames } from './parts.mjs';
import { trainingPython } from './python.mjs';
import { report } from './report.mjs';

const folder = join(root, 'docs/bench');
const resultPath = (part) => join(folder, 'training', `${part}.json`);
const readResult = (part) =>
  existsSync(resultPath(part)) ? JSON.parse(readFileSync(resultPath(part), 'utf8')) : undefined;

/**
 * Measures the parts named, each keeping its numbers in docs/bench/training/<part>.json, and writes the page from all
 * numbers that are there. A part exports
 * `measure({ quick, python }) -> { title, command, rows: [{ what, ours, peer, theirs, unit?, bar, ratio }], notes }`,
 * where `ours` and `theirs` are { min, median }, `ratio` is ours over theirs and `bar` the most it may be, or null.
 */
export async function bench({ quick, parts = [] }) {
  const known = partNames();
  const unknown = parts.find((part) => !known.includes(part));
  if (unknown) {
    console.error(`bench: unknown part (${unknown}); there are ${known.join(', ')}`);
    return 2;
  }
  const results = {};
  for (const part of parts.length > 0 ? parts : known) {
    const { measure } = await import(`./${part}.mjs`);
    const machine = await describeMachine();
    const loadBefore = load();
    const measured = await measure({ quick, python: trainingPython() });
    if (!measured) continue;
    results[part] = { ...measured, machine, loadBefore };
    if (!quick) await keep(part, results[part]);
  }
  const shown = quick ? Object.values(results) : known.map(readResult).filter(Boolean);
  const { text, missed } = report(shown);
  console.log(text);
  if (!quick) await writeFile(join(folder, 'training.md'), text);
  for (const bar of missed) console.error(`bench: missed: ${bar}`);
  return missed.length > 0 && !quick ? 1 : 0;
}

async function keep(part, result) {
  await mkdir(join(folder, 'training'), { recursive: true });
  await writeFile(resultPath(part), `${JSON.stringify(result, null, 2)}\n`);
}
