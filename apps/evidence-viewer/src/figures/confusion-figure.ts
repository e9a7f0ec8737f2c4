import { formatShare } from '@raredx/report';
import type { ExploredPopulation } from '@raredx/validation';
import { drawing } from '../element.ts';
import { liveFigure } from './live-figure.ts';

const width = 350;

/** Counts are means where there are repeats: one decimal then. */
const count = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(1));

/** Two bars: patients with the outcome and those without, cut where the threshold divides them. */
export function confusionFigure() {
  const made = liveFigure('viewer-confusion', {
    title: 'Calls, right and wrong',
    key: 'Left of the cut: called positive.',
    heads: ['Samples', 'Positive', 'Negative'],
    height: 128,
  });
  return {
    figure: made.figure,
    show: (population: ExploredPopulation, threshold: number) => {
      const { truePositive, falseNegative, falsePositive, trueNegative } = population.confusion(threshold);
      const bar = (
        y: number,
        [positive, negative]: [number, number],
        name: string,
        classes: [string, string],
      ) => {
        const total = positive + negative;
        const cut = total === 0 ? 0 : Math.round((10 * width * positive) / total) / 10;
        return [
          drawing('text', { x: 0, y: y - 6 }, `${name}: ${count(total)}`),
          drawing('rect', { x: 0, y, width: cut, height: 22, class: classes[0] }),
          drawing('rect', { x: cut, y, width: total === 0 ? 0 : width - cut, height: 22, class: classes[1] }),
        ];
      };
      made.draw(
        `At ${formatShare(threshold)}: of ${count(truePositive + falseNegative)} with the outcome ${count(truePositive)} are called positive, of ${count(falsePositive + trueNegative)} without it ${count(falsePositive)}.`,
        [
          ...bar(20, [truePositive, falseNegative], 'With the outcome', ['right', 'wrong']),
          ...bar(68, [falsePositive, trueNegative], 'Without it', ['wrong', 'right']),
          drawing('rect', { x: 0, y: 106, width: 12, height: 12, class: 'right' }),
          drawing('text', { x: 18, y: 116 }, 'right'),
          drawing('rect', { x: 70, y: 106, width: 12, height: 12, class: 'wrong' }),
          drawing('text', { x: 88, y: 116 }, 'wrong'),
        ],
        [
          ['With the outcome', count(truePositive), count(falseNegative)],
          ['Without it', count(falsePositive), count(trueNegative)],
        ],
      );
    },
  };
}
