/** `node libs/stats/kernel/build.mjs` compiles the AssemblyScript beside it; `--check` only compares. */
import { fileURLToPath } from 'node:url';
import { buildKernel } from '../../../tools/kernel/build-kernel.mjs';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

await buildKernel({
  folder: path('.'),
  target: path('../src/kernel/kernel-bytes.ts'),
  command: path('build.mjs'),
});
