import type { FewShotSpec } from '@raredx/experiment';
import {
  bdCspn,
  cosineHead,
  type FewShotMethod,
  laplacianShot,
  ldaMethod,
  mahalanobis,
  matching,
  prototypicalMethod,
  ridgeMethod,
  simpleShot,
} from '@raredx/training';

/** The few-shot methods that an experiment can name. */
export const fewShotMethods: { readonly [Name in FewShotSpec['method']]: () => FewShotMethod } = {
  prototypical: () => prototypicalMethod(),
  'simple-shot': () => simpleShot(),
  matching: () => matching(),
  'cosine-head': () => cosineHead(),
  ridge: () => ridgeMethod(),
  lda: () => ldaMethod(),
  mahalanobis: () => mahalanobis(),
  'bd-cspn': () => bdCspn(),
  'laplacian-shot': () => laplacianShot(),
};
