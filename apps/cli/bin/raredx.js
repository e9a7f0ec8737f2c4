#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  const setup = fileURLToPath(new URL('../../../tools/setup/main.mjs', import.meta.url));
  process.stderr.write(`raredx: the sources are not built yet; run: node ${setup}\n`);
  process.exitCode = 6;
}
