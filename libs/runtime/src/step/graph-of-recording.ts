import { addNode } from './add-node.ts';
import { type GraphBuilder, type GraphVariable, nodeOf } from './graph-builder.ts';
import { graphUpdate } from './graph-update.ts';
import type { Recording, Reference } from './recording.ts';
import type { Endpoint, FeedSlot } from './step-addon.ts';
import type { StepSettings } from './step-settings.ts';

/** What every batch shape shares: the variables, in one session. */
export type SharedVariables = {
  /** Trainable, then state. */
  readonly variables: readonly GraphVariable[];
  /** By weight. */
  readonly slots: readonly (readonly GraphVariable[])[];
};

/** Adds the recorded operations; returns where each reference lies. */
const addRecording = (
  graph: GraphBuilder,
  recording: Recording,
  { feeds, variables }: { readonly feeds: readonly FeedSlot[]; readonly variables: readonly GraphVariable[] },
) => {
  const constants = recording.constants.map(graph.constant);
  const nodes: Endpoint[] = [];
  const at = (reference: Reference): Endpoint => {
    const [kind, index] = reference;
    if (kind === 'node') return nodes[index] + reference[2];
    if (kind === 'feed') return feeds[index].endpoint;
    return kind === 'variable' ? variables[index].value : constants[index];
  };
  for (const node of recording.nodes) nodes.push(addNode(node, { graph, recording, feeds, variables, at }));
  return at;
};

/** All gradients times bound / max(bound, global norm). */
const addClipping = (
  graph: GraphBuilder,
  gradients: readonly Endpoint[],
  bound: number,
): readonly Endpoint[] => {
  const halves = gradients.map((gradient) => graph.add('L2Loss', [gradient]));
  const norm = graph.add('Sqrt', [graph.add('Mul', [graph.add('AddN', [halves]), graph.scalar(2)])]);
  const most = graph.scalar(bound);
  const factor = graph.add('RealDiv', [most, graph.add('Maximum', [norm, most])]);
  return gradients.map((gradient) => graph.add('Mul', [gradient, factor]));
};

/** One scalar a weight out of a vector fed at each step. */
const addRates = (graph: GraphBuilder, count: number) => {
  const feed = graph.placeholder(graph.float, [count]);
  const first = graph.add('Unpack', [feed.endpoint], [graph.attribute.int('num', count)]);
  return { feed, rates: Array.from({ length: count }, (_, at) => first + at) };
};

/** w ← w − decay · w from the value before the step, after the update itself. */
const addDecay = (graph: GraphBuilder, weight: GraphVariable, how: { amount: Endpoint; after: Endpoint }) =>
  graph.add(
    'AssignSubVariableOp',
    [weight.handle, graph.add('Mul', [weight.value, how.amount])],
    [graph.attribute.type('dtype', graph.float)],
    [nodeOf(how.after)],
  );

/**
 * Makes a recorded step a part of the graph: operations, clipping, updates, new state. The result runs one step from the
 * values of the feeds, the corrected rates and, for decoupled decay, its amounts; it returns the loss.
 */
export const graphOfRecording = (
  graph: GraphBuilder,
  recording: Recording,
  context: {
    readonly settings: StepSettings;
    readonly shared: SharedVariables;
    readonly batch: readonly { readonly dtype: number; readonly shape: readonly number[] }[];
  },
) => {
  const { settings, shared, batch } = context;
  const { optimizer, clipNorm, trainable } = settings;
  const feeds = batch.map(({ dtype, shape }) => graph.placeholder(dtype, shape));
  const at = addRecording(graph, recording, { feeds, variables: shared.variables });
  const trained = recording.gradients.flatMap((gradient, k) =>
    gradient ? [{ k, gradient: at(gradient) }] : [],
  );
  const plain = trained.map(({ gradient }) => gradient);
  const gradients = clipNorm === null ? plain : addClipping(graph, plain, clipNorm);
  const { feed, rates } = addRates(graph, trainable.length);
  const updates = trained.map(({ k }, place) => {
    const weight = shared.variables[k];
    const input = { weight, slots: shared.slots[k], gradient: gradients[place], rate: rates[k] };
    return graphUpdate(graph, input, optimizer);
  });
  const decays = optimizer.weightDecay === 0 ? null : addRates(graph, trainable.length);
  const decayed = trained.flatMap(({ k }, place) =>
    decays ? [addDecay(graph, shared.variables[k], { amount: decays.rates[k], after: updates[place] })] : [],
  );
  const assigned = recording.assigned.flatMap((value, k) =>
    value ? [graph.assign(shared.variables[trainable.length + k], at(value))] : [],
  );
  return graph.plan(
    [...feeds, feed, ...(decays ? [decays.feed] : [])],
    [at(recording.loss)],
    [...updates, ...decayed, ...assigned],
  );
};
