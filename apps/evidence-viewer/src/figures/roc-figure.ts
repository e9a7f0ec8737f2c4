import { formatShare, formatValue } from '@raredx/report';
import type { ExploredPopulation } from '@raredx/validation';
import { drawing } from '../element.ts';
import { liveFigure } from './live-figure.ts';
import { lineThrough, plane } from './plane.ts';

type Point = readonly [falsePositiveRate: number, sensitivity: number];

const steps = 400;
const tenths = [0, 0.25, 0.5, 0.75, 1];

function pointAt(population: ExploredPopulation, threshold: number): Point | null {
  const { truePositive, falseNegative, falsePositive, trueNegative } = population.confusion(threshold);
  const [events, others] = [truePositive + falseNegative, falsePositive + trueNegative];
  return events === 0 || others === 0 ? null : [falsePositive / others, truePositive / events];
}

/** Sensitivity against 1 − specificity, and where the threshold stands on it. */
export function rocFigure(declared: readonly number[]) {
  const height = 300;
  const made = liveFigure('viewer-roc', {
    title: 'Sensitivity against false alarms',
    key: 'Line: model; dashes: chance.',
    heads: ['Threshold', '1 − specificity, %', 'Sensitivity, %'],
    height,
  });
  const curves = new WeakMap<ExploredPopulation, readonly (Point | null)[]>();
  const axis = { from: 0, to: 1, ticks: tenths, print: (value: number) => String(value) };
  const { x, y, axes } = plane(
    height,
    { ...axis, label: '1 − specificity' },
    { ...axis, label: 'Sensitivity' },
  );
  return {
    figure: made.figure,
    show: (population: ExploredPopulation, threshold: number) => {
      const curve = curves.get(population) ?? [
        ...population.cuts(steps).map((at) => pointAt(population, at)),
        [0, 0] as const,
      ];
      curves.set(population, curve);
      const here = pointAt(population, threshold);
      const percent = (value: number) => formatValue('sensitivity', value);
      const told = [threshold, ...declared.filter((one) => one !== threshold)].map((at) => {
        const point = pointAt(population, at);
        return [formatShare(at), ...(point ? point.map(percent) : ['not estimable', 'not estimable'])];
      });
      made.draw(
        here
          ? `At ${formatShare(threshold)}: sensitivity ${percent(here[1])} %, false alarms in ${percent(here[0])} % of those without the outcome.`
          : 'One of the two outcomes does not occur here: no curve.',
        [
          ...axes,
          drawing('path', { class: 'all', d: `M${x(0)},${y(0)}L${x(1)},${y(1)}` }),
          drawing('path', {
            class: 'model',
            d: lineThrough(curve.map((point) => point && [x(point[0]), y(point[1])])),
          }),
          here && drawing('circle', { class: 'point', cx: x(here[0]), cy: y(here[1]), r: 6 }),
        ],
        told,
      );
    },
  };
}
