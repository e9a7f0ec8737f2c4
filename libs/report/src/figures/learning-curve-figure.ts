import * as Plot from '@observablehq/plot';
import { drawSvg } from '../figure.ts';
import type { Html } from '../html.ts';
import type { TrainingFit } from '../trainings/trainings.ts';

/** Loss by epoch of each fit of a model: on the training part, on the tuning part, and which epoch was kept. */
export function learningCurveFigure(id: string, title: string, fits: readonly TrainingFit[]): Html {
  const training = fits.flatMap(({ fit, epochs }) =>
    epochs.map(({ epoch, trainingLoss }) => ({ fit, epoch: epoch + 1, loss: trainingLoss })),
  );
  const tuning = fits.flatMap(({ fit, epochs }) =>
    epochs.flatMap(({ epoch, tuningLoss }) =>
      tuningLoss === null ? [] : [{ fit, epoch: epoch + 1, loss: tuningLoss }],
    ),
  );
  const kept = tuning.filter(({ fit, epoch }) =>
    fits.some((one) => one.fit === fit && one.bestEpoch + 1 === epoch),
  );
  const last = Math.max(2, ...training.map(({ epoch }) => epoch));
  const line = { x: 'epoch', y: 'loss', z: 'fit', strokeWidth: 2 };
  return drawSvg({
    id,
    title,
    description:
      'Loss against epoch, a line a fit. Dashed: training part as it was met. Solid: tuning part, with a dot at the epoch whose weights were kept.',
    plot: {
      ...{ width: 560, height: 340, marginLeft: 56, marginRight: 14, marginTop: 24, marginBottom: 44 },
      x: {
        ...{ domain: [1, last], label: 'Epoch', labelAnchor: 'center', labelArrow: 'none', tickSize: 4 },
        ...{ ticks: Math.min(10, last - 1), tickFormat: 'd' },
      },
      y: { zero: true, label: 'Loss', labelArrow: 'none', ticks: 5, tickSize: 4 },
      marks: [
        Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.line(training, { ...line, stroke: 'var(--series-2)', strokeDasharray: '7 3' }),
        Plot.line(tuning, { ...line, stroke: 'var(--series-1)' }),
        Plot.dot(kept, { x: 'epoch', y: 'loss', r: 4, fill: 'var(--series-1)' }),
      ],
    },
  });
}
