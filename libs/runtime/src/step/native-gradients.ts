import type { GradConfig, Tensor } from '@tensorflow/tfjs';
import type { Tensorflow } from '../runtime.ts';
import { nodeBackend } from './node-backend.ts';

const done = new WeakSet<object>();

/**
 * Lets rectifiers use TensorFlow's own gradient kernels, one in place of three or four; once a runtime. They start from the
 * output, not the input, which frees the input's memory and leaves TensorFlow free to join the rectifier to the
 * convolution before it.
 */
export const useNativeGradients = (tf: Tensorflow): void => {
  if (done.has(tf)) return;
  done.add(tf);
  const rectifier = (kernelName: string): GradConfig => ({
    kernelName,
    outputsToSave: [true],
    gradFunc: (dy, [y]) => {
      const backend = nodeBackend(tf);
      const { TF_ATTR_TYPE, TF_FLOAT } = backend.binding;
      const attributes = [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }];
      return {
        x: () => backend.executeSingleOutput(`${kernelName}Grad`, attributes, [dy as Tensor, y]),
      };
    },
  });
  for (const name of ['Relu', 'Relu6']) tf.registerGradient(rectifier(name));
};
