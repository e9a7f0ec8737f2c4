import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, isRunFolder } from '@raredx/experiment';

/** What a command writes into its folder, and a table of it whose head tells that the folder is of this command. */
export interface Written {
  readonly files: readonly string[];
  readonly table: string;
  readonly head: string;
}

export const predictionFiles: Written = {
  files: ['risks.csv', 'predictions.parquet'],
  table: 'risks.csv',
  head: 'sample_id,patient_id,site,',
};

export const rankingFiles: Written = {
  files: ['rankings.parquet', 'differentials.csv', 'differentials.jsonl', 'left-out.json'],
  table: 'differentials.csv',
  head: 'case,rank,disease,',
};

const advice = 'choose another folder';

/**
 * The folder of a command that is no run: refused where it is a file, where it belongs to a run or validation, whose own
 * predictions would be replaced, and where files of somebody else have the names of those to be written.
 *
 * @throws ConfigError
 */
export function requireOutFolder(given: string, { files, table, head }: Written): void {
  const folder = resolve(given);
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory())
    throw new ConfigError('--out', 'a file stands where a folder is expected', advice);
  if (isRunFolder(folder) || existsSync(join(folder, 'model', 'models.json')))
    throw new ConfigError('--out', `is the folder of a run or validation (${given})`, advice);
  const path = join(folder, table);
  if (existsSync(path) && readFileSync(path, 'utf8').startsWith(head)) return;
  const foreign = files.find((name) => existsSync(join(folder, name)));
  if (foreign !== undefined)
    throw new ConfigError(
      '--out',
      `would replace a file that this command did not write (${foreign})`,
      advice,
    );
}

/**
 * Where a decision is kept beside the policy that made it: over an earlier one, and over nothing else.
 *
 * @param policy text of the policy that will lie there
 * @throws ConfigError
 */
export function requireDecisionFolder(given: string, policy: string): void {
  const read = (name: string) => {
    const path = join(resolve(given), name);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  };
  const decision = read('decision.json');
  const own = decision !== null && /^\{[\s\S]*"verdict"\s*:/.test(decision);
  const other = read('policy.yaml');
  const foreign =
    decision !== null && !own
      ? 'decision.json'
      : !own && other !== null && other !== policy
        ? 'policy.yaml'
        : undefined;
  if (foreign !== undefined)
    throw new ConfigError(
      '--out',
      `would replace a file that this command did not write (${foreign})`,
      advice,
    );
}

/**
 * A Parquet file to be written beside its source: never over it, and under a name that says what it is.
 *
 * @throws ConfigError
 */
export function requireParquetOut(given: string, source: string): void {
  if (!/\.parquet$/i.test(given))
    throw new ConfigError('--out', `not a Parquet file (${given})`, 'as in --out kept.parquet');
  if (sameFile(given, source))
    throw new ConfigError('--out', `is the file that is read (${given})`, 'choose another name');
}

function sameFile(a: string, b: string): boolean {
  if (resolve(a) === resolve(b)) return true;
  if (!existsSync(a) || !existsSync(b)) return false;
  const [one, other] = [statSync(a), statSync(b)];
  return one.ino === other.ino && one.dev === other.dev;
}
