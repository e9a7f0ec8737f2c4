import { decodeImages, groupDuplicates, type ImageRow, pixelHash } from '@raredx/cohort';
import type { ImageSamples } from './open-samples.ts';

export interface Units {
  /** The unit of independence of each sample. */
  readonly units: readonly string[];
  /** Pictures of which every pixel is that of another one. */
  readonly copies: number;
  /** Copies that lie under another patient. */
  readonly acrossPatients: number;
}

/**
 * Who must stay together: a patient's samples, and those of patients who share a picture, pixel for pixel. Whole pictures
 * are compared, not the cells in them.
 */
export async function unitsOf(
  { images, patientId }: ImageSamples,
  onProgress: (done: number, total: number) => void,
): Promise<Units> {
  const firstRow = new Map<string, number>();
  images.rows.forEach((row, at) => {
    const key = `${row.path}\0${row.frame ?? ''}\0${row.slot ? at : ''}`;
    if (!firstRow.has(key)) firstRow.set(key, at);
  });
  const places = [...firstRow.values()];
  const whole = places.map((at): ImageRow => {
    const { box: _, ...row } = images.rows[at] as ImageRow;
    return row;
  });
  const seen = new Map<string, number>();
  const pairs: Parameters<typeof groupDuplicates>[1][number][] = [];
  for await (const { index, image } of decodeImages(whole)) {
    const at = places[index] as number;
    const hash = pixelHash(image);
    const first = seen.get(hash);
    if (first === undefined) seen.set(hash, at);
    else pairs.push({ first, second: at, kind: 'exact', likeness: 1 });
    if (index % 64 === 0) onProgress(index, places.length);
  }
  const acrossPatients = pairs.filter(({ first, second }) => patientId[first] !== patientId[second]).length;
  return { units: groupDuplicates(patientId, pairs), copies: pairs.length, acrossPatients };
}
