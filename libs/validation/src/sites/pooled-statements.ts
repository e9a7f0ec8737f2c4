import { metaAnalysis } from '@raredx/stats';
import { pooledScales, type Scale, studyOf } from '../statements/effects.ts';
import { type Limits, type Statement, statement } from '../statements/statement.ts';

const onScale = (limits: { lower: number; upper: number }, scale: Scale) => ({
  lower: scale.from(limits.lower),
  upper: scale.from(limits.upper),
});

function pooled(sites: readonly (readonly Statement[])[], scale: Scale, confidence: number): Statement[] {
  const studies = sites
    .map((site) => studyOf(site, scale, confidence))
    .filter((study) => study !== undefined);
  const left = sites.length - studies.length;
  const result = metaAnalysis(studies, { confidence });
  const counted = `${studies.length} of ${sites.length} sites`;
  const apart = left > 0 ? `; ${left} without an estimate and an interval are left out` : '';
  const method = `random effects, REML, ${scale.name} scale`;
  const names = ['pooled', 'next_site', 'tau_squared'].map((name) => `${name}:${scale.metric}`);
  if ('undefinedBecause' in result) {
    const reason = { undefinedBecause: `${result.undefinedBecause} with an estimate and an interval` };
    return names.map((name) => statement(name, reason, { method, note: counted + apart }));
  }
  const value = { value: scale.from(result.estimate) };
  const note = `${counted}${apart}; I² = ${(100 * result.iSquared).toFixed(0)} %`;
  const prediction: Limits =
    'lower' in result.prediction ? onScale(result.prediction, scale) : result.prediction;
  const part = (name: string, estimate: { value: number }, given: { limits: Limits; how: string }) =>
    statement(name, estimate, { limits: given.limits, confidence, method: `${method}; ${given.how}`, note });
  return [
    part(names[0], value, { limits: onScale(result.interval, scale), how: 'Hartung-Knapp' }),
    part(names[1], value, { limits: prediction, how: 'prediction interval for a new site' }),
    part(names[2], { value: result.tauSquared }, { limits: result.tauSquaredInterval, how: 'Q-profile' }),
  ];
}

/**
 * Performance over sites: the mean of sites (`pooled:`), where the next site is expected (`next_site:`) and how much
 * sites differ (`tau_squared:`, on the scale of pooling).
 *
 * @see Debray TPA et al. (2017) BMJ 356:i6460
 */
export function pooledStatements(sites: readonly (readonly Statement[])[], confidence: number): Statement[] {
  return pooledScales.flatMap((scale) => pooled(sites, scale, confidence));
}
