import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadSource } from '../../run/load-source.mjs';
import { cacheFolder } from '../../setup/cache-folder.mjs';

const { openRuntime } = await loadSource('libs/runtime/src/index.ts');
const { openBackbone, efficientnetLite0Package: pin } = await loadSource('libs/backbone/src/index.ts');
const runtime = await openRuntime();
const opened = new Map();

const backboneOf = async (size) => {
  if (!opened.has(size)) opened.set(size, await openBackbone('efficientnet-lite0', { runtime, size }));
  return opened.get(size);
};

/** Pixels that the other side can make by itself. */
const imagesOf = (count, size) =>
  Array.from({ length: count }, (_, image) => {
    const data = new Uint8Array(size * size * 3);
    for (let at = 0; at < data.length; at++) data[at] = (at * 7 + ((at * at) % 251) + image * 37) % 256;
    return { width: size, height: size, data };
  });

const answer = async ({ weights, size, batch, calls, check }) => {
  if (weights) {
    await backboneOf(128);
    const folder = `${pin.name}-${pin.version}-${pin.sha256.slice(0, 12)}`;
    return { weights: join(cacheFolder(), folder, 'weights.pth') };
  }
  const backbone = await backboneOf(size);
  const images = imagesOf(batch, size);
  if (check) return { features: Array.from((await backbone.embed(images)).values) };
  const start = performance.now();
  for (let call = 0; call < calls; call++) await backbone.embed(images);
  return { ms: (performance.now() - start) / calls };
};

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
