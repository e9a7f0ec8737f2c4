import { dualCentroid } from './dual-centroid.ts';
import { dualDiscriminant } from './dual-discriminant.ts';
import type { DualHead } from './dual-head.ts';
import { dualRidge } from './dual-ridge.ts';
import { dualSoftmaxBytes, openDualSoftmax } from './dual-softmax.ts';
import type { HeadKind } from './head.ts';

/** Excess that risks allow, as a share of the objective: held-out losses then keep three digits. */
const objective = 1e-5;
const coefficients = 1e-4;
const iterations = 2000;

const softmax: DualHead = {
  setting: 'C, inverse strength of the L2 penalty',
  grid: [1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100],
  refuses: (c) => (c > 0 && Number.isFinite(c) ? undefined : 'C must be positive and finite'),
  bytes: dualSoftmaxBytes,
  open: (kernel, data) => {
    const path = openDualSoftmax(kernel, data);
    return {
      fit: (c, precision) =>
        path.fit(c, { stop: precision === 'risks' ? { objective } : { coefficients }, iterations }),
    };
  },
};

export const dualHeads: { readonly [Kind in HeadKind]: DualHead } = {
  softmax,
  ridge: dualRidge,
  lda: dualDiscriminant,
  'nearest-centroid': dualCentroid,
};
