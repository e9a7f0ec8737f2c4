import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import {
  cohortFingerprint,
  type HoldoutRecord,
  type HoldoutSettings,
  type LedgerEntry,
  thresholdout,
} from '@raredx/gate';
import { createRandom } from '@raredx/stats';
import { canonicalJson, decodeEvidenceJson, type EvidenceRow, readPredictions } from '@raredx/tables';
import { readFacts } from '../../pack/facts.ts';
import { requireCurrentEvidence } from '../current-evidence.ts';
import { keepLedger } from '../keep-ledger.ts';

interface AskRequest {
  readonly dir: string;
  readonly ledger: string;
  readonly metric: string;
  readonly model?: string;
  readonly tolerance: number;
  readonly noise?: number;
  readonly budget: number;
  readonly seed: string;
  readonly at?: string;
  readonly json: boolean;
}

/**
 * `raredx ledger ask`: one question to the external cohort as a reusable holdout. What the internal estimate says already
 * is told from it; only where the cohort disagrees is its own value told, with noise, at the cost of one of the budget.
 */
export async function askHoldout(request: AskRequest): Promise<number> {
  const settings = settingsOf(request);
  const folder = resolve(request.dir);
  requireCurrentEvidence(folder);
  const { rows } = decodeEvidenceJson(readFileSync(join(folder, 'evidence.json'), 'utf8'), 'evidence.json');
  const facts = readFacts(folder);
  const model = request.model ?? facts.primary ?? '';
  const development = estimateOf(rows, { metric: request.metric, model, partition: 'internal' });
  const holdout = estimateOf(rows, { metric: request.metric, model, partition: 'external' });
  const predictions = await readPredictions(join(folder, facts.predictions), facts.predictions);
  const cohort = cohortFingerprint(predictions, null);
  const record = await keepLedger<HoldoutRecord>(resolve(request.ledger), request.at, (entries) => {
    const before = earlier(entries, cohort.fingerprint, settings);
    const answered = thresholdout({ development, holdout }, settings, {
      spent: before.filter(({ told }) => told).length,
      asked: before.length,
      random: createRandom(request.seed).fork(cohort.fingerprint),
    });
    if ('undefinedBecause' in answered) {
      throw new ConfigError(
        'ledger ask',
        answered.undefinedBecause,
        'a new external cohort has a new budget',
      );
    }
    const question = `${request.metric} of ${model}`;
    const asked: HoldoutRecord = { kind: 'holdout', cohort, question, settings, ...answered };
    return { record: asked, done: () => asked };
  });
  const { question, answer, told, budgetLeft } = record;
  const words = told ? 'the external value with noise' : 'the external cohort agrees with the internal value';
  process.stdout.write(
    request.json
      ? `${JSON.stringify({ question, answer, told, budgetLeft })}\n`
      : `${question}: ${answer.toPrecision(4)} (${words}; ${budgetLeft} of ${settings.budget} left)\n`,
  );
  return 0;
}

function settingsOf(request: AskRequest): HoldoutSettings {
  const { tolerance, budget, seed, noise = tolerance / 16 } = request;
  for (const [flag, value] of Object.entries({ tolerance, noise })) {
    if (!(value > 0)) throw new ConfigError(`--${flag}`, `not above 0 (${value})`);
  }
  if (!Number.isInteger(budget) || budget < 1) throw new ConfigError('--budget', `not a count (${budget})`);
  if (seed === '') throw new ConfigError('--seed', 'is empty', 'keep one for the cohort, in secret');
  return { threshold: tolerance, noise, budget };
}

/** @throws ConfigError where the settings are not those of the questions before: noise that changes can be averaged off */
function earlier(entries: readonly LedgerEntry[], fingerprint: string, settings: HoldoutSettings) {
  const before = entries.filter(
    (entry): entry is LedgerEntry & HoldoutRecord =>
      entry.kind === 'holdout' && entry.cohort.fingerprint === fingerprint,
  );
  const other = before.find((entry) => canonicalJson(entry.settings) !== canonicalJson(settings));
  if (!other) return before;
  const { threshold, noise, budget } = other.settings;
  throw new ConfigError(
    'ledger ask',
    'this cohort was asked before under other settings',
    `they stay: --tolerance ${threshold} --noise ${noise} --budget ${budget}`,
  );
}

function estimateOf(
  rows: readonly EvidenceRow[],
  wanted: Readonly<Record<'metric' | 'model' | 'partition', string>>,
): number {
  const found = rows.filter(
    (row) =>
      row.metric === wanted.metric &&
      row.model === wanted.model &&
      row.partition === wanted.partition &&
      row.site === null &&
      row.attribute === null &&
      row.threshold === null &&
      row.estimate !== null,
  );
  const [only, ...more] = found;
  if (only && more.length === 0) return only.estimate as number;
  throw new ConfigError(
    '--metric',
    `${found.length === 0 ? 'no' : 'more than one'} ${wanted.partition} estimate (${wanted.metric} of ${wanted.model})`,
    'the question needs one estimate on internal and one on external patients',
  );
}
