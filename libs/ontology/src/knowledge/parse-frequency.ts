import type { FrequencyKind } from './annotations.ts';

export interface ParsedFrequency {
  readonly kind: FrequencyKind;
  readonly share: number;
  readonly examined: number;
}

/** Mid-points of HPO's frequency classes: always, 80–99, 30–79, 5–29, 1–4 and 0 per cent. */
const classes: Readonly<Record<string, number>> = {
  'HP:0040280': 1,
  'HP:0040281': 0.895,
  'HP:0040282': 0.545,
  'HP:0040283': 0.17,
  'HP:0040284': 0.025,
  'HP:0040285': 0,
};

const missing: ParsedFrequency = { kind: 'missing', share: 0, examined: 0 };

/**
 * The frequency column of `phenotype.hpoa`: `m/n`, a per cent, a frequency class, or nothing.
 *
 * @example parseFrequency('3/4') // => { kind: 'counted', share: 0.75, examined: 4 }
 * @example parseFrequency('HP:0040283') // => { kind: 'class', share: 0.17, examined: 0 }
 */
export function parseFrequency(text: string): ParsedFrequency | undefined {
  if (text === '') return missing;
  const named = classes[text];
  if (named !== undefined) return { kind: 'class', share: named, examined: 0 };
  const counted = /^(\d+)\/(\d+)$/.exec(text);
  if (counted) {
    const [affected, examined] = [Number(counted[1]), Number(counted[2])];
    if (examined === 0) return missing;
    return affected <= examined ? { kind: 'counted', share: affected / examined, examined } : undefined;
  }
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text);
  const share = percent ? Number(percent[1]) / 100 : Number.POSITIVE_INFINITY;
  return share <= 1 ? { kind: 'percent', share, examined: 0 } : undefined;
}
