import type { NodeBinding } from './node-backend.ts';
import type { Endpoint, FeedSlot, GraphHandle, HostTensor, OpAttribute, StepAddon } from './step-addon.ts';

const outputsPerNode = 1024;
const tensorAttribute = 6;

/** The node that an endpoint belongs to. */
export const nodeOf = (endpoint: Endpoint): number => Math.floor(endpoint / outputsPerNode);

/** A variable inside the session. */
export type GraphVariable = {
  readonly shape: readonly number[];
  readonly handle: Endpoint;
  readonly value: Endpoint;
};

/** Operations by name and what every step needs of them, on top of the addon. */
export type GraphBuilder = ReturnType<typeof openGraph>;

/** A new, empty graph with a session. Close it. */
export const openGraph = (addon: StepAddon, binding: NodeBinding) => {
  const graph: GraphHandle = addon.open();
  const { TF_ATTR_TYPE, TF_ATTR_INT, TF_ATTR_STRING, TF_ATTR_BOOL, TF_FLOAT, TF_INT32 } = binding;
  // as it is in the C API's header; tfjs' binding names it without a value where it is missing
  const shapeAttribute = 5;
  let variables = 0;

  const attribute = {
    type: (name: string, value: number): OpAttribute => ({ name, type: TF_ATTR_TYPE, value }),
    int: (name: string, value: number): OpAttribute => ({ name, type: TF_ATTR_INT, value }),
    text: (name: string, value: string): OpAttribute => ({ name, type: TF_ATTR_STRING, value }),
    bool: (name: string, value: boolean): OpAttribute => ({ name, type: TF_ATTR_BOOL, value }),
    shape: (name: string, value: readonly number[]): OpAttribute => ({ name, type: shapeAttribute, value }),
  };

  /** Adds an operation and returns its first output. */
  const add = (
    type: string,
    inputs: readonly (Endpoint | readonly Endpoint[])[],
    attributes: readonly OpAttribute[] = [],
    controls: readonly number[] = [],
  ): Endpoint => addon.addNode(graph, type, attributes, inputs, controls) * outputsPerNode;

  const constant = (tensor: HostTensor): Endpoint =>
    add(
      'Const',
      [],
      [attribute.type('dtype', tensor.dtype), { name: 'value', type: tensorAttribute, value: tensor }],
    );
  const scalar = (value: number): Endpoint =>
    constant({ dtype: TF_FLOAT, shape: [], values: Float32Array.of(value) });

  const reshape = (x: Endpoint, shape: readonly number[]): Endpoint =>
    add('Reshape', [x, constant({ dtype: TF_INT32, shape: [shape.length], values: Int32Array.from(shape) })]);

  const placeholder = (dtype: number, shape: readonly number[]): FeedSlot => ({
    ...{ dtype, shape },
    endpoint: add('Placeholder', [], [attribute.type('dtype', dtype), attribute.shape('shape', shape)]),
  });

  const variable = (shape: readonly number[]): GraphVariable => {
    variables += 1;
    const handle = add(
      'VarHandleOp',
      [],
      [
        ...[attribute.type('dtype', TF_FLOAT), attribute.shape('shape', shape)],
        attribute.text('shared_name', `v${variables}`),
      ],
    );
    return {
      ...{ shape, handle },
      value: add('ReadVariableOp', [handle], [attribute.type('dtype', TF_FLOAT)]),
    };
  };

  const assign = ({ handle }: GraphVariable, value: Endpoint): Endpoint =>
    add('AssignVariableOp', [handle, value], [attribute.type('dtype', TF_FLOAT)]);

  return {
    ...{ attribute, add, constant, scalar, reshape, placeholder, variable, assign },
    float: TF_FLOAT,
    /** A run to be repeated: returns a function of the values to feed. */
    plan: (feeds: readonly FeedSlot[], fetches: readonly Endpoint[], targets: readonly Endpoint[]) => {
      const plan = addon.plan(graph, feeds, fetches, targets.map(nodeOf));
      return (values: readonly HostTensor['values'][]) => addon.run(graph, plan, values);
    },
    close: () => addon.close(graph),
  };
};
