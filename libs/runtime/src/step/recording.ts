import type { HostTensor, OpAttribute } from './step-addon.ts';

/** Where a value comes from: output of an operation, or what is given from outside. */
export type Reference =
  | readonly ['feed' | 'variable' | 'constant', number]
  | readonly ['node', number, number];

export type RecordedNode = {
  readonly name: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly Reference[];
  /** Of its first output. */
  readonly shape: readonly number[];
  readonly dtype: number;
};

/** A value made on the host during the step, or a tensor (`id`) that was there before it. */
export type RecordedConstant = HostTensor & { readonly id: number | null };

/** One step, forward and backward, as a straight list of operations. */
export type Recording = {
  readonly nodes: readonly RecordedNode[];
  readonly constants: readonly RecordedConstant[];
  readonly loss: Reference;
  /** By weight; null where the loss does not depend on it. */
  readonly gradients: readonly (Reference | null)[];
  /** By state variable: its new value, null where it was left alone. */
  readonly assigned: readonly (Reference | null)[];
};

/** Why a step cannot run as a graph. */
export type Refusal = { readonly refused: string };

const sameBytes = (a: HostTensor['values'], b: HostTensor['values']): boolean => {
  if (a.byteLength !== b.byteLength) return false;
  const [left, right] = [a, b].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return left.equals(right);
};

const sameConstant = (a: RecordedConstant, b: RecordedConstant): boolean =>
  (a.id !== null && a.id === b.id) ||
  (a.dtype === b.dtype && String(a.shape) === String(b.shape) && sameBytes(a.values, b.values));

const structure = ({ nodes, loss, gradients, assigned }: Recording) =>
  JSON.stringify([nodes, loss, gradients, assigned]);

/** Null if two recordings are the same step, otherwise what differs: such a step must not become a graph. */
export const difference = (first: Recording, second: Recording): string | null => {
  if (structure(first) !== structure(second) || first.constants.length !== second.constants.length)
    return 'the loss does not make the same operations at every call';
  const changed = first.constants.findIndex((constant, at) => !sameConstant(constant, second.constants[at]));
  if (changed === -1) return null;
  const { shape } = first.constants[changed];
  return `the loss makes other numbers at every call (random, or taken from outside its arguments; shape [${shape}])`;
};
