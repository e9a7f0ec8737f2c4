import { expit, logit } from '@raredx/stats';

/** Where estimates are nearly normal: Rubin's rules are applied there. */
export interface PoolingScale {
  readonly name: string;
  readonly to: (value: number) => number;
  readonly back: (value: number) => number;
  /** Derivative of `to`: variances are multiplied by its square. */
  readonly slope: (value: number) => number;
}

export const pooledAsIs: PoolingScale = { name: 'as it is', to: (v) => v, back: (v) => v, slope: () => 1 };
export const pooledOnLog: PoolingScale = {
  name: 'log scale',
  to: Math.log,
  back: Math.exp,
  slope: (v) => 1 / v,
};
export const pooledOnLogit: PoolingScale = {
  name: 'logit scale',
  to: logit,
  back: expit,
  slope: (v) => 1 / (v * (1 - v)),
};
