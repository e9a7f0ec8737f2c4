import type { EvidenceRow, LookQuestion } from '@raredx/tables';
import { evidenceMetric } from '../find-evidence.ts';
import type { Criterion } from '../policy.ts';

/** What a criterion asks, as far as the policy says it: the label is left to the evidence where it names none. */
export function questionAsked(criterion: Criterion, head: string): LookQuestion {
  const { model = head, label = null, partition } = criterion;
  const { site = null, attribute = null, level = null, threshold = null } = criterion;
  const against = criterion.kind === 'absolute' ? null : criterion.against;
  const metric = evidenceMetric(criterion);
  return { model, metric, label, partition, site, attribute, level, threshold, against };
}

/** What a row answers to a criterion. */
export function questionAnswered(row: EvidenceRow, criterion: Criterion): LookQuestion {
  return { ...questionAsked(criterion, row.model), label: row.label };
}

/**
 * In what two questions differ; null where they are the same, as far as both say.
 *
 * @returns as in `metric auroc, now sensitivity`
 */
export function otherQuestion(was: LookQuestion, now: LookQuestion): string | null {
  const parts = Object.keys(was) as (keyof LookQuestion)[];
  const differing = parts.find((part) => {
    const [a, b] = [was[part], now[part]];
    if (part === 'label') return a !== null && b !== null && a !== b;
    if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) > 1e-9;
    return a !== b;
  });
  if (!differing) return null;
  return `${differing} ${was[differing] ?? 'none'}, now ${now[differing] ?? 'none'}`;
}
