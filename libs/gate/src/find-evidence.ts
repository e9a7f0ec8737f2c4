import type { EvidenceRow } from '@raredx/tables';
import type { Criterion } from './policy.ts';

export type Found = { readonly row: EvidenceRow } | { readonly missing: string };

/**
 * The one evidence row that a criterion speaks about, or what is missing, named by the first part that has no match.
 * A curve's point and a statement may share metric and threshold: the one with an interval is meant.
 */
export function findEvidence(rows: readonly EvidenceRow[], criterion: Criterion, model: string): Found {
  let left = rows;
  for (const { part, holds } of conditions(criterion, model)) {
    const next = left.filter(holds);
    if (next.length === 0) {
      const models = [...new Set(left.map((row) => row.model))].sort().slice(0, 8).join(', ');
      const known = part.endsWith(` of model ${model}`) ? ` (its models: ${models})` : '';
      return { missing: `the evidence has no row for ${part}${known}` };
    }
    left = next;
  }
  const withInterval = left.filter((row) => row.lower !== null);
  if (withInterval.length === 1) left = withInterval;
  if (left.length > 1) {
    const labels = [...new Set(left.map((row) => row.label))].sort();
    return {
      missing: `${left.length} evidence rows match (labels: ${labels.join(', ')}); the policy must name one`,
    };
  }
  return { row: left[0] as EvidenceRow };
}

/** The metric as the evidence names it. */
export function evidenceMetric(criterion: Criterion): string {
  return criterion.kind === 'absolute' ? criterion.metric : `difference:${criterion.metric}`;
}

interface Condition {
  readonly part: string;
  readonly holds: (row: EvidenceRow) => boolean;
}

function conditions(criterion: Criterion, model: string): Condition[] {
  const metric = evidenceMetric(criterion);
  const { partition, label } = criterion;
  const site = criterion.site ?? null;
  const attribute = criterion.attribute ?? null;
  const level = criterion.level ?? null;
  const threshold = criterion.threshold ?? null;
  return [
    { part: `metric ${metric}`, holds: (row) => row.metric === metric },
    { part: `${metric} of model ${model}`, holds: (row) => row.model === model },
    { part: `partition ${partition}`, holds: (row) => row.partition === partition },
    { part: `label ${label}`, holds: (row) => label === undefined || row.label === label },
    { part: site ? `site ${site}` : 'all sites together', holds: (row) => row.site === site },
    {
      part: attribute ? `subgroup attribute ${attribute}` : 'the whole cohort',
      holds: (row) => row.attribute === attribute,
    },
    { part: `subgroup ${attribute} = ${level}`, holds: (row) => row.level === level },
    {
      part: threshold === null ? `${metric} without a threshold` : `threshold ${threshold}`,
      holds: (row) => sameThreshold(row.threshold, threshold),
    },
    ...(criterion.kind === 'absolute' ? [] : [comparedWith(model, criterion.against)]),
  ];
}

/** Evidence says in a comparison's note who is compared: `network minus logistic, on the same samples`. */
function comparedWith(model: string, against: string): Condition {
  const named = `${model} minus ${against}`;
  return {
    part: `${model} against ${against}`,
    holds: ({ note }) => note?.startsWith(named) === true && /^([,;]|$)/.test(note.slice(named.length)),
  };
}

function sameThreshold(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) <= 1e-9;
}
