import { canonicalJson, fingerprint } from '@raredx/tables';
import { z } from 'zod';
import type { LedgerEntry } from './ledger-entry.ts';

/** One thing that is not as it was written. */
export interface LedgerFinding {
  /** 1-based line; null for the ledger as a whole. */
  readonly line: number | null;
  readonly problem: string;
}

export interface LedgerCheck {
  /** Entries up to the first that is broken. */
  readonly entries: readonly LedgerEntry[];
  readonly findings: readonly LedgerFinding[];
  /** Hash of the last entry that holds; null for an empty ledger. */
  readonly head: string | null;
}

const chained = z.looseObject({
  schemaVersion: z.literal(1),
  kind: z.enum(['look', 'holdout']),
  index: z.int(),
  previous: z.string().nullable(),
  at: z.string(),
  hash: z.string(),
});

/**
 * Reads a ledger and says what was edited, deleted, put in or moved. The chain by itself cannot tell that entries are
 * missing from its end, nor that all of it was written anew: for that, hashes that were noted elsewhere (a decision's
 * `ledgerEntry`, a pinned head) must be found in it.
 *
 * @param pinned hashes of entries that must be there
 *
 * @example checkLedger('', { pinned: ['0123456789abcdef0123'] }).findings
 * // => [{ line: null, problem: 'entry 0123456789abcdef… is not in it (cut off, or written anew)' }]
 */
export function checkLedger(
  text: string,
  { pinned = [] }: { readonly pinned?: readonly string[] } = {},
): LedgerCheck {
  const entries: LedgerEntry[] = [];
  const findings: LedgerFinding[] = [];
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  for (const [at, line] of lines.entries()) {
    const read = readLine(line, entries.at(-1) ?? null, at);
    if (typeof read === 'string') {
      findings.push({ line: at + 1, problem: read });
      break;
    }
    entries.push(read);
  }
  if (findings.length === 0 && text !== '' && !text.endsWith('\n')) {
    findings.push({ line: lines.length, problem: 'torn: no line end' });
  }
  const known = new Set(entries.map(({ hash }) => hash));
  for (const hash of pinned) {
    if (known.has(hash)) continue;
    const problem = `entry ${hash.slice(0, 16)}… is not in it (cut off, or written anew)`;
    findings.push({ line: null, problem });
  }
  return { entries, findings, head: entries.at(-1)?.hash ?? null };
}

/** The entry, or what is wrong with its line. */
function readLine(line: string, before: LedgerEntry | null, index: number): LedgerEntry | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'not an entry (no JSON)';
  }
  const read = chained.safeParse(value);
  if (!read.success) return 'not an entry';
  const { hash, ...body } = read.data;
  if (canonicalJson(read.data) !== line) return 'not written as raredx writes it';
  if (fingerprint(body) !== hash) return 'edited: its hash is not that of its content';
  if (body.previous !== (before?.hash ?? null) || body.index !== index) {
    return `does not follow the line before: an entry was deleted, put in or moved (it was number ${body.index + 1})`;
  }
  if (before && Date.parse(body.at) < Date.parse(before.at)) return 'is older than the line before';
  return read.data as unknown as LedgerEntry;
}
