import { type AddedNodes, named, shapeOf } from './added-nodes.ts';
import { addPointwise } from './pointwise-convolution.ts';
import type { RecordedNode, Reference } from './recording.ts';
import type { Endpoint } from './step-addon.ts';

/** Operations that take all inputs, or all but the last, as one list. */
const lists: Readonly<Record<string, number>> = { AddN: 0, Pack: 0, Einsum: 0, ConcatV2: 1 };

/** Inputs as the operation declares them. */
const grouped = (name: string, inputs: readonly Endpoint[]): readonly (Endpoint | readonly Endpoint[])[] => {
  const after = lists[name];
  if (after === undefined) return inputs;
  const end = inputs.length - after;
  return [inputs.slice(0, end), ...inputs.slice(end)];
};

/** Before a reshape that only put a dimension of one in front. */
const beforeReshape = (reference: Reference, nodes: AddedNodes): Reference => {
  const node = reference[0] === 'node' ? nodes.recording.nodes[reference[1]] : null;
  if (node?.name !== 'Reshape') return reference;
  const before = shapeOf(node.inputs[0], nodes);
  return before && String([1, ...before]) === String(node.shape) ? node.inputs[0] : reference;
};

/**
 * tfjs multiplies matrices as a batch of one; as plain matrices TensorFlow has the faster kernels, and joins bias and
 * activation to the product. Null if it is a batch of more.
 */
const addProduct = ({ inputs, attributes, shape }: RecordedNode, nodes: AddedNodes): Endpoint | null => {
  const { graph, at } = nodes;
  const shapes = inputs.map((input) => shapeOf(input, nodes));
  const isBatch = shape.length === 3;
  const isPlain = shapes.every((own) => own && own.length === shape.length && (!isBatch || own[0] === 1));
  if (!isPlain || (shape.length !== 2 && !isBatch)) return null;
  const rename: Readonly<Record<string, string>> = { adj_x: 'transpose_a', adj_y: 'transpose_b' };
  const matrix = (input: Reference, own: readonly number[]): Endpoint => {
    if (!isBatch) return at(input);
    const before = beforeReshape(input, nodes);
    return before === input ? graph.reshape(at(input), own.slice(1)) : at(before);
  };
  const product = graph.add(
    'MatMul',
    inputs.map((input, k) => matrix(input, shapes[k] as readonly number[])),
    attributes.map(({ name, ...rest }) => ({ ...rest, name: rename[name] ?? name })),
  );
  return isBatch ? graph.reshape(product, shape) : product;
};

/**
 * The sum over all dimensions but the last, which is the gradient of a bias, has a kernel of its own, and TensorFlow joins
 * that to the gradient of the convolution. Null for other sums.
 */
const addBiasGradient = (node: RecordedNode, nodes: AddedNodes): Endpoint | null => {
  const [x, axes] = node.inputs;
  const type = named(node.attributes, 'T');
  const rank = shapeOf(x, nodes)?.length ?? 0;
  if (
    node.shape.length !== 1 ||
    rank < 2 ||
    axes[0] !== 'constant' ||
    node.dtype !== nodes.graph.float ||
    !type
  )
    return null;
  const summed = [...nodes.recording.constants[axes[1]].values].sort((a, b) => a - b);
  const keeps = named(node.attributes, 'keep_dims')?.value === true;
  if (keeps || summed.length !== rank - 1 || summed.some((axis, at) => axis !== at)) return null;
  return nodes.graph.add('BiasAddGrad', [nodes.at(x)], [type]);
};

const better: Readonly<Record<string, (node: RecordedNode, nodes: AddedNodes) => Endpoint | null>> = {
  BatchMatMulV2: addProduct,
  Sum: addBiasGradient,
  Conv2D: addPointwise,
  Conv2DBackpropInput: addPointwise,
  Conv2DBackpropFilter: addPointwise,
};

/** Adds a recorded operation, by a kernel that does the same better where there is one; returns its first output. */
export const addNode = (node: RecordedNode, nodes: AddedNodes): Endpoint =>
  better[node.name]?.(node, nodes) ??
  nodes.graph.add(node.name, grouped(node.name, node.inputs.map(nodes.at)), node.attributes);
