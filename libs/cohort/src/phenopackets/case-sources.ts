import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ContractError } from '@raredx/tables';
import { openPromise } from 'yauzl';
import { caseFileEndings } from './draft-file.ts';
import type { CaseLeftOut } from './phenotype-case.ts';

/** A phenopacket of this size is no patient; a list may be larger. */
const packetLimit = 16 * 2 ** 20;
const listLimit = 400 * 2 ** 20;

/** A file's text, or why it is not read. */
export type CaseSource = { readonly where: string; readonly text: string } | CaseLeftOut;

const isCaseFile = (name: string): boolean =>
  caseFileEndings.includes(extname(name).toLowerCase()) && !basename(name).startsWith('.');

const tooLarge = (where: string, size: number, limit: number): CaseLeftOut | undefined =>
  size <= limit
    ? undefined
    : {
        where,
        because: `is ${Math.round(size / 2 ** 20)} MB, more than the ${limit / 2 ** 20} MB read at once: one case a file, or a JSONL or TSV list in parts`,
      };

const readSource = async (path: string, where: string, limit: number): Promise<CaseSource> =>
  tooLarge(where, (await stat(path)).size, limit) ?? { where, text: await readFile(path, 'utf8') };

async function* folderSources(folder: string): AsyncGenerator<CaseSource> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && isCaseFile(entry.name));
  for (const path of paths.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    yield await readSource(path, relative(folder, path), packetLimit);
  }
}

async function* zipSources(path: string): AsyncGenerator<CaseSource> {
  const zip = await openPromise(path).catch((error: Error) => {
    throw new ContractError(path, `is no readable zip (${error.message})`);
  });
  try {
    for await (const entry of zip.eachEntry()) {
      if (!isCaseFile(entry.fileName) || entry.fileName.startsWith('__MACOSX/')) continue;
      const where = `${basename(path)}/${entry.fileName}`;
      const refused = tooLarge(where, entry.uncompressedSize, packetLimit);
      if (refused) yield refused;
      else yield { where, text: (await buffer(await zip.openReadStreamPromise(entry))).toString('utf8') };
    }
  } catch (error) {
    throw error instanceof ContractError
      ? error
      : new ContractError(path, `is damaged (${(error as Error).message})`);
  }
}

/**
 * The texts of a case file, of every case file in a folder, or in a zip, by name within a folder and in the zip's order.
 *
 * @throws ContractError where there is nothing at `path` or it cannot be read as a whole
 */
export async function* caseSources(path: string): AsyncGenerator<CaseSource> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new ContractError(path, 'is not there', 'give a phenopacket, a folder or zip of them, or a list');
  if (found.isDirectory()) yield* folderSources(path);
  else if (extname(path).toLowerCase() === '.zip') yield* zipSources(path);
  else yield await readSource(path, basename(path), listLimit);
}
