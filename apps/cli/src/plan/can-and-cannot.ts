import type { Estimate } from '@raredx/stats';
import type { Attained } from './attained.ts';
import type { CheckedPopulation } from './check-population.ts';
import { measureNames } from './measure-names.ts';
import { sayCount, sayNumber, sayPercent } from './say-number.ts';

/** Events and non-events from which a flexible calibration curve is worth reading (Van Calster et al. 2016). */
const curve = 200;

/** What the present n can and cannot show, in sentences for someone who does not read tables. */
export function canAndCannot(population: CheckedPopulation, power: number): readonly string[] {
  const reached = population.measures.filter((one) => one.reached);
  const missed = population.measures.filter((one) => !one.reached);
  return [
    ...(reached.length === 0 ? [] : [`Can show: ${reached.map(known).join('; ')}.`]),
    ...(missed.length === 0 ? [] : [`Cannot show as closely as asked: ${missed.map(unknown).join('; ')}.`]),
    ...againstTheRest(population, power),
    ...flexibleCurve(population),
    ...severalSamples(population),
  ];
}

function name({ metric, threshold }: Attained): string {
  return `${measureNames[metric] ?? metric}${threshold === null ? '' : ` at ${threshold}`}`;
}

function known(one: Attained): string {
  return `${name(one)} lies between ${sayNumber(one.lower as number)} and ${sayNumber(one.upper as number)}`;
}

function unknown(one: Attained): string {
  const more = moreOf(one);
  if (one.width === null) {
    const byFormula = more ? `; by formula ${more} would do` : '';
    return `${name(one)} (not estimable: ${one.undefinedBecause}${byFormula})`;
  }
  return `${name(one)} (anything from ${sayNumber(one.lower as number)} to ${sayNumber(one.upper as number)}; ${more ?? 'how many more it takes cannot be told'})`;
}

function moreOf({ moreEvents, morePatients }: Attained): string | null {
  if (morePatients === null) return null;
  const patients = `${sayCount(morePatients)} more ${morePatients === 1 ? 'patient' : 'patients'}`;
  if (moreEvents === null) return patients;
  return `${sayCount(moreEvents)} more ${moreEvents === 1 ? 'event' : 'events'}, about ${patients}`;
}

function againstTheRest({ detectable }: CheckedPopulation, power: number): readonly string[] {
  if (!detectable) return [];
  const { auroc_drop: auroc, oe_ratio: ratio, sensitivity_drop: sensitivity } = detectable;
  const seen = [
    ...say(auroc, (drop) => `an AUROC lower by ${sayNumber(drop)}`),
    ...say(ratio, (value) => `an O/E ${sayNumber(value)} times as high`),
    ...(sensitivity ? say(sensitivity, (drop) => `a sensitivity lower by ${sayNumber(drop)}`) : []),
  ];
  const unseen = [
    ...reason(auroc, 'AUROC'),
    ...reason(ratio, 'O/E'),
    ...(sensitivity ? reason(sensitivity, 'sensitivity') : []),
  ];
  const chance = sayPercent(power);
  return [
    ...(seen.length === 0
      ? []
      : [
          `Against the other patients, ${seen.join(', ')} would be seen with a power of ${chance}; smaller differences would mostly go unseen, and not to see one is no proof of equality.`,
        ]),
    ...(unseen.length === 0 ? [] : [`No difference can be counted on to be seen in ${unseen.join('; ')}.`]),
  ];
}

function say(estimate: Estimate, words: (value: number) => string): readonly string[] {
  return 'value' in estimate ? [words(estimate.value)] : [];
}

function reason(estimate: Estimate, of: string): readonly string[] {
  return 'undefinedBecause' in estimate ? [`${of} (${estimate.undefinedBecause})`] : [];
}

function flexibleCurve({ events, patients }: CheckedPopulation): readonly string[] {
  if (events >= curve && patients - events >= curve) return [];
  return [
    `A flexible calibration curve is exploratory here: it takes ${curve} events and ${curve} non-events.`,
  ];
}

function severalSamples({ patients, samples }: CheckedPopulation): readonly string[] {
  if (samples <= patients) return [];
  return [
    `The ${sayCount(samples)} samples come from ${sayCount(patients)} patients: the intervals heed that; the expected widths and detectable differences take a patient for one sample, which is cautious unless few patients gave most samples.`,
  ];
}
