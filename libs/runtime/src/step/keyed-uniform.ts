import type { Tensor } from '@tensorflow/tfjs';
import type { Runtime } from '../runtime.ts';
import { philoxUniform } from './philox-uniform.ts';

type OpAttribute = { readonly name: string; readonly type: number; readonly value: unknown };

type NodeBackend = {
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_FLOAT' | 'TF_INT32', number>>;
  executeSingleOutput(name: string, attributes: readonly OpAttribute[], inputs: readonly Tensor[]): Tensor;
};

/**
 * Uniform numbers of [0, 1) that are a function of an int32 key of two numbers. Native TensorFlow draws them itself
 * (`StatelessRandomUniform`), elsewhere the same generator runs in JavaScript, and gives the same bits.
 */
export const keyedUniform = ({ tf, kind }: Runtime, shape: readonly number[], key: Tensor): Tensor => {
  if (kind !== 'native') {
    const [first, second] = key.dataSync();
    const size = shape.reduce((product, length) => product * length, 1);
    return tf.tensor(philoxUniform([first, second], size), [...shape], 'float32');
  }
  const backend = tf.backend() as unknown as NodeBackend;
  const type = (name: string, value: number) => ({ name, type: backend.binding.TF_ATTR_TYPE, value });
  const { TF_FLOAT, TF_INT32 } = backend.binding;
  const attributes = [type('dtype', TF_FLOAT), type('T', TF_INT32), type('Tseed', TF_INT32)];
  return tf.tidy(() =>
    backend.executeSingleOutput('StatelessRandomUniform', attributes, [
      tf.tensor1d([...shape], 'int32'),
      key,
    ]),
  );
};
