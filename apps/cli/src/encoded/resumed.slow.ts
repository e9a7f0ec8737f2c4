import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { raredx, startRaredx } from '../../tests/raredx.ts';
import { makeSmallPictures } from '../../tests/small-pictures.ts';

const experiment = `kind: images
name: tuned
title: Tuned
question: Does it end with the same bytes?
seed: 3
manifest: cells.csv
cohorts: { external: [south] }
models:
  - { kind: fine-tuned, name: tuned, size: 32, strategy: partial, blocks: 2, epochs: 8, batch_size: 8, learning_rate: 0.01, patience: 2, tuning: 0.25 }
primary: tuned
validation: { thresholds: [0.5], bootstrap: 50, baseline: tuned }
`;

it('a fine-tuning that was interrupted ends with the bytes of one that was not, its controls too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'raredx-resumed-'));
  try {
    await makeSmallPictures(folder, { sites: ['north', 'south'], each: 6 });
    const file = join(folder, 'tuned.yaml');
    writeFileSync(file, experiment);
    const [whole, cut] = [join(folder, 'whole'), join(folder, 'cut')];
    expect(raredx(['train', file, '--out', whole]).status).toBe(0);
    for (const model of ['tuned', 'tuned-scratch']) {
      const { child, exit, said } = startRaredx(['train', file, '--out', cut]);
      const checkpoints = join(cut, 'checkpoints', model, 'final');
      while (!(existsSync(checkpoints) && readdirSync(checkpoints).some((name) => name.endsWith('.json')))) {
        if (child.exitCode !== null) throw new Error(said());
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      child.kill('SIGINT');
      expect((await exit).code).toBe(130);
    }
    expect(raredx(['train', file, '--out', cut]).status).toBe(0);
    for (const name of [
      'model/tuned.safetensors',
      'model/tuned-scratch.safetensors',
      'predictions.parquet',
      'trainings.json',
    ]) {
      expect(readFileSync(join(cut, name)).equals(readFileSync(join(whole, name))), name).toBe(true);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
