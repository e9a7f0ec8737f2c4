import { decodeImages, trivialFeatures } from '@raredx/cohort';
import type { FeatureTable } from '@raredx/training';
import type { ImageSamples } from './open-samples.ts';

/** What each picture shows without being looked at: its colour, contrast, size, border and sharpness. */
export async function trivialTable(
  { images }: ImageSamples,
  onProgress: (done: number, total: number) => void,
): Promise<FeatureTable> {
  const rows: number[][] = images.rows.map(() => []);
  for await (const { index, image } of decodeImages(images.rows)) {
    const { colour, contrast, size, border, sharpness } = trivialFeatures(image);
    rows[index] = [...colour, ...contrast, ...size, ...border, ...sharpness];
    if (index % 256 === 0) onProgress(index, images.rows.length);
  }
  return { rows: rows.length, width: rows[0]?.length ?? 0, values: Float32Array.from(rows.flat()) };
}
