import { stat } from 'node:fs/promises';
import { fingerprint } from '@raredx/tables';
import type { Samples } from './samples.ts';

/**
 * Changes when a picture's file does: size and time of change of each. For the stamps of a run alone, so that a picture
 * exported again is learned from again; never for what is reported, as it holds clocks.
 */
export async function filesFingerprint(samples: Samples): Promise<string> {
  if (samples.kind === 'notes') return samples.fingerprint;
  const paths = [...new Set(samples.images.rows.map(({ path }) => path))];
  const stamps: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    stamps.push(`${path} ${found?.size} ${found?.mtimeMs}`);
  }
  return fingerprint(stamps);
}
