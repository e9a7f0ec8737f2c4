import type { Study } from '@raredx/stats';
import { pooledScales, type Scale, studyOf } from '../statements/effects.ts';
import { type Statement, statement } from '../statements/statement.ts';
import { aurocHeterogeneity, priorMetaAnalysis } from './prior-heterogeneity.ts';

/** From so many sites on the data say enough of their own spread. */
export const fewSites = 5;

const method = `Bayesian random effects, tau log-normal with mean ${aurocHeterogeneity.mean} and SD ${aurocHeterogeneity.sd} (469 prediction models, van Leeuwen 2025), AUROC scale`;

/** Effect and variance on the AUROC's own scale, where the prior was found: by the delta method from the logit scale. */
function onOwnScale({ effect, variance }: Study, { from }: Scale): Study {
  const value = from(effect);
  return { effect: value, variance: variance * (value * (1 - value)) ** 2 };
}

const within = ({ lower, upper }: { lower: number; upper: number }) => ({
  lower: Math.max(0, lower),
  upper: Math.min(1, upper),
});

/**
 * What few sites say of the AUROC at the next: the usual estimate of their spread is worthless below about five, and a
 * single study has none, so the spread seen over hundreds of other models stands in. None from five sites on.
 */
export function priorStatements(sites: readonly (readonly Statement[])[], confidence: number): Statement[] {
  const scale = pooledScales.find(({ metric }) => metric === 'auroc') as Scale;
  const studies = sites
    .map((site) => studyOf(site, scale, confidence))
    .filter((study) => study !== undefined);
  if (studies.length >= fewSites) return [];
  const names = ['pooled_with_prior:auroc', 'next_site_with_prior:auroc'];
  const counted = `${studies.length} of ${sites.length} sites`;
  if (studies.length === 0) {
    const reason = { undefinedBecause: 'no site has an AUROC with an interval' };
    return names.map((name) => statement(name, reason, { method, note: counted }));
  }
  const made = priorMetaAnalysis(
    studies.map((study) => onOwnScale(study, scale)),
    aurocHeterogeneity,
    confidence,
  );
  const tau = `${studies.length === 1 ? 'prior' : 'posterior'} mean of tau ${made.tau.toFixed(3)}`;
  const capped = made.prediction.lower < 0 || made.prediction.upper > 1 ? '; limits held to [0, 1]' : '';
  const note = `${counted}; ${tau}${capped}`;
  return [made.interval, made.prediction].map((limits, k) =>
    statement(
      names[k],
      { value: made.estimate },
      {
        limits: within(limits),
        confidence,
        method: k === 0 ? method : `${method}; prediction interval for a new site`,
        note,
      },
    ),
  );
}
