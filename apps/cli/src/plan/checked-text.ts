import type { Attained } from './attained.ts';
import type { CheckedPopulation, CheckSettings } from './check-population.ts';
import { measureNames } from './measure-names.ts';
import { type Chosen, titleOf } from './population-of.ts';
import { sayCount, sayNumber, sayPercent } from './say-number.ts';
import { textTable } from './text-table.ts';

interface Checked extends Chosen, CheckSettings {
  readonly populations: readonly (CheckedPopulation & { readonly sentences: readonly string[] })[];
}

/** The check as a page of text: a table and a few sentences for each population. */
export function checkedText(checked: Checked): string {
  const head = [
    `${checked.model}, ${checked.label}, ${checked.partition}; ${sayPercent(checked.confidence)} intervals`,
    ...(checked.threshold === null ? [] : [`decision threshold ${checked.threshold}`]),
  ].join(', ');
  return [
    head,
    ...checked.populations.map((one) =>
      [
        `${titleOf(one, checked.partition)}: ${sayCount(one.patients)} patients${ofSamples(one)}, ${sayCount(one.events)} events`,
        table(one.measures),
        ...one.sentences,
      ].join('\n'),
    ),
  ].join('\n\n');
}

function ofSamples({ patients, samples }: CheckedPopulation): string {
  return samples === patients ? '' : ` with ${sayCount(samples)} samples`;
}

function table(measures: readonly Attained[]): string {
  return textTable(
    ['measure', 'estimate', 'interval', 'width', 'expected', 'asked', 'more events', 'more patients'],
    measures.map((one) => [
      measureNames[one.metric] ?? one.metric,
      number(one.estimate),
      one.lower === null || one.upper === null ? '–' : `${sayNumber(one.lower)} to ${sayNumber(one.upper)}`,
      number(one.width),
      number(one.expectedWidth),
      `${one.targetWidth}`,
      count(one.moreEvents),
      count(one.morePatients),
    ]),
  );
}

function number(value: number | null): string {
  return value === null ? '–' : sayNumber(value);
}

function count(value: number | null): string {
  return value === null ? '–' : sayCount(value);
}
