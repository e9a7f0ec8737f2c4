/** One inverted bottleneck: expand by 1 × 1, filter each channel, project by 1 × 1. */
export interface LiteBlock {
  readonly input: number;
  readonly expanded: number;
  readonly output: number;
  readonly kernel: 3 | 5;
  readonly stride: 1 | 2;
}

// repeats, kernel, stride, expansion, output: the stages of EfficientNet-B0, which Lite0 keeps at width and depth 1
const stages = [
  [1, 3, 1, 1, 16],
  [2, 3, 2, 6, 24],
  [2, 5, 2, 6, 40],
  [3, 3, 2, 6, 80],
  [3, 5, 1, 6, 112],
  [4, 5, 2, 6, 192],
  [1, 3, 1, 6, 320],
] as const;

export const stemWidth = 32;
export const headWidth = 1280;
export const batchNormEpsilon = 1e-3;

/**
 * The sixteen blocks of EfficientNet-Lite0: no squeeze-and-excitation, ReLU6, fixed stem and head.
 *
 * @see Tan M, Le QV (2019) EfficientNet. ICML, PMLR 97:6105–6114
 */
export const lite0Blocks: readonly LiteBlock[] = stages.flatMap(([repeats, kernel, stride, by, output], at) =>
  Array.from({ length: repeats }, (_, repeat): LiteBlock => {
    const input = repeat > 0 ? output : (stages[at - 1]?.[4] ?? stemWidth);
    return { input, expanded: input * by, output, kernel, stride: repeat > 0 ? 1 : stride };
  }),
);

/** True where the block's input is added to its output. */
export const isResidual = ({ input, output, stride }: LiteBlock): boolean => input === output && stride === 1;
