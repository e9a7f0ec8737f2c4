import type { Tensor, Variable } from '@tensorflow/tfjs';
import type { Tensorflow } from '../runtime.ts';
import { type GraphVariable, openGraph } from './graph-builder.ts';
import { graphOfRecording } from './graph-of-recording.ts';
import { type NodeBinding, nodeBackend } from './node-backend.ts';
import { firstValue, slotNames } from './optimizer-settings.ts';
import type { SlotValues } from './optimizer-state.ts';
import type { Recording } from './recording.ts';
import type { StepAddon } from './step-addon.ts';
import type { StepSettings } from './step-settings.ts';

export type GraphSession = ReturnType<typeof openGraphSession>;

export const typeNumber = (binding: NodeBinding, { dtype }: Tensor): number =>
  dtype === 'float32' ? binding.TF_FLOAT : dtype === 'int32' ? binding.TF_INT32 : binding.TF_BOOL;

const floats = (variable: Tensor): Float32Array => variable.dataSync() as Float32Array;

/** Weights, state and optimizer slots in a session, and the steps of each batch shape that share them. */
export const openGraphSession = (tf: Tensorflow, addon: StepAddon, settings: StepSettings) => {
  const { trainable, state, optimizer } = settings;
  const { binding } = nodeBackend(tf);
  const graph = openGraph(addon, binding);
  const tensors: readonly Variable[] = [...trainable, ...state];
  const variables = tensors.map(({ shape }) => graph.variable(shape));
  const slots = trainable.map(({ shape }) => slotNames(optimizer).map(() => graph.variable(shape)));

  const loader = (into: readonly GraphVariable[]) => {
    const feeds = into.map(({ shape }) => graph.placeholder(graph.float, shape));
    return graph.plan(
      feeds,
      [],
      into.map((variable, at) => graph.assign(variable, feeds[at].endpoint)),
    );
  };
  const reader = (from: readonly GraphVariable[]) =>
    graph.plan(
      [],
      from.map(({ value }) => value),
      [],
    );
  const [loadWeights, readWeights] = [loader(variables), reader(variables)];
  const [loadSlots, readSlots] = [loader(slots.flat()), reader(slots.flat())];
  const hasSlots = slots.some((own) => own.length > 0);
  const width = slotNames(optimizer).length;

  const setSlots = (values: SlotValues['slots']) => void (hasSlots && loadSlots(values.flat()));
  const load = () => void loadWeights(tensors.map(floats));
  load();
  setSlots(
    trainable.map(({ size }) =>
      slotNames(optimizer).map(() => new Float32Array(size).fill(firstValue(optimizer))),
    ),
  );
  return {
    load,
    setSlots,
    /** Slots by weight. */
    slots: (): SlotValues['slots'] => {
      const values = hasSlots ? readSlots([]) : [];
      return trainable.map((_, at) => values.slice(at * width, (at + 1) * width));
    },
    /** Values of the weights, then of the state, into the variables. */
    unload: () => {
      const values = readWeights([]);
      tf.tidy(() => {
        tensors.forEach((variable, at) => {
          if (!variable.isDisposed) variable.assign(tf.tensor(values[at], variable.shape) as Variable);
        });
      });
    },
    addStep: (recording: Recording, batch: readonly Tensor[]) =>
      graphOfRecording(graph, recording, {
        ...{ settings, shared: { variables, slots } },
        batch: batch.map((tensor) => ({ shape: tensor.shape, dtype: typeNumber(binding, tensor) })),
      }),
    close: graph.close,
  };
};
