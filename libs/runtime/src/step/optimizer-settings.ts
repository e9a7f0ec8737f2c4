/** How gradients become new weights. Rates are not here: they are given step by step. */
export type OptimizerSettings =
  | {
      readonly kind: 'sgd';
      /** @default 0 */
      readonly momentum?: number;
      /** @default false */
      readonly nesterov?: boolean;
    }
  | {
      readonly kind: 'adam' | 'adamw' | 'adamax';
      /** @default 0.9 */
      readonly beta1?: number;
      /** @default 0.999 */
      readonly beta2?: number;
      /** @default 1e-7 */
      readonly epsilon?: number;
      /** Decoupled decay (`adamw` only): w ← w − rate · decay · w. @default 0.004 */
      readonly weightDecay?: number;
    }
  | {
      readonly kind: 'rmsprop';
      /** @default 0.9 */
      readonly decay?: number;
      /** @default 0 */
      readonly momentum?: number;
      /** @default 1e-7 */
      readonly epsilon?: number;
    }
  | {
      readonly kind: 'adagrad';
      /** @default 0.1 */
      readonly initialAccumulator?: number;
      /** @default 1e-7 */
      readonly epsilon?: number;
    }
  | {
      readonly kind: 'adadelta';
      /** @default 0.95 */
      readonly decay?: number;
      /** @default 1e-7 */
      readonly epsilon?: number;
    };

export type OptimizerKind = OptimizerSettings['kind'];

/** The settings with every default filled in. */
export type Optimizer = {
  readonly kind: OptimizerKind;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly beta1: number;
  readonly beta2: number;
  readonly decay: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  readonly initialAccumulator: number;
};

const slots: Readonly<Record<OptimizerKind, (optimizer: Optimizer) => readonly string[]>> = {
  sgd: ({ momentum }) => (momentum === 0 ? [] : ['momentum']),
  adam: () => ['m', 'v'],
  adamw: () => ['m', 'v'],
  adamax: () => ['m', 'v'],
  rmsprop: () => ['square', 'momentum'],
  adagrad: () => ['square'],
  adadelta: () => ['square', 'update'],
};

const defaults: Optimizer = {
  kind: 'sgd',
  momentum: 0,
  nesterov: false,
  beta1: 0.9,
  beta2: 0.999,
  decay: 0.9,
  epsilon: 1e-7,
  weightDecay: 0,
  initialAccumulator: 0.1,
};

const inUnit = (value: number) => value >= 0 && value < 1;

/**
 * Fills in the defaults.
 *
 * @throws RangeError for a momentum, beta or decay outside [0, 1), or a negative epsilon
 */
export const completeOptimizer = (settings: OptimizerSettings): Optimizer => {
  const own =
    settings.kind === 'adadelta' ? { decay: 0.95 } : settings.kind === 'adamw' ? { weightDecay: 0.004 } : {};
  const optimizer: Optimizer = { ...defaults, ...own, ...settings };
  for (const name of ['momentum', 'beta1', 'beta2', 'decay'] as const) {
    if (!inUnit(optimizer[name]))
      throw new RangeError(`optimizer: ${name} outside [0, 1) (${optimizer[name]})`);
  }
  for (const name of ['epsilon', 'weightDecay', 'initialAccumulator'] as const) {
    if (!(optimizer[name] >= 0)) throw new RangeError(`optimizer: ${name} is negative (${optimizer[name]})`);
  }
  return Object.freeze(optimizer);
};

/** Names of the tensors that an optimizer keeps for each weight. */
export const slotNames = (optimizer: Optimizer): readonly string[] => slots[optimizer.kind](optimizer);

/** What a slot holds before the first step. */
export const firstValue = (optimizer: Optimizer): number =>
  optimizer.kind === 'adagrad' ? optimizer.initialAccumulator : 0;

/**
 * Adam starts its averages at zero and divides that out again, as a factor on the rate: √(1 − β₂ᵗ) / (1 − β₁ᵗ) at step t,
 * for Adamax 1 / (1 − β₁ᵗ).
 *
 * @see Kingma, Ba. Adam: a method for stochastic optimization. ICLR 2015, section 2 and algorithm 2
 */
export const rateCorrection = ({ kind, beta1, beta2 }: Optimizer, step: number): number => {
  if (kind === 'adamax') return 1 / (1 - beta1 ** step);
  if (kind !== 'adam' && kind !== 'adamw') return 1;
  return Math.sqrt(1 - beta2 ** step) / (1 - beta1 ** step);
};
