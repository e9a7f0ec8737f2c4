import type { CaseLeftOut, PhenotypeCase } from '@raredx/cohort';
import { type RankMetric, type RankSummary, rankMetrics, summariseRanks } from './rank-summary.ts';
import type { RankedCase } from './ranked-batch.ts';

export interface RankFacts {
  readonly model: string;
  readonly run: string | null;
  readonly knowledge: string;
  readonly candidates: number;
  readonly leftOut: readonly CaseLeftOut[];
  readonly excludeOwnPublications: boolean;
  readonly out: string;
  readonly seed: number;
  readonly bootstrap: number;
  /** Whether the knowledge cites a case's own publication for its disease. */
  readonly cited: (one: PhenotypeCase) => boolean;
}

/** Reasons that are listed in full; beyond them the file has all. */
const shownReasons = 20;

/** What `raredx rank --json` prints: counts, and how high the known truths stand. */
export function rankDocument(ranked: readonly RankedCase[], facts: RankFacts) {
  const judged = ranked.filter(({ rank }) => rank !== null);
  const summary = summarise(judged, facts);
  const [cited, not] = [
    judged.filter((one) => facts.cited(one.case)),
    judged.filter((one) => !facts.cited(one.case)),
  ];
  return {
    model: facts.model,
    run: facts.run,
    knowledge: facts.knowledge,
    own_publications_excluded: facts.excludeOwnPublications,
    candidates: facts.candidates,
    cases: ranked.length,
    cases_with_truth: judged.length,
    truth_not_among_candidates: judged.filter(({ rank }) => rank === Number.POSITIVE_INFINITY).length,
    truth_mapped: judged.filter(({ truth }) => truth.mapped).length,
    ...flat(summary),
    by_citation: { cited: flat(summarise(cited, facts)), not_cited: flat(summarise(not, facts)) },
    noted: ranked.filter((one) => one.case.notes.length > 0).length,
    left_out: facts.leftOut.length,
    left_out_because: facts.leftOut.slice(0, shownReasons),
    out: facts.out,
  };
}

export type RankDocument = ReturnType<typeof rankDocument>;

const summarise = (judged: readonly RankedCase[], facts: RankFacts): RankSummary | undefined =>
  summariseRanks(
    judged.map(({ case: { pmid, patient }, rank }) => ({ rank: rank as number, cluster: pmid ?? patient })),
    facts,
  );

function flat(summary: RankSummary | undefined) {
  const value = (metric: RankMetric) => summary?.estimates[metric] ?? null;
  return {
    ...(Object.fromEntries(rankMetrics.map((metric) => [metric, value(metric)])) as Record<
      RankMetric,
      number | null
    >),
    counted: summary?.cases ?? 0,
    publications: summary?.clusters ?? 0,
    intervals: summary?.intervals ?? null,
  };
}

/** The same in words, for stderr. */
export function summaryLines(document: RankDocument): string[] {
  const {
    cases,
    cases_with_truth: known,
    truth_not_among_candidates: missed,
    truth_mapped: mapped,
  } = document;
  const counted = `${cases} cases ranked, ${document.left_out} left out, ${known} with a known diagnosis`;
  if (known === 0) return [counted];
  const hidden = missed > 0 ? `; ${missed} diagnoses are no candidate and count as missed` : '';
  const other =
    mapped > 0 ? `; ${mapped} diagnoses of another nomenclature were matched by name and gene` : '';
  const parts = [
    ['all', document],
    ['cited by the knowledge', document.by_citation.cited],
    ['not cited', document.by_citation.not_cited],
  ] as const;
  return [
    `${counted}${hidden}${other}`,
    ...parts
      .filter(([, part]) => part.counted > 0)
      .map(([name, part]) => `${name} (${part.counted}): ${said(part)}`),
  ];
}

const said = (part: ReturnType<typeof flat>): string =>
  rankMetrics
    .map((metric) => {
      const limits = part.intervals?.[metric];
      const interval = limits ? ` (${limits[0].toFixed(3)} to ${limits[1].toFixed(3)})` : '';
      return `${metric.replace('_', ' ')} ${part[metric]?.toFixed(3)}${interval}`;
    })
    .join(', ');
