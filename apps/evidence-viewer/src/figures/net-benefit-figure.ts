import { formatShare, formatValue } from '@raredx/report';
import type { ExploredPopulation } from '@raredx/validation';
import { drawing } from '../element.ts';
import { liveFigure } from './live-figure.ts';
import { lineThrough, plane } from './plane.ts';

interface Benefits {
  readonly model: number;
  readonly all: number;
}

function benefitsAt(population: ExploredPopulation, threshold: number): Benefits | null {
  const { truePositive, falseNegative, falsePositive, trueNegative } = population.confusion(threshold);
  const [events, others] = [truePositive + falseNegative, falsePositive + trueNegative];
  const odds = threshold / (1 - threshold);
  if (events + others === 0) return null;
  return {
    model: (truePositive - odds * falsePositive) / (events + others),
    all: (events - odds * others) / (events + others),
  };
}

const steps = 100;

/** Net benefit of the model, of treating everybody and of treating nobody, up to the threshold and somewhat beyond. */
export function netBenefitFigure(declared: readonly number[]) {
  const height = 300;
  const made = liveFigure('viewer-benefit', {
    title: 'Net benefit',
    key: 'Line: model; dashes: treat everybody; thin line: treat nobody.',
    heads: ['Threshold', 'Model', 'Treat all', 'Treat none'],
    height,
  });
  const print = (value: number) => formatValue('net_benefit', value);
  return {
    figure: made.figure,
    show: (population: ExploredPopulation, threshold: number) => {
      const end = Math.min(0.99, Math.max(0.5, threshold * 1.1));
      const grid = Array.from({ length: steps }, (_, k) => ((k + 1) * end) / steps);
      const curve = grid.map((at) => ({ at, made: benefitsAt(population, at) }));
      const highest = Math.max(
        0.02,
        ...curve.map((point) => Math.max(point.made?.model ?? 0, point.made?.all ?? 0)),
      );
      const lowest = -highest / 3;
      const { x, y, axes } = plane(
        height,
        {
          from: 0,
          to: end,
          ticks: [0, end / 2, end],
          label: 'Threshold',
          print: (value) => formatShare(Number(value.toFixed(3))),
        },
        {
          from: lowest,
          to: highest,
          ticks: [0, highest],
          label: 'Net benefit',
          print: (value) => (value === 0 ? '0' : print(value)),
        },
      );
      const line = (which: keyof Benefits) =>
        lineThrough(
          curve.map((point) =>
            point.made && point.made[which] >= lowest ? [x(point.at), y(point.made[which])] : null,
          ),
        );
      const here = benefitsAt(population, threshold);
      const rows = [threshold, ...declared.filter((one) => one !== threshold)].map((at) => {
        const both = benefitsAt(population, at);
        return [
          formatShare(at),
          ...(both ? [print(both.model), print(both.all), '0'] : Array(3).fill('not estimable')),
        ];
      });
      made.draw(
        here
          ? `At ${formatShare(threshold)}: net benefit of the model ${print(here.model)}, of treating everybody ${print(here.all)}, of treating nobody 0.`
          : 'Nobody is in this subgroup: no net benefit.',
        [
          ...axes,
          drawing('path', { class: 'none', d: `M${x(0)},${y(0)}H${x(end)}` }),
          drawing('path', { class: 'all', d: line('all') }),
          drawing('path', { class: 'model', d: line('model') }),
          here && drawing('path', { class: 'at', d: `M${x(threshold)},${y(lowest)}V${y(highest)}` }),
          here &&
            here.model >= lowest &&
            drawing('circle', { class: 'point', cx: x(threshold), cy: y(here.model), r: 6 }),
        ],
        rows,
      );
    },
  };
}
