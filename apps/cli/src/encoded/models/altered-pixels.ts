import type { Random } from '@raredx/stats';

/** One of the eight ways to lay a square down, as the source of each pixel. */
function layOf(size: number, way: number): Uint32Array {
  const source = new Uint32Array(size * size);
  const last = size - 1;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [u, v] = way & 1 ? [y, x] : [x, y];
      source[y * size + x] = (way & 2 ? last - v : v) * size + (way & 4 ? last - u : u);
    }
  }
  return source;
}

/**
 * A square picture laid down one of eight ways.
 *
 * @param way 0 to 7: 0 is as it is; 2, 4 and 6 are the mirror images and the half turn
 */
export function laidDown(pixels: Uint8Array, size: number, way: number): Uint8Array {
  if (way === 0) return pixels;
  const source = layOf(size, way);
  const out = new Uint8Array(pixels.length);
  source.forEach((from, to) => {
    for (let c = 0; c < 3; c++) out[to * 3 + c] = pixels[from * 3 + c] as number;
  });
  return out;
}

/**
 * A training copy of a square picture: laid down at random, its colour moved: brightness and contrast together, and each
 * channel by itself as stains and lamps do.
 *
 * @param jitter 0 leaves the colour; 1 moves brightness by up to ±50 % and each channel's gain by up to ±30 %
 */
export function alteredPixels(
  pixels: Uint8Array,
  size: number,
  {
    random,
    jitter,
    upright,
  }: { readonly random: Random; readonly jitter: number; readonly upright: boolean },
): Uint8Array {
  const laid = upright ? pixels : laidDown(pixels, size, random.integer(8));
  if (jitter === 0) return laid;
  const around = (spread: number) => 1 + jitter * spread * (2 * random.uniform() - 1);
  const contrast = around(0.5);
  const brightness = 255 * 0.25 * jitter * (2 * random.uniform() - 1);
  const gains = [around(0.3), around(0.3), around(0.3)];
  return Uint8Array.from(laid, (value, at) => {
    const moved = ((value - 127) * contrast + 127 + brightness) * (gains[at % 3] as number);
    return Math.max(0, Math.min(255, Math.round(moved)));
  });
}
