import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom, expit } from '../../../libs/stats/dist/index.js';

export const thresholds = [0.1, 0.2, 0.3];

/** A model that is a little off: prevalence near 0.3, AUROC near 0.77. */
export function sample(n) {
  const random = createRandom(`bench ${n}`);
  const y = new Uint8Array(n);
  const p = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const linear = -1 + 1.2 * random.normal();
    y[row] = random.uniform() < expit(linear) ? 1 : 0;
    p[row] = expit(linear + 0.5 * random.normal());
  }
  return { y, p };
}

/** The same for the peers: y as bytes, p as doubles. */
export async function writeSample(folder, n) {
  const { y, p } = sample(n);
  await writeFile(join(folder, `y-${n}`), y);
  await writeFile(join(folder, `p-${n}`), new Uint8Array(p.buffer));
}

const levels = { sex: 2, stage: 4, age: 5, centre_size: 3 };
export const attributes = Object.keys(levels);

/** A predictions table with four attributes, for the command line. */
export async function writeTable(path, n) {
  const { y, p } = sample(n);
  const random = createRandom('bench attributes');
  const rows = Array.from(y, (outcome, row) =>
    [`p${row}`, outcome, p[row], ...Object.values(levels).map((k) => `level ${random.integer(k)}`)].join(','),
  );
  await writeFile(path, [['patient', 'y', 'p', ...attributes].join(','), ...rows, ''].join('\n'));
}
