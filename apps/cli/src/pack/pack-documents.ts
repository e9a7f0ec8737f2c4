import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import type { PackFiles } from '@raredx/report';
import { factsFile, type PackFacts } from './facts.ts';
import { humanFile } from './human-file.ts';
import { optionsFile } from './pack-options.ts';
import { billFile } from './software-bill.ts';

/** The policy as it was read for decision.json. */
export const policyFile = 'policy.yaml';

/** What was tried to say why a model predicts as it does; optional. */
export const explanationsFile = 'explanations.json';

/** Curves over the number of shots; optional. */
export const fewShotsFile = 'few-shots.json';

/** Learning curves and controls of what was trained by epochs; optional. */
export const trainingsFile = 'trainings.json';

/** Numbers of single cases beside their rankings: few-shot ranks, questions, open-set scores. */
export const trialsFile = 'trials.parquet';

/** What a pack carries besides its pages, under the same names as in the folder: enough to make every number again. */
const documents = [
  'evidence.json',
  factsFile,
  'replays.parquet',
  trialsFile,
  'cohort/flow.json',
  'cohort/table-one.json',
  'cohort/quality.json',
  'cohort/missingness.json',
  'cohort/leak-certificate.json',
  'cohort/label-noise.json',
  'cohort/dataset.json',
  explanationsFile,
  trainingsFile,
  fewShotsFile,
  humanFile,
  billFile,
  optionsFile,
];
const judgement = ['decision.json', policyFile];

/** Copies the folder's documents into its pack; what the folder no longer has goes from the pack too. */
export function copyDocuments(folder: string, facts: PackFacts): void {
  const decided = existsSync(join(folder, 'decision.json'));
  for (const name of [facts.predictions, ...documents, ...judgement]) {
    const from = join(folder, name);
    const wanted = existsSync(from) && (decided || !judgement.includes(name));
    if (wanted) writeAtomically(join(folder, 'pack', name), readFileSync(from));
    else rmSync(join(folder, 'pack', name), { force: true });
  }
}

/** Every file of a pack by its path within it; what is neither file nor folder (a link) is named apart. */
export function readPackFiles(pack: string): {
  readonly files: PackFiles;
  readonly links: readonly string[];
} {
  const files = new Map<string, Uint8Array>();
  const links: string[] = [];
  const walk = (within: string) => {
    for (const name of readdirSync(join(pack, within)).sort()) {
      const path = within === '' ? name : `${within}/${name}`;
      const entry = lstatSync(join(pack, path));
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) files.set(path, readFileSync(join(pack, path)));
      else links.push(path);
    }
  };
  walk('');
  return { files, links };
}
