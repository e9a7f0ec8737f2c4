/** The tfjs module: the native one, or the union package on another backend. */
export type Tensorflow = typeof import('@tensorflow/tfjs');

export type RuntimeKind = 'native' | 'wasm' | 'js';

/** An open tensor runtime and what is to be said about it in a pack. */
export type Runtime = {
  readonly tf: Tensorflow;
  readonly kind: RuntimeKind;
  readonly device: 'cpu' | 'gpu';
  /** For people, e.g. `native TensorFlow 2.21.0 on the CPU`. */
  readonly description: string;
  readonly deterministic: boolean;
  /** `tensorflow` is null where the C library is not in use. */
  readonly versions: { readonly node: string; readonly tfjs: string; readonly tensorflow: string | null };
  /** Why it is not the runtime one would wish for; empty for native. */
  readonly notices: readonly string[];
};

export type RuntimeOptions = {
  /** @default 'auto': a GPU where the GPU build and a GPU are there, else the CPU */
  readonly device?: 'auto' | 'cpu' | 'gpu';
  /** One thread and deterministic kernels: slower, bit-identical from run to run. @default false */
  readonly deterministic?: boolean;
  /** Hears each notice once, when it arises. */
  readonly onNotice?: (line: string) => void;
};
