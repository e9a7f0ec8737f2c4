import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError } from '@raredx/experiment';
import { EnvironmentError } from '@raredx/runtime';
import type { EncoderFile, LoadedEncoder } from './encoder-file.ts';

type Ort = typeof import('onnxruntime-node');

const loadOrt = async (): Promise<Ort> => {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    const [line] = String(error instanceof Error ? error.message : error).split('\n');
    throw new EnvironmentError('backbone', `onnxruntime does not load (${line})`, 'run `npm ci`');
  }
};

/** Opens an ONNX model on the CPU; it may not read other files. */
export async function loadOnnx({ path, output }: EncoderFile): Promise<LoadedEncoder> {
  const ort = await loadOrt();
  const bytes = new Uint8Array(readFileSync(path));
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 4 }).catch((error: Error) => {
    throw new ConfigError(path, `is no ONNX model that can be run (${error.message.split('\n')[0]})`);
  });
  const [input, ...others] = session.inputMetadata;
  if (!input?.isTensor || others.length > 0) throw new ConfigError(path, 'does not take one tensor');
  const wanted = output ?? (session.outputNames.length === 1 ? session.outputNames[0] : undefined);
  if (wanted === undefined || !session.outputNames.includes(wanted)) {
    throw new ConfigError(path, `which output? (${session.outputNames.join(', ')})`, 'name one as output');
  }
  return {
    input: {
      type: input.type,
      shape: input.shape.map((size) => (typeof size === 'number' && size > 0 ? size : null)),
    },
    sha256: createHash('sha256').update(bytes).digest('hex'),
    run: async (pixels, shape) => {
      const found = await session.run({ [input.name]: new ort.Tensor('float32', pixels, shape) }, [wanted]);
      const { data, dims } = found[wanted];
      if (!(data instanceof Float32Array)) throw new ConfigError(path, `output ${wanted} is not float32`);
      return { values: data, shape: dims };
    },
    dispose: () => void session.release(),
  };
}
