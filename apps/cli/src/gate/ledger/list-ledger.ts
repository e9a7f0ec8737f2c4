import { basename, resolve } from 'node:path';
import { type LedgerEntry, readLedger } from '@raredx/gate';
import { textTable } from '../../plan/text-table.ts';
import { existingLedger } from '../keep-ledger.ts';

interface ListRequest {
  readonly file: string;
  readonly json: boolean;
}

/** `raredx ledger list`: what was looked at, when, at what level, and what is spent. */
export async function listLedger({ file, json }: ListRequest): Promise<number> {
  const entries = readLedger(existingLedger(resolve(file)), basename(file));
  process.stdout.write(json ? `${JSON.stringify(entries)}\n` : `${tableOf(entries)}\n`);
  return 0;
}

const header = ['at', 'cohort', 'patients', 'what', 'look', 'level', 'spent', 'result'];

function tableOf(entries: readonly LedgerEntry[]): string {
  const rows = entries.map((entry) => {
    const { name, fingerprint, patients } = entry.cohort;
    const start = [entry.at, name ?? fingerprint.slice(0, 12), String(patients)];
    if (entry.kind === 'holdout') {
      const left = `${entry.budgetLeft} of ${entry.settings.budget} left`;
      return [...start, entry.question, '–', '–', left, entry.told ? 'told' : 'agrees'];
    }
    const { look, planned, alpha, spent, verdict, model } = entry;
    const counted = planned === null ? String(look) : `${look} of ${planned}`;
    return [
      ...start,
      model,
      counted,
      short(alpha),
      spent === null ? '–' : short(spent),
      verdict.replaceAll('_', ' '),
    ];
  });
  return textTable(header, rows);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
