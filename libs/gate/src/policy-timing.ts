import { ConfigError } from '@raredx/experiment';
import type { Policy } from './policy.ts';

/** What is known of when the evidence was made: a UTC time of ISO 8601, and where it was read. */
export interface EvidenceTime {
  readonly at: string;
  readonly from: string;
}

/**
 * Whether a policy was agreed before the evidence it judges was there. A bound that is set after the numbers are known is
 * no bound; where that had to be, the policy says why in `agreed.after_evidence`.
 *
 * @param evidence null where the evidence has no date: then nothing can be compared, and the sentence says so
 * @param options.today by the clock of whoever judges: evidence that is there is older than a policy of a day to come
 * @returns what was compared, as one sentence
 * @throws ConfigError where the policy is newer and does not declare it
 *
 * @example policyTiming({ agreed: { by: ['a'], on: '2026-11-24' } }, { at: '2026-11-24T09:00:00Z', from: 'provenance.json' })
 * // => 'the policy, agreed on 2026-11-24, is not newer than the evidence of 2026-11-24 (provenance.json)'
 */
export function policyTiming(
  { agreed }: { readonly agreed: Policy['agreed'] },
  evidence: EvidenceTime | null,
  { where = 'policy', today }: { readonly where?: string; readonly today?: string } = {},
): string {
  const { on, after_evidence: because } = agreed;
  const made = evidence?.at.slice(0, 10);
  const toCome = today !== undefined && on > today && !(made !== undefined && on <= made);
  if (evidence === null && !toCome) {
    return `the policy was agreed on ${on}; the evidence has no date, so that it came later could not be checked`;
  }
  const clock = toCome ? `, a day to come by the clock of this machine (${today}),` : '';
  const dated = evidence === null ? 'the evidence' : `the evidence of ${made} (${evidence.from})`;
  if (made !== undefined && on <= made) return `the policy, agreed on ${on}, is not newer than ${dated}`;
  if (because !== undefined) {
    return `the policy, agreed on ${on}${clock || ','} is newer than ${dated}; declared: ${because}`;
  }
  throw new ConfigError(
    where,
    `agreed on ${on}${clock || ','} after ${dated} that it judges`,
    toCome
      ? 'correct the date, or the clock; a policy that was agreed after the evidence says why in agreed.after_evidence'
      : 'agree on a policy before the evidence is seen, or say why not in agreed.after_evidence',
  );
}
