import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { decodeImages } from './decode-images.ts';
import { detectShortcut, type ShortcutReport, shortcutCheck } from './detect-shortcut.ts';
import { loadImageManifest } from './load-image-manifest.ts';
import { rgbImage } from './rgb-image.ts';
import { trivialFeatures } from './trivial-features.ts';

/** 60 pictures of noise in three classes; class k is `tint * k` redder. */
function pictures(tint: number) {
  const random = createRandom('shortcut');
  const labels = Array.from({ length: 60 }, (_, i) => `class ${i % 3}`);
  const features = labels.map((_, i) => {
    const data = Uint8Array.from({ length: 12 * 12 * 3 }, (__, at) =>
      Math.round(100 + random.integer(60) + (at % 3 === 0 ? tint * (i % 3) : 0)),
    );
    return trivialFeatures(rgbImage(12, 12, data));
  });
  return {
    features,
    labels,
    units: labels.map((_, i) => `p${i}`),
    random: createRandom(5),
    permutations: 99,
  };
}

describe('detectShortcut', () => {
  it('a tint a class is called a shortcut, noise is not', () => {
    const tinted = detectShortcut(pictures(20)) as ShortcutReport;
    expect(tinted.findings.find(({ family }) => family === 'colour')).toMatchObject({
      level: 'shortcut',
      p: 0.01,
    });
    expect(shortcutCheck(tinted)).toMatchObject({ verdict: 'warning' });
    expect(shortcutCheck(tinted).message).toMatch('proves nothing');
    const noise = detectShortcut(pictures(0)) as ShortcutReport;
    expect(noise.findings.every(({ level }) => level === 'none')).toBe(true);
    expect(shortcutCheck(noise).verdict).toBe('clean');
  });

  it('p is uniform under the null: few false alarms', () => {
    const { features, labels, units } = pictures(0);
    const alarms = Array.from({ length: 20 }, (_, i) => {
      const report = detectShortcut({ features, labels, units, random: createRandom(i), permutations: 99 });
      return (report as ShortcutReport).findings.filter(({ p }) => p <= 0.01).length;
    });
    expect(alarms.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(6);
  });

  it('a reason where there is nothing to predict', () => {
    const { features, units, random } = pictures(0);
    const report = detectShortcut({ features, units, random, labels: units.map(() => 'one') });
    expect(report).toEqual({ undefinedBecause: 'fewer than two classes have five rows' });
    expect(shortcutCheck(report).verdict).toBe('not_checked');
  });
});

const shared = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));

describe.skipIf(!existsSync(`${shared}rbc-chula`))('rbc-chula', () => {
  it('disease/ follows from mean colour alone', async () => {
    const options = { file: 'disease/{file}', patient: 'image' } as const;
    const { rows } = await loadImageManifest(`${shared}rbc-chula/disease.csv`, options);
    const features = [];
    for await (const { image } of decodeImages(rows)) features.push(trivialFeatures(image));
    const labels = rows.map(({ label }) => label);
    const units = rows.map(({ patient }) => patient);
    const report = detectShortcut({ features, labels, units, random: createRandom(1), permutations: 99 });
    const colour = (report as ShortcutReport).findings.find(({ family }) => family === 'colour');
    expect(colour).toMatchObject({ level: 'shortcut', p: 0.01 });
    expect(colour!.balancedAccuracy).toBeGreaterThan(0.98);
  });
});
