import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunDirectory } from '@raredx/experiment';
import { sha256 } from '@raredx/tables';
import type { TestPart } from '../new-patients/learned-patients.ts';
import { json } from '../run/json.ts';
import type { Samples } from './samples.ts';

/** `learned.json` of a run: whom and what its models learned from, as hashes; enough to know them again. */
interface Learned {
  readonly schemaVersion: 1;
  readonly sites: readonly string[];
  /** Of site and patient. */
  readonly patients: readonly string[];
  /** Of a picture's file and box, or of a note's text. */
  readonly contents: readonly string[];
}

const file = 'learned.json';

/** No name of a place where nobody said one. */
const noSite = 'unknown';

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Writes down which rows of the samples were learned from. */
export function writeLearned(run: RunDirectory, samples: Samples, rows: ArrayLike<number>): void {
  const contentOf = contents(samples);
  const all = Array.from(rows);
  const unique = (values: readonly (string | null)[]) =>
    [...new Set(values.filter((value): value is string => value !== null))].sort();
  const learned: Learned = {
    schemaVersion: 1,
    sites: unique(all.map((row) => samples.site[row] as string)),
    patients: unique(all.map((row) => patientOf(samples, row))),
    contents: unique(all.map(contentOf)),
  };
  run.write(file, json(learned));
}

/**
 * How far each sample may serve as a test of a run's models: not at all where it, or its patient at that site, was learned
 * from; as a test within the sites that were learned from; as an external one elsewhere, and where no site is said.
 *
 * @param folder of the run; one of an earlier version says nothing, and all is external
 */
export function testPartsOf(samples: Samples, folder: string): TestPart[] {
  const path = join(folder, file);
  if (!existsSync(path)) return samples.site.map(() => 'external');
  const learned = JSON.parse(readFileSync(path, 'utf8')) as Learned;
  const [sites, patients, known] = [learned.sites, learned.patients, learned.contents].map(
    (values) => new Set(values),
  ) as [Set<string>, Set<string>, Set<string>];
  const contentOf = contents(samples);
  return samples.site.map((site, row) => {
    if (known.has(contentOf(row) ?? '')) return 'learned';
    if (site === noSite || !sites.has(site)) return 'external';
    return patients.has(patientOf(samples, row)) ? 'learned' : 'test';
  });
}

const patientOf = (samples: Samples, row: number): string =>
  short(`${samples.site[row]}\0${samples.patientId[row]}`);

/** What a sample is, wherever it lies; null where its file cannot be read. */
function contents(samples: Samples): (row: number) => string | null {
  if (samples.kind === 'notes') return (row) => short(samples.texts.rows[row]?.text ?? '');
  const files = new Map<string, string | null>();
  return (row) => {
    const { path, box, frame, slot } = samples.images.rows[row] ?? { path: '' };
    if (!files.has(path)) files.set(path, existsSync(path) ? sha256(readFileSync(path)) : null);
    const hash = files.get(path);
    return hash ? short(`${hash} ${JSON.stringify([box ?? null, frame ?? 0, slot ?? null])}`) : null;
  };
}
