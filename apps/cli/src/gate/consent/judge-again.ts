import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { diffPacks } from '../../diff/diff-packs.ts';
import { readFacts } from '../../pack/facts.ts';
import { policyFile } from '../../pack/pack-documents.ts';
import { validateFile } from '../../validate/validate-file.ts';
import { readPolicy } from '../read-policy.ts';
import { applyConsent } from './apply-consent.ts';
import { requirePatients } from './require-patients.ts';

interface JudgeAgainRequest {
  readonly dir: string;
  readonly ledger: string;
  readonly use: string;
  readonly on?: string;
  readonly key?: string;
  readonly out: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * `raredx consent judge-again`: the folder's own plan and policy on the patients who allow a use, as a new pack, and what
 * moved from the old one to it (`what-moved.md`). The models are those of before: whoever withdrew is out of the numbers,
 * not out of what was learnt; `raredx run --consent` fits again without them.
 */
export async function judgeAgain(request: JudgeAgainRequest): Promise<number> {
  const folder = resolve(request.dir);
  const facts = readFacts(folder);
  requirePatients(folder, facts.unchecked);
  const out = resolve(request.out);
  if (out === folder)
    throw new ConfigError('--out', 'is the folder that is judged again', 'name another one');
  const work = mkdtempSync(join(tmpdir(), 'raredx-consent-'));
  const { ledger, use, on, key, json, quiet } = request;
  try {
    const kept = join(work, 'consented.parquet');
    const silent = { json: true, quiet: true };
    await muted(() =>
      applyConsent({
        ...{ predictions: join(folder, facts.predictions), ledger, use, out: kept, ...silent },
        ...(on === undefined ? {} : { on }),
      }),
    );
    const policy = policyOf(folder);
    const { bootstrap, confidence, seed, thresholds, baseline, targetPrevalence } = facts;
    await muted(() =>
      validateFile({
        ...{ predictions: kept, attr: [], bootstrap, confidence, seed, out, json, quiet },
        thresholds: thresholds.join(','),
        title: `${facts.title}, patients who allow ${use}`,
        ...(baseline === null ? {} : { baseline }),
        ...(targetPrevalence === undefined ? {} : { targetPrevalence }),
        ...(policy === null ? {} : { policy }),
        ...(key === undefined ? {} : { key }),
      }),
    );
  } finally {
    rmSync(work, { recursive: true });
  }
  return diffPacks({ a: folder, b: out, markdown: join(out, 'what-moved.md'), json, quiet });
}

/** The folder's policy; none where it counts looks, which patients fewer are another one of, for `raredx gate --ledger`. */
function policyOf(folder: string): string | null {
  const path = join(folder, policyFile);
  return existsSync(path) && !readPolicy(path).policy.looks ? path : null;
}

/** What a step prints as its result is not the result of the command. */
async function muted(step: () => Promise<number>): Promise<void> {
  const write = process.stdout.write;
  process.stdout.write = () => true;
  try {
    await step();
  } finally {
    process.stdout.write = write;
  }
}
