import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../run/workspace-files.mjs';
import { describeMachine, load } from '../machine.mjs';
import { measure } from './measure.mjs';
import { report } from './report.mjs';

export async function bench({ quick }) {
  const machine = { text: await describeMachine(), loadBefore: load() };
  const measured = await measure({ quick });
  const { text, missed } = report(measured, { ...machine, loadAfter: load() });
  console.log(text);
  if (!quick) {
    await mkdir(join(root, 'docs/bench'), { recursive: true });
    await writeFile(join(root, 'docs/bench/ranking.md'), text);
  }
  for (const bar of missed) console.error(`bench: missed: ${bar}`);
  return missed.length > 0 && !quick ? 1 : 0;
}
