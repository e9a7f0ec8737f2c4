/** The contestant raredx: `check` writes the task for the peer and answers what was found, anything else the milliseconds. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createRandom } from '../../../libs/stats/dist/index.js';
import { crossValidateHeads, patientFolds } from '../../../libs/training/dist/index.js';
import { nestedCvTask } from './nested-cv-data.mjs';

const [folder, text] = process.argv.slice(2);
const { folds, grid, rows, width, standardise } = JSON.parse(text);
const random = createRandom('nested-cv folds');
const task = nestedCvTask({ rows, width });

async function run(keepHeads) {
  const heads = [{ kind: 'softmax', grid }];
  const started = performance.now();
  const [result] = await crossValidateHeads(task, { heads, folds, random, keepHeads, standardise });
  return { milliseconds: performance.now() - started, result };
}

function write() {
  const stream = random.fork('outer').fork(0);
  const all = Int32Array.from(task.classes.keys());
  const outer = patientFolds(task, { rows: all, folds, where: 'bench' }, stream);
  const inner = Array.from({ length: folds }, (_, fold) => {
    const train = all.filter((row) => outer[row] !== fold);
    return [...patientFolds(task, { rows: train, folds, where: 'bench' }, stream.fork(fold).fork('inner'))];
  });
  writeFileSync(join(folder, 'features.f32'), task.features.values);
  writeFileSync(
    join(folder, 'task.json'),
    JSON.stringify({ classes: [...task.classes], outer: [...outer], inner }),
  );
}

for await (const line of createInterface({ input: process.stdin })) {
  const { check } = JSON.parse(line);
  if (check) write();
  const { milliseconds, result } = await run(check);
  const found = result.folds.map(({ setting, curve, head }) => ({
    setting,
    curve: [...curve],
    coefficients: [...(head?.coefficients ?? [])],
  }));
  console.log(JSON.stringify(check ? found : milliseconds));
}
