import { decodeImages, trivialFeatures } from '@raredx/cohort';
import type { FeatureTable } from '@raredx/training';
import type { ImageSamples, NoteSamples } from './samples.ts';

/** What each picture shows without being looked at: its colour, contrast, size, border and sharpness. */
export async function trivialOfImages(
  { images }: ImageSamples,
  onProgress: (done: number, total: number) => void,
): Promise<FeatureTable> {
  const rows: number[][] = images.rows.map(() => []);
  for await (const { index, image } of decodeImages(images.rows)) {
    const { colour, contrast, size, border, sharpness } = trivialFeatures(image);
    rows[index] = [...colour, ...contrast, ...size, ...border, ...sharpness];
    if (index % 256 === 0) onProgress(index, images.rows.length);
  }
  return tableOf(rows);
}

/** What a text tells without being read: how long it is, and its shares of digits, capitals and punctuation. */
export function trivialOfNotes({ texts }: NoteSamples): FeatureTable {
  return tableOf(
    texts.rows.map(({ text }) => {
      const share = (pattern: RegExp) => (text.match(pattern)?.length ?? 0) / Math.max(1, text.length);
      return [Math.log1p(text.length), share(/\d/g), share(/\p{Lu}/gu), share(/\p{P}/gu), share(/\n/g)];
    }),
  );
}

function tableOf(rows: readonly (readonly number[])[]): FeatureTable {
  return { rows: rows.length, width: rows[0]?.length ?? 0, values: Float32Array.from(rows.flat()) };
}
