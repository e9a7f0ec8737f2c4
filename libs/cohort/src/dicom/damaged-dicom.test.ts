import { readdirSync, readFileSync } from 'node:fs';
import { fc } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { decodeDicomBytes } from './dicom-image.ts';

const folder = new URL('../../fixtures/dicom/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.dcm'));
const originals = files.map((file) => new Uint8Array(readFileSync(new URL(file, folder))));

/** Bytes written over a real file at random places, and the file cut at random: what a bad disk or an attacker makes. */
const mutation = fc.record({
  file: fc.integer({ min: 0, max: files.length - 1 }),
  writes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
    maxLength: 12,
  }),
  early: fc.boolean(),
  keep: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 3 }),
});

it('1,000 damaged files are a picture or a typed error, soon, and no value gets into a message', async () => {
  await fc.assert(
    fc.asyncProperty(mutation, async ({ file, writes, early, keep }) => {
      const bytes = originals[file]!.slice();
      // Half of the writes go to the header, where lengths are.
      const reach = early ? Math.min(1200, bytes.length) : bytes.length;
      for (const [at, value] of writes) bytes[Math.min(Math.floor(at * reach), reach - 1)] = value;
      const cut = keep === null ? bytes : bytes.subarray(0, Math.floor(keep * bytes.length));
      const start = performance.now();
      const outcome = await decodeDicomBytes(cut, 'a.dcm', { frame: 0 }).catch((error: unknown) => error);
      expect(performance.now() - start).toBeLessThan(2000);
      if (outcome instanceof Error) {
        expect(outcome).toMatchObject({ name: 'DicomError', exitCode: 3 });
        expect(outcome.message).not.toMatch(/canary/i);
      } else expect(outcome).toHaveProperty('data');
    }),
    { numRuns: 1000, seed: 20261124 },
  );
});
