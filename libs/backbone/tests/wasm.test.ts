import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeImage } from '@raredx/cohort';
import { openRuntime } from '@raredx/runtime';
import { describe, expect, it } from 'vitest';
import { openBackbone } from '../src/open-backbone.ts';
import { efficientnetLite0Package, miniLmPackage } from '../src/provision/pinned-package.ts';
import { decoded, greatestDifference, whyNot } from './weights-at-hand.ts';

process.env.RAREDX_RUNTIME = 'wasm';
const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const read = (name: string) => JSON.parse(readFileSync(fixture(name), 'utf8'));
const missing = (await whyNot(efficientnetLite0Package)) ?? (await whyNot(miniLmPackage));

describe.skipIf(missing)(`without native TensorFlow${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it('EfficientNet-Lite0 gives the same features, with another hash', async () => {
    const runtime = await openRuntime();
    expect(runtime.kind).toBe('wasm');
    const backbone = await openBackbone('efficientnet-lite0', { runtime, size: 128 });
    const { values } = await backbone.embed([await decodeImage(fixture('hopper.png'), 'hopper.png')]);
    expect(
      greatestDifference(values, decoded(read('efficientnet-lite0.json').cases.hopper.features)),
    ).toBeLessThan(1e-4);
    backbone.dispose();
  });

  it('all-MiniLM-L6-v2 gives the same vectors', async () => {
    const backbone = await openBackbone('minilm', { runtime: await openRuntime() });
    const [{ text, vector }] = read('minilm.json').cases;
    const { values } = await backbone.embed([text]);
    expect(greatestDifference(values, decoded(vector))).toBeLessThan(1e-5);
    backbone.dispose();
  });
});
