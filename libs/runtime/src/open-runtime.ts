import { ConfigError } from '@raredx/experiment';
import { EnvironmentError } from './environment-error.ts';
import { openNative } from './native-backend.ts';
import { openJs, openWasm } from './portable-backend.ts';
import type { Runtime, RuntimeKind, RuntimeOptions, Tensorflow } from './runtime.ts';

type Wanted = { readonly device: 'auto' | 'cpu' | 'gpu'; readonly deterministic: boolean };

const kinds: readonly RuntimeKind[] = ['native', 'wasm', 'js'];

/** `RAREDX_RUNTIME` names the best runtime that may be used: for tests, and for machines where native misbehaves. */
const bestAllowed = (): RuntimeKind | undefined => {
  const value = process.env.RAREDX_RUNTIME;
  if (!value) return undefined;
  if ((kinds as readonly string[]).includes(value)) return value as RuntimeKind;
  throw new ConfigError('RAREDX_RUNTIME', `unknown runtime (${value})`, `use one of ${kinds.join(', ')}`);
};

const versionsOf = (tf: Tensorflow, tensorflow: string | null) => ({
  node: process.versions.node,
  tfjs: tf.version['tfjs-core'],
  tensorflow,
});

const tryNative = (wanted: Wanted, forced: boolean): Runtime | string => {
  const native = openNative(wanted);
  if (!('unavailable' in native)) {
    const { tf, device, tensorflow } = native;
    const place = device === 'gpu' ? 'the GPU' : 'the CPU';
    return {
      ...{ tf, device, kind: 'native', deterministic: wanted.deterministic, notices: [] },
      description: `native TensorFlow ${tensorflow} on ${place}${wanted.deterministic ? ', deterministic' : ''}`,
      versions: versionsOf(tf, tensorflow),
    };
  }
  const { unavailable, advice } = native;
  if (forced || wanted.device === 'gpu') throw new EnvironmentError('runtime', unavailable, advice);
  return `${unavailable}; ${advice}`;
};

const portable = (tf: Tensorflow, kind: 'wasm' | 'js', notices: readonly string[]): Runtime => ({
  ...{ tf, kind, notices, device: 'cpu' },
  // one thread without fused kernels: both are deterministic anyway
  deterministic: true,
  description: `${kind === 'wasm' ? 'WebAssembly' : 'pure JavaScript'} (tfjs ${tf.version['tfjs-core']})`,
  versions: versionsOf(tf, null),
});

const open = async (wanted: Wanted, onNotice: (line: string) => void): Promise<Runtime> => {
  const notices: string[] = [];
  const notice = (line: string) => {
    notices.push(line);
    onNotice(line);
  };
  const best = bestAllowed();
  if (best === undefined || best === 'native') {
    const native = tryNative(wanted, best === 'native');
    if (typeof native !== 'string') return native;
    notice(`runtime: ${native}`);
  } else {
    if (wanted.device === 'gpu') {
      throw new EnvironmentError(
        'runtime',
        `a GPU was asked for, but RAREDX_RUNTIME is ${best}`,
        'unset one of them',
      );
    }
    notice(`runtime: native TensorFlow left out (RAREDX_RUNTIME=${best})`);
  }
  if (best !== 'js') {
    const tf = await openWasm();
    if (tf) {
      notice('runtime: WebAssembly is used: slower, and convolution networks cannot be trained');
      return portable(tf, 'wasm', Object.freeze(notices));
    }
    notice('runtime: WebAssembly does not load');
  }
  notice('runtime: pure JavaScript is used: 40 to 340 times slower than native');
  return portable(await openJs(), 'js', Object.freeze(notices));
};

let opened: { readonly wanted: Wanted; readonly runtime: Promise<Runtime> } | undefined;

/**
 * Opens the tensor runtime: native TensorFlow, else WebAssembly, else pure JavaScript, each fall-back said aloud and kept
 * in `notices`. TensorFlow reads its settings once, so a process has one runtime: a second call returns the same one.
 *
 * @throws EnvironmentError (exit 6) if a GPU, or native by `RAREDX_RUNTIME=native`, was asked for and is not usable
 */
export const openRuntime = ({
  device = 'auto',
  deterministic = false,
  onNotice = () => {},
}: RuntimeOptions = {}): Promise<Runtime> => {
  if (opened) {
    const same = opened.wanted.device === device && opened.wanted.deterministic === deterministic;
    if (same) return opened.runtime;
    return Promise.reject(new Error('runtime: already open with other options in this process'));
  }
  const wanted = { device, deterministic };
  const runtime = open(wanted, onNotice);
  opened = { wanted, runtime };
  runtime.catch(() => {
    opened = undefined;
  });
  return runtime;
};
