import * as Plot from '@observablehq/plot';
import { drawSvg } from '../figure.ts';
import type { Html } from '../html.ts';
import type { Series } from './decision-curve-figure.ts';

export interface RocDrawing {
  readonly id: string;
  readonly title: string;
  readonly models: readonly Series[];
}

export function rocFigure({ id, title, models }: RocDrawing): Html {
  return drawSvg({
    id,
    title,
    description:
      'Sensitivity against one minus specificity over all thresholds; the dashed diagonal is a coin.',
    plot: {
      width: 460,
      height: 440,
      marginLeft: 56,
      marginRight: 14,
      marginTop: 24,
      marginBottom: 44,
      x: {
        domain: [0, 1],
        label: '1 − specificity',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 5,
        tickSize: 4,
      },
      y: { domain: [0, 1], label: 'Sensitivity', labelArrow: 'none', ticks: 5, tickSize: 4 },
      marks: [
        Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.line(
          [
            [0, 0],
            [1, 1],
          ],
          { stroke: 'var(--soft)', strokeDasharray: '5 4' },
        ),
        ...models.map((model) =>
          Plot.line(
            model.rows.filter((row) => row.estimate !== null),
            {
              x: 'threshold',
              y: 'estimate',
              stroke: model.colour,
              strokeWidth: 2.25,
              ...(model.dash === null ? {} : { strokeDasharray: model.dash }),
            },
          ),
        ),
      ],
    },
  });
}
