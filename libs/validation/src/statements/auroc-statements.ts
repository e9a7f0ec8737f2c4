import { auroc, aurocInterval, newcombeAuroc } from '@raredx/metrics';
import { expit, logit, normalQuantile } from '@raredx/stats';
import { meanOverRepeats, repeatsText } from '../population/mean-over-repeats.ts';
import type { Population } from '../population/population.ts';
import { aurocInfluence, aurocVariance } from './auroc-influence.ts';
import { type Limits, type Statement, statement } from './statement.ts';

type Made = Limits & { readonly method: string };

/**
 * Below this many patients of the rarer outcome DeLong falls short on any scale: with 10 of 500 the logit interval covers
 * 88 % in place of 95 %, Newcombe's 96 % (docs/interval-coverage). Patients with samples of both outcomes count in both
 * classes, which Newcombe's variance does not know: there DeLong takes over earlier.
 */
const newcombeBelow = { simple: 20, repeated: 20, clustered: 10 } as const;

const names = { logit: 'DeLong, logit scale', plain: 'DeLong' } as const;

interface Asked {
  readonly scale: 'logit' | 'plain';
  readonly confidence: number;
}

function ofPatients(population: Population, value: number, { scale, confidence }: Asked): Made {
  const clustered = population.structure === 'clustered';
  const how = clustered ? ', clustered by patient (Obuchowski)' : ', placements averaged over repeats';
  const method = names[scale] + how;
  const influence = aurocInfluence(population);
  if (influence === undefined) return { undefinedBecause: 'no events or no non-events', method };
  const variance = aurocVariance(influence);
  // Patients with an event and patients without one at some time: a patient may be both.
  const classes = { events: influence.withEvents, nonEvents: influence.withOthers };
  const below = newcombeBelow[population.structure];
  const few = scale === 'logit' && Math.min(classes.events, classes.nonEvents) < below;
  if (few) {
    const made = newcombeAuroc(value, classes, confidence);
    return { ...made, method: `${made.method}: fewer than ${below} in the rarer class` };
  }
  if (variance === undefined || value <= 0 || value >= 1) return newcombeAuroc(value, classes, confidence);
  if (variance <= 0) return { undefinedBecause: 'every p is equal: the order of rows says nothing', method };
  const margin = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance);
  if (scale === 'plain') {
    return { lower: Math.max(0, value - margin), upper: Math.min(1, value + margin), method };
  }
  const onLogit = margin / (value * (1 - value));
  return { lower: expit(logit(value) - onLogit), upper: expit(logit(value) + onLogit), method };
}

function limitsOf(population: Population, value: number, asked: Asked): Made {
  if (population.structure !== 'simple') return ofPatients(population, value, asked);
  const { scale } = asked;
  const options = { ...asked, ...(scale === 'logit' ? { newcombeBelow: newcombeBelow.simple } : {}) };
  const made = aurocInterval(population.repeats[0], options);
  return 'lower' in made ? made : { ...made, method: names[scale] };
}

/**
 * AUROC with DeLong's interval on the logit scale (Newcombe's where events are few), and as `auroc_plain` with the plain
 * one, which is what most papers print. Repeats and several samples a patient enter through the patient's summed and averaged placements.
 */
export function aurocStatements(population: Population, confidence: number): Statement[] {
  const estimate = meanOverRepeats(population, auroc);
  return (['logit', 'plain'] as const).map((scale) => {
    const metric = scale === 'logit' ? 'auroc' : 'auroc_plain';
    if (!('value' in estimate)) return statement(metric, estimate, { method: names[scale] });
    const limits = limitsOf(population, estimate.value, { scale, confidence });
    const method = limits.method + repeatsText(population);
    return statement(metric, estimate, { limits, confidence, method });
  });
}
