import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@raredx/stats';
import sharp from 'sharp';

const shapes = ['disc', 'ring', 'stripes'] as const;
/** Gain of each channel: the stain of a site. */
const stains: Readonly<Record<string, readonly [number, number, number]>> = {
  north: [1, 1, 1],
  south: [0.8, 1, 1.15],
  east: [1.15, 0.9, 0.85],
  west: [0.9, 0.8, 1.1],
};

interface SmallPictures {
  readonly sites: readonly string[];
  /** Patients of each class and site. */
  readonly each: number;
  readonly name?: string;
}

/** Pictures of 48 px of three classes, stained by site, and a manifest of them; returns the manifest. */
export async function makeSmallPictures(folder: string, { sites, each, name = 'cells' }: SmallPictures) {
  mkdirSync(join(folder, name), { recursive: true });
  const lines = ['image,label,patient,site'];
  for (const site of sites) {
    for (const shape of shapes) {
      for (let patient = 0; patient < each; patient++) {
        const file = `${name}/${site}-${shape}-${patient}.png`;
        const random = createRandom('small-pictures').fork(file);
        const data = pixelsOf(shape, stains[site] as readonly [number, number, number], () =>
          random.uniform(),
        );
        await sharp(data, { raw: { width: 48, height: 48, channels: 3 } })
          .png()
          .toFile(join(folder, file));
        lines.push(`${file},${shape},${site}-${shape}-${patient},${site}`);
      }
    }
  }
  const manifest = join(folder, `${name}.csv`);
  writeFileSync(manifest, `${lines.join('\n')}\n`);
  return manifest;
}

function pixelsOf(
  shape: (typeof shapes)[number],
  stain: readonly [number, number, number],
  draw: () => number,
): Buffer {
  const [radius, left, top] = [9 + 8 * draw(), 20 + 8 * draw(), 20 + 8 * draw()];
  const inside = (x: number, y: number) => {
    const distance = Math.hypot(x - left, y - top);
    if (shape === 'disc') return distance < radius;
    if (shape === 'ring') return distance < radius && distance > 0.6 * radius;
    return Math.floor(x / 5) % 2 === 1 && distance < 1.3 * radius;
  };
  const data = Buffer.alloc(48 * 48 * 3);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / 3);
    const colour = inside(pixel % 48, Math.floor(pixel / 48)) ? [170, 80, 120] : [225, 215, 205];
    const value = (colour[at % 3] as number) * (stain[at % 3] as number) + 30 * (draw() - 0.5);
    data[at] = Math.max(0, Math.min(255, Math.round(value)));
  }
  return data;
}
