import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import asc from 'assemblyscript/asc';
import { root } from '../run/workspace-files.mjs';

const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--disableWarning'];

async function compiled(folder) {
  let bytes;
  const { error, stderr } = await asc.main(['kernel.ts', '--outFile', 'kernel.wasm', ...options], {
    readFile: (name) => readFile(join(folder, name), 'utf8').catch(() => null),
    writeFile: (_, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`kernel: ${error.message}\n${stderr}`);
  return Buffer.from(bytes);
}

/**
 * Compiles the AssemblyScript of a folder to a TypeScript file of its bytes, so that neither tsc nor a browser needs the
 * compiler; `--check` on the command line only compares, and fails where the committed bytes are stale.
 *
 * @param {{ folder: string, target: string, command: string }} kernel folder of `kernel.ts`, the file to write, both
 * absolute, and the command that does it, for the header
 */
export async function buildKernel({ folder, target, command }) {
  const lines = (await compiled(folder)).toString('base64').match(/.{1,100}/g);
  const text = `// Written by ${relative(root, command)} from the AssemblyScript beside it.
export const kernelBytes =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`;
  if (!process.argv.includes('--check')) await writeFile(target, text);
  else if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
    process.stderr.write(
      `kernel: the committed bytes are not its source compiled; run: node ${relative(root, command)}\n`,
    );
    process.exitCode = 1;
  }
}
