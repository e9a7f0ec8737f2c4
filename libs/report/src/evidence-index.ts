import { curveMetrics, type EvidenceRow } from '@raredx/tables';
import type { PackInput } from './pack-input.ts';

/** A population the models were judged on: all sites of a partition (`site` null) or one site of it. */
export interface Cohort {
  readonly label: string;
  readonly partition: string;
  readonly site: string | null;
}

export interface EvidenceQuery {
  readonly metric: string;
  readonly model: string;
  readonly cohort: Cohort;
  readonly threshold?: number;
  readonly attribute?: string;
  readonly level?: string;
}

/** Evidence by what it is about. Curves and the whole cohort are kept apart from subgroups. */
export interface EvidenceIndex {
  readonly rows: readonly EvidenceRow[];
  /** Internal before external, whole partition before its sites. */
  readonly cohorts: readonly Cohort[];
  /** Primary, then baseline, then the others in the order of the experiment. */
  readonly models: readonly string[];
  readonly find: (query: EvidenceQuery) => EvidenceRow | null;
  /** Points of a curve on the whole cohort, by abscissa; the reasons where there are none. */
  readonly curve: (metric: string, model: string, cohort: Cohort) => readonly EvidenceRow[];
}

const partitionOrder = ['internal', 'tuning', 'test', 'external'];
const curves: ReadonlySet<string> = new Set(curveMetrics);

export const isCurve = (row: EvidenceRow): boolean => curves.has(row.metric) && row.metric !== 'net_benefit';

const roundedThreshold = (threshold: number | null) => (threshold === null ? null : threshold.toFixed(9));

const keyOf = (...parts: readonly (string | null)[]) => JSON.stringify(parts);

const rowKey = (row: EvidenceRow) =>
  keyOf(
    row.metric,
    row.model,
    row.label,
    row.partition,
    row.site,
    row.attribute,
    row.level,
    roundedThreshold(row.threshold),
  );

const curveKey = (metric: string, model: string, { label, partition, site }: Cohort) =>
  keyOf(metric, model, label, partition, site);

const rank = (partition: string) => {
  const position = partitionOrder.indexOf(partition);
  return position < 0 ? partitionOrder.length : position;
};

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function compareCohorts(a: Cohort, b: Cohort): number {
  return (
    byText(a.label, b.label) ||
    rank(a.partition) - rank(b.partition) ||
    byText(a.partition, b.partition) ||
    byText(a.site ?? '', b.site ?? '')
  );
}

/** Sites are cohorts of their own only where a partition has more than one, or no row for all together. */
function cohortsOf(rows: readonly EvidenceRow[]): Cohort[] {
  const found = new Map<string, Cohort>();
  for (const { label, partition, site, attribute } of rows) {
    if (attribute === null) found.set(keyOf(label, partition, site), { label, partition, site });
  }
  const all = [...found.values()];
  return all
    .filter((cohort) => {
      if (cohort.site === null) return true;
      const siblings = all.filter(
        (other) => other.label === cohort.label && other.partition === cohort.partition,
      );
      return siblings.length > 2 || !siblings.some((other) => other.site === null);
    })
    .sort(compareCohorts);
}

function modelsOf(input: PackInput): string[] {
  const single = input.evidence.rows.filter((row) => !row.metric.includes(':'));
  const inEvidence = new Set(single.map((row) => row.model));
  const wanted = [input.primary, input.baseline, ...input.models.map((model) => model.name), ...inEvidence];
  return [...new Set(wanted)].filter((name): name is string => name !== null && inEvidence.has(name));
}

export function indexEvidence(input: PackInput): EvidenceIndex {
  const { rows } = input.evidence;
  const byKey = new Map<string, EvidenceRow>();
  const byCurve = new Map<string, EvidenceRow[]>();
  for (const row of rows) {
    const key = rowKey(row);
    if (!byKey.has(key)) byKey.set(key, row);
    if (row.attribute !== null || !curves.has(row.metric)) continue;
    const curve = curveKey(row.metric, row.model, row);
    const points = byCurve.get(curve);
    if (points) points.push(row);
    else byCurve.set(curve, [row]);
  }
  for (const points of byCurve.values()) points.sort((a, b) => (a.threshold ?? 0) - (b.threshold ?? 0));
  return Object.freeze({
    rows,
    cohorts: cohortsOf(rows),
    models: modelsOf(input),
    find: ({ metric, model, cohort, threshold, attribute, level }: EvidenceQuery) =>
      byKey.get(
        keyOf(
          metric,
          model,
          cohort.label,
          cohort.partition,
          cohort.site,
          attribute ?? null,
          level ?? null,
          roundedThreshold(threshold ?? null),
        ),
      ) ?? null,
    curve: (metric: string, model: string, cohort: Cohort) =>
      byCurve.get(curveKey(metric, model, cohort)) ?? [],
  });
}
