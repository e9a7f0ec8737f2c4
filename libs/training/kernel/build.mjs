/**
 * `node libs/training/kernel/build.mjs` compiles the AssemblyScript beside it to src/heads/kernel/kernel-bytes.ts, so that
 * neither tsc nor a browser needs the compiler; `--check` only compares, and fails where the committed bytes are stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = new URL('../src/heads/kernel/kernel-bytes.ts', import.meta.url);

async function compiled() {
  const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--disableWarning'];
  let bytes;
  const { error, stderr } = await asc.main(['kernel.ts', '--outFile', 'kernel.wasm', ...options], {
    readFile: (name) => readFile(`${here}${name}`, 'utf8').catch(() => null),
    writeFile: (_, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`kernel: ${error.message}\n${stderr}`);
  return Buffer.from(bytes);
}

const lines = (await compiled()).toString('base64').match(/.{1,100}/g);
const text = `// Written by libs/training/kernel/build.mjs from the AssemblyScript beside it.
export const kernelBytes =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`;
if (!process.argv.includes('--check')) await writeFile(target, text);
else if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
  process.stderr.write(
    'kernel: the committed bytes are not its source compiled; run: node libs/training/kernel/build.mjs\n',
  );
  process.exitCode = 1;
}
