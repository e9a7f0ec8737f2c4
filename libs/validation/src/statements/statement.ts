import type { Estimate } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { compareText } from '../population/prediction-index.ts';

/** What an evidence row says, without whom it is about. */
export type Statement = Pick<
  EvidenceRow,
  | 'metric'
  | 'threshold'
  | 'estimate'
  | 'lower'
  | 'upper'
  | 'confidence'
  | 'method'
  | 'undefinedBecause'
  | 'note'
>;

/** Whom a statement is about. */
export type Subject = Pick<
  EvidenceRow,
  'model' | 'label' | 'partition' | 'site' | 'attribute' | 'level' | 'patients' | 'samples' | 'events'
>;

export type Limits =
  | { readonly lower: number; readonly upper: number }
  | { readonly undefinedBecause: string };

export interface StatementParts {
  readonly threshold?: number | null;
  readonly limits?: Limits;
  readonly confidence?: number;
  readonly method: string;
  readonly note?: string | null;
}

/** An estimate that cannot be had carries its reason; an interval that cannot be had carries it in the note. */
export function statement(metric: string, estimate: Estimate, parts: StatementParts): Statement {
  const base = { metric, threshold: parts.threshold ?? null, method: parts.method };
  if ('undefinedBecause' in estimate) {
    const { undefinedBecause } = estimate;
    const none = { estimate: null, lower: null, upper: null, confidence: null };
    return { ...base, ...none, undefinedBecause, note: parts.note ?? null };
  }
  const notes = parts.note ? [parts.note] : [];
  const made = { ...base, estimate: estimate.value, undefinedBecause: null };
  if (parts.limits !== undefined && 'lower' in parts.limits) {
    const { lower, upper } = parts.limits;
    const confidence = parts.confidence ?? null;
    return { ...made, lower, upper, confidence, note: notes.join('; ') || null };
  }
  if (parts.limits !== undefined) notes.push(`no interval: ${parts.limits.undefinedBecause}`);
  return { ...made, lower: null, upper: null, confidence: null, note: notes.join('; ') || null };
}

const thresholdText = (threshold: number) => String(Number(threshold.toPrecision(12)));

/** Readable and the same on every machine: `external:logistic:attr:stage=IV:sensitivity@0.2`. */
function rowId(made: Statement, subject: Subject, severalLabels: boolean): string {
  const parts = [subject.partition, subject.model];
  if (severalLabels) parts.push(subject.label);
  if (subject.site !== null) parts.push(`site=${subject.site}`);
  if (subject.attribute !== null) parts.push(`${subject.attribute}=${subject.level}`);
  const at = made.threshold === null ? '' : `@${thresholdText(made.threshold)}`;
  return [...parts, made.metric + at].join(':');
}

export function evidenceRow(made: Statement, subject: Subject, severalLabels: boolean): EvidenceRow {
  const { metric, threshold, estimate, lower, upper, confidence, method } = made;
  return {
    id: rowId(made, subject, severalLabels),
    metric,
    model: subject.model,
    label: subject.label,
    partition: subject.partition,
    site: subject.site,
    attribute: subject.attribute,
    level: subject.level,
    threshold,
    estimate,
    lower,
    upper,
    confidence,
    method,
    patients: subject.patients,
    samples: subject.samples,
    events: subject.events,
    undefinedBecause: made.undefinedBecause,
    note: made.note,
  };
}

const orNone = (a: string | null, b: string | null) =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : compareText(a, b);

/** Model, label, partition, site, attribute, level, metric, threshold, then sensitivity along a ROC curve. */
export function compareRows(a: EvidenceRow, b: EvidenceRow): number {
  return (
    compareText(a.model, b.model) ||
    compareText(a.label, b.label) ||
    compareText(a.partition, b.partition) ||
    orNone(a.site, b.site) ||
    orNone(a.attribute, b.attribute) ||
    orNone(a.level, b.level) ||
    compareText(a.metric, b.metric) ||
    (a.threshold ?? -1) - (b.threshold ?? -1) ||
    (a.estimate ?? -1) - (b.estimate ?? -1)
  );
}

/** Points of a curve may share an abscissa: the later ones are numbered, in the order of the rows. */
export function withUniqueIds(rows: readonly EvidenceRow[]): EvidenceRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const before = seen.get(row.id) ?? 0;
    seen.set(row.id, before + 1);
    return before === 0 ? row : { ...row, id: `${row.id}#${before + 1}` };
  });
}
