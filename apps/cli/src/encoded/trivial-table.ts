import { decodeImages, trivialFeatures } from '@raredx/cohort';
import type { FeatureTable } from '@raredx/training';
import type { EncodedSamples } from './encode-samples.ts';
import type { ImageSamples, NoteSamples } from './samples.ts';

interface TrivialOptions {
  readonly onBad: 'stop' | 'count';
  readonly onProgress: (done: number, total: number) => void;
}

/** What each picture shows without being looked at: its colour, contrast, size, border and sharpness. */
export async function trivialOfImages(
  { images }: ImageSamples,
  { onBad, onProgress }: TrivialOptions,
): Promise<EncodedSamples> {
  const values: number[][] = [];
  const seen: number[] = [];
  const decoded = decodeImages(images.rows, { onBad });
  for await (const { index, image } of decoded) {
    const { colour, contrast, size, border, sharpness } = trivialFeatures(image);
    values.push([...colour, ...contrast, ...size, ...border, ...sharpness]);
    seen.push(index);
    if (index % 256 === 0) onProgress(index, images.rows.length);
  }
  const { leftOut } = decoded;
  return { features: tableOf(values), jittered: null, rows: Uint32Array.from(seen), leftOut };
}

/** What a text tells without being read: how long it is, and its shares of digits, capitals and punctuation. */
export function trivialOfNotes({ texts }: NoteSamples): EncodedSamples {
  const features = tableOf(
    texts.rows.map(({ text }) => {
      const share = (pattern: RegExp) => (text.match(pattern)?.length ?? 0) / Math.max(1, text.length);
      return [Math.log1p(text.length), share(/\d/g), share(/\p{Lu}/gu), share(/\p{P}/gu), share(/\n/g)];
    }),
  );
  return { features, jittered: null, rows: Uint32Array.from(texts.rows.keys()), leftOut: [] };
}

function tableOf(rows: readonly (readonly number[])[]): FeatureTable {
  return { rows: rows.length, width: rows[0]?.length ?? 0, values: Float32Array.from(rows.flat()) };
}
