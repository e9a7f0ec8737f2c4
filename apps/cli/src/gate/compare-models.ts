import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { ConfigError, writeAtomically } from '@raredx/experiment';
import { type Contestant, identicalRows, verdictExitCode } from '@raredx/gate';
import { type Decision, encodePredictions, readPredictions } from '@raredx/tables';
import { readFacts } from '../pack/facts.ts';
import { validateFile } from '../validate/validate-file.ts';

interface CompareRequest {
  readonly champion: string;
  readonly challenger: string;
  readonly championModel?: string;
  readonly challengerModel?: string;
  readonly policy?: string;
  readonly thresholds?: string;
  readonly bootstrap: number;
  readonly confidence: number;
  readonly seed: number;
  readonly key?: string;
  readonly out: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * `raredx gate compare`: champion and challenger on identical rows, judged as one validation with the champion as baseline,
 * so that every difference is paired and has its interval. With a policy the verdict is the exit code.
 */
export async function compareModels(request: CompareRequest): Promise<number> {
  const champion = await contestant(request.champion, request.championModel, 'champion');
  const challenger = await contestant(request.challenger, request.challengerModel, 'challenger');
  const folder = mkdtempSync(join(tmpdir(), 'raredx-compare-'));
  try {
    const predictions = join(folder, 'champion-and-challenger.parquet');
    writeAtomically(predictions, encodePredictions(identicalRows(champion, challenger)));
    const { thresholds, policy, key, bootstrap, confidence, seed, out, json, quiet } = request;
    await validateFile({
      ...{ predictions, attr: [], baseline: 'champion', bootstrap, confidence, seed, out, json, quiet },
      title: `${challenger.model} against ${champion.model}`,
      ...(thresholds === undefined ? {} : { thresholds }),
      ...(policy === undefined ? {} : { policy }),
      ...(key === undefined ? {} : { key }),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  if (request.policy === undefined) return 0;
  const decision = JSON.parse(readFileSync(join(resolve(request.out), 'decision.json'), 'utf8')) as Decision;
  return verdictExitCode(decision.verdict);
}

async function contestant(
  given: string,
  wanted: string | undefined,
  as: 'champion' | 'challenger',
): Promise<Contestant> {
  const path = resolve(given);
  if (!existsSync(path)) throw new ConfigError(`<${as}>`, `no such file or folder (${given})`);
  const folder = statSync(path).isDirectory();
  const facts = folder ? readFacts(path) : null;
  const where = facts ? join(basename(path), facts.predictions) : basename(path);
  const predictions = await readPredictions(facts ? join(path, facts.predictions) : path, where);
  const { levels } = predictions.model;
  const model = wanted ?? facts?.primary ?? (levels.length === 1 ? levels[0] : undefined);
  if (model === undefined || !levels.includes(model)) {
    const problem = model === undefined ? `holds ${levels.length} models` : `has no model ${model}`;
    throw new ConfigError(where, problem, `name one with --${as}-model (${levels.slice(0, 8).join(', ')})`);
  }
  return { predictions, model, as, where };
}
