import { cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type CaseDatasetDeclaration, pullDataset } from '@raredx/cohort';
import { ConfigError } from '@raredx/experiment';
import { EnvironmentError } from '@raredx/runtime';
import { sha256 } from '@raredx/tables';
import { createTalk } from '../talk.ts';

type CaseCard = CaseDatasetDeclaration & { readonly folder: string };

/**
 * `raredx data pull` of a set of cases: from a folder that holds all of its files, from a zip of cases (with the other files
 * beside it, if they are there), or without either from where the cases are published.
 *
 * @throws ConfigError where what is named is not there; EnvironmentError (exit 6) where the release cannot be had
 */
export async function pullCases(card: CaseCard, from: string | undefined): Promise<void> {
  if (from === undefined) return takeZip(card, await fetchRelease(card), null);
  if (!existsSync(from)) throw new ConfigError(`data pull ${card.name}`, `no such file or folder (${from})`);
  if (statSync(from).isDirectory()) return pullDataset(card, from);
  takeZip(card, from, dirname(from));
}

/** The cases, and of the other files those that lie beside them; the folder changes whole or not at all. */
function takeZip(card: CaseCard, cases: string | Uint8Array, beside: string | null): void {
  const fresh = `${card.folder}.partial`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const target = join(fresh, card.cases);
  if (typeof cases === 'string') cpSync(cases, target, { dereference: true });
  else writeFileSync(target, cases);
  const others = card.needs.filter((file) => file !== card.cases);
  const absent = others.filter((file) => {
    const found = [beside && join(beside, file), join(card.folder, file)].find(
      (path) => path && existsSync(path),
    );
    if (found) cpSync(found, join(fresh, file), { dereference: true });
    return !found;
  });
  rmSync(card.folder, { recursive: true, force: true });
  renameSync(fresh, card.folder);
  if (absent.length > 0)
    createTalk(process.stderr, false).line(
      `without ${absent.join(', ')}: raredx rank needs the cases alone, the experiment needs it too`,
    );
}

const zipMark = 'PK';

async function fetchRelease({ name, release }: CaseCard): Promise<Uint8Array> {
  const where = `data pull ${name}`;
  const advice = `raredx data pull ${name} --from FILE takes a zip that you have, or a folder`;
  if (!release) throw new ConfigError(where, 'no file or folder named', advice);
  const talk = createTalk(process.stderr, false);
  talk.line(`downloading ${basename(release.url)} of ${new URL(release.url).host}`);
  let bytes: Uint8Array;
  try {
    const answer = await fetch(release.url, { signal: AbortSignal.timeout(600_000) });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    bytes = new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    const cause = (error as Error & { cause?: { code?: string } }).cause?.code ?? (error as Error).message;
    throw new EnvironmentError(where, `the release could not be downloaded (${cause})`, advice);
  }
  const hash = sha256(bytes);
  if (Buffer.from(bytes.subarray(0, 2)).toString('latin1') !== zipMark)
    throw new EnvironmentError(where, 'what was downloaded is no zip (a proxy answered?)', advice);
  if (release.sha256 !== undefined && release.sha256 !== hash)
    throw new EnvironmentError(where, `the release does not have the pinned sha256 (${hash})`, advice);
  talk.line(`sha256 ${hash}${release.sha256 === undefined ? ', which the card does not pin' : ' as pinned'}`);
  return bytes;
}
