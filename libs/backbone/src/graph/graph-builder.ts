import { bytesField, type Field, floatField, integerField, message, messageField } from './protobuf.ts';

/** What an operation's attribute may be. `shape` with −1 for what is known only when it runs. */
export type Attribute =
  | { readonly type: 'float' | 'int32' }
  | { readonly flag: boolean }
  | { readonly text: string }
  | { readonly number: number }
  | { readonly integers: readonly number[] }
  | { readonly shape: readonly number[] }
  | { readonly tensor: Float32Array | Int32Array; readonly dims: readonly number[] };

const dataType = { float: 1, int32: 3 } as const;

const shapeMessage = (dims: readonly number[]): Field[] =>
  dims.map((size) => messageField(2, integerField(1, size)));

const tensorMessage = (values: Float32Array | Int32Array, dims: readonly number[]): Field[] => [
  integerField(1, values instanceof Float32Array ? dataType.float : dataType.int32),
  messageField(2, ...shapeMessage(dims)),
  bytesField(4, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
];

const attributeMessage = (value: Attribute): Field => {
  if ('type' in value) return integerField(6, dataType[value.type]);
  if ('flag' in value) return integerField(5, value.flag ? 1 : 0);
  if ('text' in value) return bytesField(2, value.text);
  if ('number' in value) return floatField(4, value.number);
  if ('shape' in value) return messageField(7, ...shapeMessage(value.shape));
  if ('tensor' in value) return messageField(8, ...tensorMessage(value.tensor, value.dims));
  return messageField(1, ...value.integers.map((integer) => integerField(3, integer)));
};

/** The float32 input and output of a graph, by node. */
export interface GraphEnds {
  readonly input: { readonly node: string; readonly shape: readonly number[] };
  readonly output: { readonly node: string; readonly shape: readonly number[] };
}

const endMessage = (number: number, { node, shape }: GraphEnds['input']): Field =>
  messageField(
    number,
    bytesField(1, node),
    messageField(
      2,
      bytesField(1, `${node}:0`),
      integerField(2, dataType.float),
      messageField(3, ...shapeMessage(shape)),
    ),
  );

const signatureMessage = ({ input, output }: GraphEnds): Field =>
  messageField(
    5,
    bytesField(1, 'serving_default'),
    messageField(2, endMessage(1, input), endMessage(2, output), bytesField(3, 'tensorflow/serving/predict')),
  );

/** A TensorFlow graph in the making: each call adds a node and returns its name. */
export interface GraphBuilder {
  readonly node: (
    op: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
    name?: string,
  ) => string;
  readonly constant: (values: Float32Array | Int32Array, dims: readonly number[]) => string;
  readonly placeholder: (name: string, type: 'float' | 'int32', shape: readonly number[]) => string;
  /** The graph as the bytes of a SavedModel without variables; `ends` names what `serving_default` takes and gives. */
  readonly savedModel: (ends?: GraphEnds) => Uint8Array;
}

/** The version of the graph language: what TensorFlow 2.x writes. */
const producer = 1087;

export function graphBuilder(): GraphBuilder {
  const nodes: Field[] = [];
  const node: GraphBuilder['node'] = (op, inputs, attributes = {}, name = `${op}_${nodes.length}`) => {
    const attributeFields = Object.entries(attributes).map(([key, value]) =>
      messageField(5, bytesField(1, key), messageField(2, attributeMessage(value))),
    );
    nodes.push(
      messageField(
        1,
        bytesField(1, name),
        bytesField(2, op),
        ...inputs.map((input) => bytesField(3, input)),
        ...attributeFields,
      ),
    );
    return name;
  };
  return {
    node,
    constant: (tensor, dims) =>
      node('Const', [], {
        dtype: { type: tensor instanceof Float32Array ? 'float' : 'int32' },
        value: { tensor, dims },
      }),
    placeholder: (name, type, shape) => node('Placeholder', [], { dtype: { type }, shape: { shape } }, name),
    savedModel: (ends) =>
      message(
        integerField(1, 1),
        messageField(
          2,
          messageField(1, bytesField(4, 'serve'), bytesField(5, '2.21.0')),
          messageField(2, ...nodes, messageField(4, integerField(1, producer))),
          ...(ends ? [signatureMessage(ends)] : []),
        ),
      ),
  };
}
