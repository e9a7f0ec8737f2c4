import type {
  EncodedExperiment,
  EncodedModelSpec,
  FineTunedSpec,
  HeadModelSpec,
} from './encoded-experiment-schema.ts';

/** A fine-tuned model and the two that say whether pretraining, and training at all, earned anything. */
export interface Controls {
  readonly model: string;
  /** The same training from untrained weights. */
  readonly scratch: string;
  /** A logistic head on the frozen encoder. */
  readonly logistic: string;
}

const encoderName = 'efficientnet-lite0';

/**
 * Adds to each fine-tuned model the controls that the experiment does not declare itself, unless it says
 * `controls: false`. What was added stands as declared: done twice, nothing more comes.
 */
export function withControls(experiment: EncodedExperiment): EncodedExperiment {
  if (!experiment.controls) return experiment;
  const models = [...experiment.models];
  for (const model of experiment.models) {
    if (!isTransfer(model)) continue;
    const seen = { ...experiment, models };
    if (!scratchOf(model, models)) models.push(scratchTwin(model, freeName(`${model.name}-scratch`, models)));
    if (!logisticOf(seen)) models.push(logisticTwin(model, freeName(`${model.name}-logistic`, models)));
  }
  return { ...experiment, models };
}

/** The fine-tuned models of an experiment that have both controls, by name. */
export function controlsOf(experiment: EncodedExperiment): readonly Controls[] {
  return experiment.models.filter(isTransfer).flatMap((model) => {
    const scratch = scratchOf(model, experiment.models);
    const logistic = logisticOf(experiment);
    return scratch && logistic ? [{ model: model.name, scratch: scratch.name, logistic: logistic.name }] : [];
  });
}

const isTransfer = (model: EncodedModelSpec): model is FineTunedSpec =>
  model.kind === 'fine-tuned' && model.strategy !== 'scratch';

/** What decides how weights move; strategies differ in which. */
const schedule = [
  'size',
  'epochs',
  'batch_size',
  'learning_rate',
  'weight_decay',
  'dropout',
  'smoothing',
  'jitter',
  'upright',
  'balance',
  'tuning',
  'patience',
] as const satisfies readonly (keyof FineTunedSpec)[];

function scratchOf(model: FineTunedSpec, models: readonly EncodedModelSpec[]): FineTunedSpec | undefined {
  return models.find(
    (other): other is FineTunedSpec =>
      other.kind === 'fine-tuned' &&
      other.strategy === 'scratch' &&
      schedule.every((key) => other[key] === model[key]),
  );
}

/** Any softmax head on the features as they are: the size of the picture is the author's choice. */
function logisticOf({ encoder, models }: EncodedExperiment): HeadModelSpec | undefined {
  return models.find(
    (other): other is HeadModelSpec =>
      other.kind === 'head' &&
      other.head === 'softmax' &&
      other.standardise === 'pooled' &&
      !other.balanced &&
      (other.encoder.name ?? encoder.name) === encoderName,
  );
}

function scratchTwin(model: FineTunedSpec, name: string): FineTunedSpec {
  return {
    ...model,
    name,
    strategy: 'scratch',
    deployable: false,
    description: `Control: ${model.name} from untrained weights.`,
  };
}

function logisticTwin({ name: of, size, upright }: FineTunedSpec, name: string): HeadModelSpec {
  return {
    kind: 'head',
    name,
    description: `Control: logistic head on the frozen encoder of ${of}.`,
    deployable: false,
    head: 'softmax',
    encoder: { name: encoderName, size, upright, views: upright ? 1 : 4 },
    standardise: 'pooled',
    criterion: 'log-loss',
    balanced: false,
  };
}

function freeName(wanted: string, models: readonly EncodedModelSpec[]): string {
  const taken = models.some(({ name }) => name === wanted);
  return taken ? freeName(`${wanted}-control`, models) : wanted;
}
