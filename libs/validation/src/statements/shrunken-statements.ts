import { metaAnalysis, normalQuantile, shrunkEffects } from '@raredx/stats';
import { pooledScales, type Scale, studyOf } from './effects.ts';
import { type Statement, statement } from './statement.ts';

const fewestLevels = 3;

function shrunken(levels: readonly (readonly Statement[])[], scale: Scale, confidence: number): Statement[] {
  const name = `shrunken:${scale.metric}`;
  const method = `empirical Bayes over levels, REML, ${scale.name} scale`;
  const studies = levels.map((level) => studyOf(level, scale, confidence));
  const known = studies.filter((study) => study !== undefined);
  const pooled = metaAnalysis(known, { confidence });
  const without = (undefinedBecause: string) => statement(name, { undefinedBecause }, { method });
  if (known.length < fewestLevels || 'undefinedBecause' in pooled) {
    const reason = `${known.length} levels with an estimate and an interval, fewer than ${fewestLevels}`;
    return levels.map(() => without(reason));
  }
  const z = normalQuantile((1 + confidence) / 2);
  return studies.map((study, k) => {
    if (study === undefined) {
      const own = levels[k].find((s) => s.metric === scale.metric);
      return without(own?.undefinedBecause ?? 'no interval of its own');
    }
    const [effect] = shrunkEffects([study], pooled);
    const shrinkage = study.variance / (study.variance + pooled.tauSquared);
    const spread = (1 - shrinkage) * study.variance + (shrinkage * pooled.standardError) ** 2;
    const margin = z * Math.sqrt(spread);
    const limits = { lower: scale.from(effect - margin), upper: scale.from(effect + margin) };
    const note = `drawn ${(100 * shrinkage).toFixed(0)} % of the way to the mean of levels`;
    return statement(name, { value: scale.from(effect) }, { limits, confidence, method, note });
  });
}

/**
 * Each level's performance drawn towards the mean of levels, the more the less it says itself: small groups stop looking
 * best or worst by chance.
 *
 * @returns statements by level, in the order given
 * @see Efron B, Morris C (1975) J Am Stat Assoc 70:311–319
 */
export function shrunkenStatements(
  levels: readonly (readonly Statement[])[],
  confidence: number,
): Statement[][] {
  const byMetric = pooledScales.map((scale) => shrunken(levels, scale, confidence));
  return levels.map((_, level) => byMetric.map((made) => made[level]));
}
