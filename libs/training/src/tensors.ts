/** The tensor library, handed in as a value: which runtime stands behind it is not the learner's business. */
export type Tensors = typeof import('@tensorflow/tfjs');
