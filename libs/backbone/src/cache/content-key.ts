import { createHash } from 'node:crypto';
import type { RgbImage } from '@raredx/cohort';

/** A sample's key in the cache: what it shows, and which view of it was taken. */
export function contentKey(sample: RgbImage | string, view: string): string {
  const hash = createHash('sha256').update(`${view}\0`);
  if (typeof sample === 'string') return hash.update(`text\0${sample}`).digest('hex');
  return hash.update(`${sample.width}×${sample.height}\0`).update(sample.data).digest('hex');
}
