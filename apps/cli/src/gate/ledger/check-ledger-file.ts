import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { checkLedger, decisionHash, type LedgerFinding } from '@raredx/gate';
import type { Decision } from '@raredx/tables';
import { createTalk } from '../../talk.ts';
import { existingLedger } from '../keep-ledger.ts';

interface LedgerCheckRequest {
  readonly file: string;
  readonly head?: string;
  readonly decision?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `raredx ledger check`: exit 0 where it is as it was written, 3 where not. */
export async function checkLedgerFile(request: LedgerCheckRequest): Promise<number> {
  const { file, head } = request;
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head)) {
    throw new ConfigError(
      '--head',
      'not the hash of an entry',
      'ledger check prints it: 64 hexadecimal digits',
    );
  }
  const text = existingLedger(resolve(file));
  const decision = request.decision === undefined ? null : decisionOf(resolve(request.decision));
  const pinned = [
    ...(head === undefined ? [] : [head]),
    ...(decision ? [decision.ledgerEntry as string] : []),
  ];
  const check = checkLedger(text, { pinned });
  const entry = check.entries.find(({ hash }) => hash === decision?.ledgerEntry);
  const other =
    decision && entry?.kind === 'look' && entry.decision !== decisionHash(decision)
      ? [{ line: entry.index + 1, problem: 'is the entry of another decision than the one given' }]
      : [];
  const findings: readonly LedgerFinding[] = [...check.findings, ...other];
  const talk = createTalk(process.stderr, request.quiet);
  for (const { line, problem } of findings)
    talk.line(`${basename(file)}${line === null ? '' : `:${line}`}: ${problem}`);
  if (pinned.length === 0)
    talk.line(`${basename(file)}: whether entries were cut off was not asked: --head HASH, or --decision`);
  const result = { entries: check.entries.length, head: check.head, findings };
  process.stdout.write(
    request.json
      ? `${JSON.stringify(result)}\n`
      : `${check.entries.length} entries, head ${check.head ?? 'none'}\n`,
  );
  return findings.length === 0 ? 0 : 3;
}

function decisionOf(given: string): Decision {
  const path = /\.json$/.test(given) ? given : join(given, 'decision.json');
  if (!existsSync(path)) throw new ConfigError('--decision', `no decision there (${basename(given)})`);
  const decision = JSON.parse(readFileSync(path, 'utf8')) as Decision;
  if (decision.ledgerEntry !== null) return decision;
  throw new ConfigError('--decision', 'was made without a ledger', 'decide with raredx gate --ledger FILE');
}
