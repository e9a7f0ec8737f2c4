import { cohortName } from './cohort-name.ts';
import type { Cohort } from './evidence-index.ts';
import { type Html, html } from './html.ts';
import type { Pack } from './pack.ts';
import { disclosure } from './table.ts';

/** One block a cohort, under its name; the sites of a partition together behind a disclosure. Null where all are empty. */
export function cohortBlocks(pack: Pack, render: (cohort: Cohort) => Html | null): Html | null {
  const { cohorts } = pack.evidence;
  const block = (cohort: Cohort) => {
    const body = render(cohort);
    return body && html`<h3>${cohortName(cohort, pack.evidence)}</h3>${body}`;
  };
  const wholes = cohorts.filter((cohort) => cohort.site === null || !hasWhole(cohort, cohorts));
  const parts = wholes.map((whole) => {
    const sites = cohorts.filter(
      (cohort) => cohort.site !== null && whole.site === null && sameGroup(cohort, whole),
    );
    const blocks = sites.map(block).filter((one) => one !== null);
    const named = `${cohortName(whole, pack.evidence)}: by site`;
    return html`${block(whole)}${blocks.length > 0 && disclosure(named, html`${blocks}`)}`;
  });
  return parts.every((part) => part.toString() === '') ? null : html`${parts}`;
}

const sameGroup = (a: Cohort, b: Cohort) => a.label === b.label && a.partition === b.partition;

const hasWhole = (cohort: Cohort, cohorts: readonly Cohort[]) =>
  cohorts.some((other) => other.site === null && sameGroup(other, cohort));
