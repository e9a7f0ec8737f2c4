import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@raredx/stats';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { inspectImages } from './inspect-images.ts';
import { loadImageManifest } from './load-image-manifest.ts';

it('copies join patients, shortcuts are warned of, bad files are counted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'raredx-inspect-'));
  const lines = ['file,patient,label'];
  for (let i = 0; i < 16; i++) {
    // Picture 15 is picture 0 again, under another patient.
    const random = createRandom(i === 15 ? 0 : i);
    const red = i % 2 === 0 || i === 15 ? 80 : 0;
    const pixels = Uint8Array.from(
      { length: 40 * 40 * 3 },
      (_, at) => random.integer(150) + (at % 3 === 0 ? red : 0),
    );
    const png = await sharp(pixels, { raw: { width: 40, height: 40, channels: 3 } })
      .png()
      .toBuffer();
    writeFileSync(join(folder, `${i}.png`), png);
    lines.push(`${i}.png,p${i},${i % 2 === 0 ? 'even' : 'odd'}`);
  }
  writeFileSync(join(folder, 'cut.png'), 'no picture');
  lines.push('cut.png,p99,odd');
  writeFileSync(join(folder, 'm.csv'), `${lines.join('\n')}\n`);
  const cohort = await loadImageManifest(join(folder, 'm.csv'));
  const { units, leftOut, pairs, checks } = await inspectImages(cohort, { random: createRandom(1) });
  expect(pairs).toEqual([{ first: 0, second: 15, kind: 'exact', likeness: 1 }]);
  expect([units[0], units[15], units[1]]).toEqual(['p0', 'p0', 'p1']);
  expect(leftOut.map(({ index }) => index)).toEqual([16]);
  expect(checks.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual([
    'duplicate_images warning',
    'near_duplicate_images clean',
    'acquisition_shortcut warning',
  ]);
  const many = await inspectImages(cohort, { random: createRandom(1), mostNear: 3 });
  expect(many.checks[1]?.verdict).toBe('not_checked');
  expect(many.pairs).toEqual(pairs);
});
