import type { EvidenceRow } from '@raredx/tables';
import type { ChangeFacts } from './change-facts.ts';
import type { Acceptance } from './change-plan.ts';
import type { ClauseFinding } from './clause-finding.ts';

/** The worse limit of the new interval against the old estimate less the loss allowed. Undefined is not accepted. */
export function accepted(one: Acceptance, { evidence }: ChangeFacts): ClauseFinding {
  const clause = `acceptance.${one.id}`;
  const [was, now] = [rowOf(evidence.before, one), rowOf(evidence.after, one)];
  if (was?.estimate === undefined || was.estimate === null) {
    return { clause, what: `${one.metric}: not known of the released model`, holds: false };
  }
  const limit = one.better === 'higher' ? now?.lower : now?.upper;
  if (!now || now.estimate === null || limit === null || limit === undefined) {
    const because = now?.undefinedBecause ?? 'the evidence has no interval';
    return { clause, what: `${one.metric}: not known of the new model (${because})`, holds: false };
  }
  const bound = one.better === 'higher' ? was.estimate - one.largest_loss : was.estimate + one.largest_loss;
  const holds = one.better === 'higher' ? limit >= bound : limit <= bound;
  const interval = `${said(now.lower)} to ${said(now.upper)}`;
  const what = `${one.metric}: ${said(was.estimate)} → ${said(now.estimate)} (${interval}), required ${one.better === 'higher' ? 'not below' : 'not above'} ${said(bound)}`;
  return { clause, what, holds };
}

function rowOf(rows: readonly EvidenceRow[], one: Acceptance): EvidenceRow | undefined {
  const fitting = rows.filter(
    (row) =>
      row.metric === one.metric &&
      row.model === one.model &&
      row.partition === one.partition &&
      row.site === (one.site ?? null) &&
      row.attribute === null &&
      (one.label === undefined || row.label === one.label) &&
      (one.threshold === undefined ? row.threshold === null : row.threshold === one.threshold),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

function said(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(4)));
}
