import type { TrivialModelSpec } from '@raredx/experiment';
import { headProbabilities } from '@raredx/training';
import { fewestPatients } from './fewest-patients.ts';
import { headOf, learnHead } from './head-model.ts';
import type { SampleModel } from './sample-model.ts';

/** C, chosen by three inner folds of patients where there are as many. */
const headFor = (fewest: number): Parameters<typeof learnHead>[0] => ({
  head: 'softmax',
  settings: fewest >= 3 ? [0.01, 1, 100] : [1],
  criterion: 'log-loss',
  balanced: false,
});

/** Logistic regression on colour and size: the control that no model of disease may fail to beat. */
export const trivialModel: SampleModel<TrivialModelSpec> = {
  async learn(_spec, context) {
    const { features } = await context.features.trivial();
    return learnHead(
      headFor(fewestPatients(context.study)),
      { features, jittered: null },
      { context, kept: {} },
    );
  },
  async predict(kept, _samples, { features }) {
    const { rows, leftOut, features: table } = await features.trivial();
    return { rows, leftOut, risks: headProbabilities(headOf(kept), table) };
  },
};
