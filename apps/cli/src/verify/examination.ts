import type { KeyObject } from 'node:crypto';
import type { Build, Finding } from '@raredx/report';
import type { SigstoreTerms } from './examine-sigstore.ts';

export interface ExamineOptions {
  readonly publicKey?: KeyObject;
  /** For a copy for sharing: the folder of the sealed pack that it says it was drawn from. */
  readonly against?: string;
  readonly sigstore?: SigstoreTerms;
  readonly quick: boolean;
  readonly tolerance: number;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Examination {
  readonly profile: 'internal' | 'shareable';
  readonly findings: readonly Finding[];
  /** What was not looked at, and why. */
  readonly skipped: readonly string[];
  readonly keyId: string | null;
  readonly software: string | null;
  readonly build: Build | null;
  /** Who signed by sigstore; null where nobody did or it was not checked. */
  readonly signer: string | null;
  readonly files: number;
  readonly rows: number;
  readonly statements: number;
}

/** A pack comes from elsewhere: what breaks on the way is a finding about it, not a crash. */
export async function attempt(
  file: string,
  work: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await work();
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0];
    return [{ file, problem: `cannot be recomputed (${reason})` }];
  }
}

/** Where something says what changed within a file, that it changed need not be said too. */
export function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const general = (finding: Finding) => finding.problem.startsWith('changed (');
  const told = new Set(findings.filter((finding) => !general(finding)).map((finding) => finding.file));
  return findings.filter((finding) => !general(finding) || !told.has(finding.file));
}
