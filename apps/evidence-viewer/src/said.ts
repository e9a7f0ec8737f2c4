import { formatCount, formatEstimate, formatShare, metricFacts, type ViewerDocument } from '@raredx/report';
import type { EvidenceRow } from '@raredx/tables';
import type { ExploredPopulation } from '@raredx/validation';
import type { Choice } from './choice.ts';
import { cohortOptions } from './choice.ts';
import type { Compared } from './compared.ts';
import { printedInterval, printedValue } from './live-measures.ts';

/** Whom the numbers are about. */
export function saidOfPopulation(
  page: ViewerDocument,
  choice: Choice,
  population: ExploredPopulation,
): string {
  const cohort = cohortOptions(page).find(
    ({ frame, site }) => frame === choice.frame && site === choice.site,
  );
  const who = choice.attribute === null ? 'everybody' : `${choice.attribute} ${choice.level}`;
  const { patients, samples, events } = population;
  const several = samples === patients ? '' : `, ${formatCount(samples)} samples`;
  return `${cohort?.name ?? ''}, ${choice.model}, ${who}: ${formatCount(patients)} patients${several}, ${formatCount(events)} with the outcome.`;
}

/** What a reader with a screen reader is told when the numbers have settled. */
export function saidOfNumbers(rows: readonly EvidenceRow[], threshold: number): string {
  const of = (metric: string) => rows.find((row) => row.metric === metric);
  const flagged = of('flagged');
  const shown = ['sensitivity', 'specificity', 'ppv', 'net_benefit'].flatMap((metric) => {
    const row = of(metric);
    if (!row) return [];
    const unit = metricFacts(metric).percent && row.estimate !== null ? '\u202F%' : '';
    return [`${metricFacts(metric).title} ${formatEstimate(row)}${unit}`];
  });
  const interval = flagged && printedInterval(flagged);
  const per100 =
    flagged?.estimate == null ? 'nobody to flag' : `flagged per 100: ${printedValue(flagged)} (${interval})`;
  return `At ${formatShare(threshold)}: ${[per100, ...shown].join('; ')}.`;
}

/** How the recomputed numbers stand to the evidence. */
export function saidOfEvidence({ alike, apart }: Compared, isDeclared: boolean): string {
  if (apart.length > 0) {
    const names = apart.map((metric) => metricFacts(metric).heading.replace(', %', ''));
    return `Not as in the evidence: ${names.join(', ')}. The arithmetic of this browser or the page differs from the pack’s; trust the pack, and verify it.`;
  }
  if (alike.size === 0) return 'The evidence has no rows for this choice: these numbers are exploratory.';
  const whole = `${alike.size} numbers are those of the evidence, digit by digit`;
  return isDeclared
    ? `This threshold was declared: ${whole}.`
    : `This threshold was not declared: its numbers are exploratory. The ${whole}.`;
}
