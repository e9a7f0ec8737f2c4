import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../../libs/stats/dist/index.js';
import { baseStatistics, drawEpisodes, selectClasses } from '../../../libs/training/dist/index.js';

const width = 1280;

/**
 * Clouds in the shape of pooled features (positive, skewed), a patient a row. The spread within classes is such that
 * a 5-way 5-shot prototype is right about four times in five.
 */
export function sampleTask({ classes, patients }) {
  const random = createRandom('bench episodes');
  const rows = classes * patients;
  const centres = Float64Array.from({ length: classes * width }, () => 0.45 * random.normal());
  const values = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const c = Math.floor(row / patients);
    for (let k = 0; k < width; k++)
      values[row * width + k] = Math.max(0, 0.4 + centres[c * width + k] + 3 * random.normal());
  }
  return {
    features: { rows, width, values },
    classes: Int32Array.from({ length: rows }, (_, row) => Math.floor(row / patients)),
    classNames: Array.from({ length: classes }, (_, c) => `class ${c + 1}`),
    groups: Int32Array.from({ length: rows }, (_, row) => row),
  };
}

/** What both contestants are given: features, base mean and episodes; all but the first are written for the peer. */
export function sampleEpisodes({ classes, patients, count }) {
  const task = sampleTask({ classes, patients });
  const episodes = drawEpisodes(task, { ways: 5, shots: 5, queries: 15, count }, createRandom('bench draws'));
  const base = baseStatistics(selectClasses(task, [0, 1, 2, 3]));
  return { task, episodes, base };
}

export function writeSample(folder, size) {
  const { task, episodes, base } = sampleEpisodes(size);
  const { values } = task.features;
  writeFileSync(join(folder, 'features.f32'), new Uint8Array(values.buffer));
  writeFileSync(join(folder, 'base.f64'), new Uint8Array(base.mean.buffer));
  const rows = episodes.map(({ support, query }) => [[...support], [...query]]);
  writeFileSync(join(folder, 'episodes.json'), JSON.stringify(rows));
}
