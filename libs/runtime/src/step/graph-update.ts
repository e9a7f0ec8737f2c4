import type { GraphBuilder, GraphVariable } from './graph-builder.ts';
import type { Optimizer } from './optimizer-settings.ts';
import type { Endpoint } from './step-addon.ts';

export type GraphUpdate = {
  readonly weight: GraphVariable;
  readonly slots: readonly GraphVariable[];
  readonly gradient: Endpoint;
  /** The rate with Adam's correction for the first steps in it, see `correctedRate`. */
  readonly rate: Endpoint;
};

type Rule = (graph: GraphBuilder, update: GraphUpdate, optimizer: Optimizer) => Endpoint;

const sgd: Rule = (graph, { weight, slots, gradient, rate }, { momentum, nesterov }) =>
  momentum === 0
    ? graph.add('ResourceApplyGradientDescent', [weight.handle, rate, gradient])
    : graph.add(
        'ResourceApplyMomentum',
        [weight.handle, slots[0].handle, rate, gradient, graph.scalar(momentum)],
        [graph.attribute.bool('use_nesterov', nesterov)],
      );

// the kernel's own correction works in float32 on powers near 1; the rate brings it from outside, in double
const adam: Rule = (graph, { weight, slots, gradient, rate }, { beta1, beta2, epsilon }) => {
  const corrections = [graph.scalar(0), graph.scalar(0)];
  const settings = [beta1, beta2, epsilon].map(graph.scalar);
  const variables = [weight, ...slots].map(({ handle }) => handle);
  return graph.add('ResourceApplyAdam', [...variables, ...corrections, rate, ...settings, gradient]);
};

const adamax: Rule = (graph, { weight, slots, gradient, rate }, { beta1, beta2, epsilon }) => {
  const settings = [beta1, beta2, epsilon].map(graph.scalar);
  const variables = [weight, ...slots].map(({ handle }) => handle);
  return graph.add('ResourceApplyAdaMax', [...variables, graph.scalar(0), rate, ...settings, gradient]);
};

const rmsprop: Rule = (graph, { weight, slots, gradient, rate }, { decay, momentum, epsilon }) => {
  const settings = [decay, momentum, epsilon].map(graph.scalar);
  const variables = [weight, ...slots].map(({ handle }) => handle);
  return graph.add('ResourceApplyRMSProp', [...variables, rate, ...settings, gradient]);
};

const adagrad: Rule = (graph, { weight, slots, gradient, rate }, { epsilon }) =>
  graph.add('ResourceApplyAdagradV2', [
    ...[weight.handle, slots[0].handle, rate, graph.scalar(epsilon), gradient],
  ]);

const adadelta: Rule = (graph, { weight, slots, gradient, rate }, { decay, epsilon }) => {
  const variables = [weight, ...slots].map(({ handle }) => handle);
  return graph.add('ResourceApplyAdadelta', [
    ...[...variables, rate, graph.scalar(decay), graph.scalar(epsilon), gradient],
  ]);
};

const rules: Readonly<Record<Optimizer['kind'], Rule>> = {
  ...{ sgd, adam, adamw: adam, adamax, rmsprop, adagrad, adadelta },
};

/** Adds the operation that moves one weight; what `eagerUpdate` does, as one kernel. */
export const graphUpdate = (graph: GraphBuilder, update: GraphUpdate, optimizer: Optimizer): Endpoint =>
  rules[optimizer.kind](graph, update, optimizer);
