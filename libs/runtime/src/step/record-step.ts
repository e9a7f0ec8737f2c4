import type { Tensor, Variable } from '@tensorflow/tfjs';
import type { Tensorflow } from '../runtime.ts';
import { lossAndGradients } from './loss-and-gradients.ts';
import { nodeBackend } from './node-backend.ts';
import type { Recording, Refusal } from './recording.ts';
import { StepRecorder } from './step-recorder.ts';
import type { StepSettings } from './step-settings.ts';

const feedable = new Set<string>(['float32', 'int32', 'bool']);

export type Batch = { readonly inputs: readonly Tensor[]; readonly targets: readonly Tensor[] };

/** Own data for each tensor: two that share theirs could not be told apart in the recording. */
const copyOf = (tf: Tensorflow, tensor: Tensor): Tensor =>
  tf.tensor(tensor.dataSync().slice(), tensor.shape, tensor.dtype);

const unshare = (tf: Tensorflow, variables: readonly Variable[]): void => {
  const seen = new Set<object>();
  for (const variable of variables) {
    if (seen.has(variable.dataId)) variable.assign(copyOf(tf, variable) as Variable);
    seen.add(variable.dataId);
  }
};

/** tfjs-node's gather looks at its indices only to refuse those out of range; TensorFlow's own kernel does so too. */
const checking = <T>(tf: Tensorflow, recorder: StepRecorder, work: () => T): T => {
  const config = tf.getKernel('GatherV2', tf.getBackend());
  const { kernelFunc } = config;
  config.kernelFunc = (call) => {
    recorder.isChecking = true;
    try {
      return kernelFunc(call);
    } finally {
      recorder.isChecking = false;
    }
  };
  try {
    return work();
  } finally {
    config.kernelFunc = kernelFunc;
  }
};

const registered = (tf: Tensorflow): readonly Variable[] => {
  const engine = tf.engine() as unknown as { readonly registeredVariables: Record<string, Variable> };
  return Object.values(engine.registeredVariables);
};

/**
 * Calls the loss and its gradient once, kernel by kernel, and writes down what happened. Nothing is left changed: what the
 * loss assigned is put back.
 */
export const recordStep = (tf: Tensorflow, settings: StepSettings, batch: Batch): Recording | Refusal => {
  const strange = [...batch.inputs, ...batch.targets].find(({ dtype }) => !feedable.has(dtype));
  if (strange) return { refused: `a ${strange.dtype} tensor is given` };
  let made: Recording | Refusal | undefined;
  // not as the scope's result: it is searched for tensors, number by number
  tf.tidy(() => {
    made = record(tf, settings, batch);
  });
  return made as Recording | Refusal;
};

const record = (tf: Tensorflow, settings: StepSettings, batch: Batch): Recording | Refusal => {
  const { trainable, state } = settings;
  const variables = [...trainable, ...state];
  const ours = new Set(variables);
  unshare(tf, variables);
  const recorder = new StepRecorder(nodeBackend(tf));
  const [inputs, targets] = [batch.inputs, batch.targets].map((tensors) =>
    tensors.map((tensor) => copyOf(tf, tensor)),
  );
  recorder.name([...inputs, ...targets], 'feed');
  recorder.name(variables, 'variable');
  const before = new Map(registered(tf).map((variable) => [variable, variable.clone()] as const));
  const isNew = (variable: Variable) => before.get(variable)?.dataId !== variable.dataId;
  try {
    return recorder.during(() =>
      checking(tf, recorder, () => {
        const { value, gradients } = lossAndGradients(tf, settings, { inputs, targets });
        const found = {
          loss: recorder.reference(value),
          gradients: gradients.map((gradient) => gradient && recorder.reference(gradient)),
          assigned: state.map((variable) => (isNew(variable) ? recorder.reference(variable) : null)),
        };
        const strayed = [...before.keys()].some((variable) => isNew(variable) && !ours.has(variable));
        if (strayed) recorder.refusal ??= 'the loss assigns a variable that is not among `state`';
        if (recorder.refusal !== null) return { refused: recorder.refusal };
        return { nodes: recorder.nodes, constants: recorder.constants, ...found };
      }),
    );
  } finally {
    for (const [variable, old] of before) if (isNew(variable)) variable.assign(old as Variable);
  }
};
