import { declaration } from './dataset-declaration.ts';
import { datasetProblems } from './dataset-problems.ts';

/** What a `dataset.yaml` may say: strict keys, and every name it mentions must exist. */
export const datasetSchema = declaration.superRefine((dataset, context) => {
  for (const { path, message } of datasetProblems(dataset)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});
