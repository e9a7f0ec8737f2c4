import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvidenceTime, type Policy, policyTiming } from '@raredx/gate';

/** When a folder's evidence was made: a run's clock, which stands in provenance.json alone; null where there is none. */
export function evidenceTime(folder: string): EvidenceTime | null {
  const from = 'provenance.json';
  const path = join(folder, from);
  if (!existsSync(path)) return null;
  try {
    const { finished } = JSON.parse(readFileSync(path, 'utf8')) as { finished?: unknown };
    if (typeof finished !== 'string' || Number.isNaN(Date.parse(finished))) return null;
    return { at: new Date(finished).toISOString(), from };
  } catch {
    return null;
  }
}

/** @throws ConfigError where the policy is newer than the folder's evidence and does not declare it */
export function timingOf(folder: string, policy: Policy, where: string): string {
  return policyTiming(policy, evidenceTime(folder), { where, today: new Date().toISOString().slice(0, 10) });
}
