import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { burnedInText, type DicomFile, deidentifyDicom, dicomImage, readDicom } from '@raredx/cohort';
import { ConfigError, writeAtomically } from '@raredx/experiment';
import { ContractError } from '@raredx/tables';
import { json } from '../run/json.ts';
import { createTalk } from '../talk.ts';

export interface DeidentifyRequest {
  /** A DICOM file, or a folder of them. */
  readonly name?: string | undefined;
  readonly out?: string | undefined;
  readonly dates: 'remove' | 'shift';
  /** Key of the replacements; without it a new one, which nobody keeps. */
  readonly secretFile?: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What became of a folder; names no source file but those that were left out. */
interface Tally {
  written: number;
  readonly patients: Set<string>;
  readonly actions: Record<string, number>;
  readonly warnings: { readonly file: string; readonly warning: string }[];
  readonly leftOut: { readonly file: string; readonly reason: string }[];
}

/** `raredx data deidentify SRC --out DIR`: DICOM files by the basic profile of PS3.15, under new names. */
export async function deidentify(request: DeidentifyRequest): Promise<number> {
  const { source, out } = foldersOf(request);
  const secret = secretOf(request);
  const files = filesOf(source);
  if (files.length === 0)
    throw new ConfigError(request.name as string, 'holds no file', 'name another folder');
  const talk = createTalk(process.stderr, request.quiet);
  const step = talk.step('deidentify');
  const tally: Tally = { written: 0, patients: new Set(), actions: {}, warnings: [], leftOut: [] };
  for (const [at, path] of files.entries()) {
    const shown = relative(source, path) || (request.name as string);
    try {
      await one(path, shown, { out, secret, dates: request.dates, tally });
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      const advice = error.message.slice(error.where.length + 2);
      tally.leftOut.push({ file: shown, reason: advice });
    }
    step.advance(at + 1, files.length);
  }
  step.end(`${tally.written} of ${files.length} files, ${tally.patients.size} patients`);
  say(request, tally, talk.line);
  return tally.leftOut.length > 0 ? 3 : 0;
}

function foldersOf({ name, out }: DeidentifyRequest): { readonly source: string; readonly out: string } {
  const where = 'data deidentify';
  if (!name)
    throw new ConfigError(where, 'no file or folder named', 'as in raredx data deidentify films --out new');
  if (!out) throw new ConfigError(where, 'no folder named', 'add --out FOLDER');
  const [source, to] = [resolve(name), resolve(out)];
  if (!existsSync(source))
    throw new ConfigError(name, 'no such file or folder', 'name a DICOM file, or a folder');
  if (existsSync(to) && (!statSync(to).isDirectory() || readdirSync(to).length > 0))
    throw new ConfigError('--out', `not an empty folder (${out})`, 'nothing is overwritten: choose another');
  if (`${to}${sep}`.startsWith(`${source}${sep}`))
    throw new ConfigError('--out', 'lies in the folder that is read', 'choose one outside of it');
  return { source, out: to };
}

function secretOf({ secretFile }: DeidentifyRequest): string {
  if (secretFile === undefined) return randomBytes(32).toString('hex');
  if (!existsSync(secretFile)) throw new ConfigError('--secret-file', `no such file (${secretFile})`);
  const secret = readFileSync(secretFile, 'utf8').trim();
  if (secret.length >= 16) return secret;
  throw new ConfigError('--secret-file', 'holds fewer than 16 characters', 'openssl rand -hex 32 makes one');
}

function filesOf(source: string): readonly string[] {
  if (!statSync(source).isDirectory()) return [source];
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'DICOMDIR')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function one(
  path: string,
  shown: string,
  {
    out,
    secret,
    dates,
    tally,
  }: Pick<DeidentifyRequest, 'dates'> & {
    readonly out: string;
    readonly secret: string;
    readonly tally: Tally;
  },
): Promise<void> {
  const dicom = readDicom(readFileSync(path), shown);
  const { bytes, actions, warnings } = deidentifyDicom(dicom, { secret, dates });
  const made = readDicom(bytes, shown);
  const text = (tag: string) => made.dataSet.string(tag)?.trim() ?? '';
  const [patient, series, instance] = ['x00100020', 'x0020000e', 'x00020003'].map(text) as [
    string,
    string,
    string,
  ];
  const name = [patient || 'nobody', series || 'no-series', `${instance}.dcm`].join('/');
  if (existsSync(join(out, name)))
    throw new ContractError(shown, 'has the instance UID of a file before it', 'one of the two is a copy');
  writeAtomically(join(out, name), bytes);
  tally.written++;
  tally.patients.add(patient);
  for (const [action, count] of Object.entries(actions))
    tally.actions[action] = (tally.actions[action] ?? 0) + count;
  for (const warning of [...warnings, ...(await drawn(dicom))]) tally.warnings.push({ file: name, warning });
}

/** What the pixels seem to say; silence proves nothing. */
async function drawn(dicom: DicomFile): Promise<string[]> {
  try {
    const bands = burnedInText(await dicomImage(dicom, { frame: 0 }));
    return bands.map(
      ({ edge, from, to }) => `rows ${from} to ${to} at the ${edge} look like lettering: look`,
    );
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return ['the pixels could not be looked at for lettering'];
  }
}

function say(request: DeidentifyRequest, tally: Tally, line: (text: string) => void): void {
  const { written, patients, actions, warnings, leftOut } = tally;
  for (const { file, reason } of leftOut) line(`left out: ${file}: ${reason}`);
  const alike = new Map<string, string[]>();
  for (const { file, warning } of warnings) alike.set(warning, [...(alike.get(warning) ?? []), file]);
  for (const [warning, [first, ...others]] of alike)
    line(`${first}${others.length > 0 ? ` and ${others.length} more` : ''}: ${warning}`);
  if (request.secretFile === undefined)
    line('the key was made for this run and is not kept: a second run gives the same patients other names');
  line(
    'pixels are not cleaned, and free text beyond the profile may be left: somebody has to look before these leave the house',
  );
  const counts = { files: written, patients: patients.size, dates: request.dates, actions };
  if (written > 0)
    writeAtomically(
      join(resolve(request.out as string), 'deidentified.json'),
      json({ profile: 'PS3.15 basic', ...counts, warnings }),
    );
  const document = { ...counts, warnings, leftOut };
  process.stdout.write(request.json ? `${JSON.stringify(document)}\n` : `${request.out}\n`);
}
