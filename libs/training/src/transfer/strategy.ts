/** What of a pretrained model moves on the new task. The head always does. */
export type Strategy =
  /** The head alone, on features as they are. */
  | { readonly kind: 'frozen' }
  /** Head and the last blocks. */
  | { readonly kind: 'partial'; readonly blocks: number; readonly backboneRate?: number }
  /**
   * Block after block from the head down, one more every `everyEpochs`, each with `decay` times the rate of the one above.
   * Howard J, Ruder S (2018). Universal language model fine-tuning for text classification. ACL (decay 1 / 2.6).
   */
  | {
      readonly kind: 'gradual';
      readonly everyEpochs: number;
      readonly decay?: number;
      readonly blocks?: number;
    }
  /**
   * Low-rank additions to dense and 1 × 1 convolution kernels, which themselves stay: W + scale · A · B.
   * Hu EJ et al. (2022). LoRA: low-rank adaptation of large language models. ICLR.
   */
  | { readonly kind: 'adapters'; readonly rank: number; readonly scale?: number }
  /** Everything. */
  | { readonly kind: 'full'; readonly backboneRate?: number }
  /** The control: the same architecture from untrained weights, everything moving at the full rate. */
  | { readonly kind: 'scratch' };

/** What the strategies put on top of the backbone. */
export interface TaskHead {
  /** Scores: 1 for a binary outcome, else the number of classes. */
  readonly units: number;
  /** Widths of rectified layers before the scores. @default [] */
  readonly hidden?: readonly number[];
  /** Dropout before each dense layer. @default 0 */
  readonly dropout?: number;
}

/** The same task without what was learned elsewhere: what {@link negativeTransfer} compares a strategy with. */
export const scratchTwin: Strategy = Object.freeze({ kind: 'scratch' });
