import type { Tensor } from '@tensorflow/tfjs';
import type { NodeBackend, NodeBinding, TensorRecord } from './node-backend.ts';
import type { RecordedConstant, RecordedNode, Reference } from './recording.ts';
import type { HostTensor } from './step-addon.ts';

/** Draw from a generator in TensorFlow: two runs of a graph are not two calls of the loss. */
const random = new Set(['Multinomial', 'RandomStandardNormal', 'RandomUniform', 'TruncatedNormal']);
/** Constants of at most so many bytes are kept once, however often they are made: shapes, axes, scalars. */
const smallest = 256;

/** Stands between tfjs' backend and its binding and writes down every operation. */
export class StepRecorder {
  readonly nodes: RecordedNode[] = [];
  readonly constants: RecordedConstant[] = [];
  refusal: string | null = null;
  /** True inside a kernel that reads only to check its arguments. */
  isChecking = false;
  readonly #backend: NodeBackend;
  readonly #references = new Map<number, Reference>();
  readonly #described = new Map<number, TensorRecord>();
  readonly #kept = new Map<string, number>();

  constructor(backend: NodeBackend) {
    this.#backend = backend;
  }

  name(tensors: readonly Tensor[], kind: 'feed' | 'variable'): void {
    const ids = this.#backend.getInputTensorIds(tensors);
    ids.forEach((id, at) => {
      this.#references.set(id, [kind, at]);
    });
  }

  /** Where a tensor's value comes from. */
  reference(tensor: Tensor): Reference {
    const [id] = this.#backend.getInputTensorIds([tensor]);
    return this.#of(id);
  }

  /** Runs `work` with the binding shadowed. */
  during<T>(work: () => T): T {
    const backend = this.#backend;
    const { binding } = backend;
    const own = backend as { -readonly [K in keyof NodeBackend]?: NodeBackend[K] };
    const { getInputTensorIds, readSync } = backend;
    own.binding = this.#shadow(binding);
    own.readSync = (dataId) => {
      this.#noteReading(backend.tensorMap.get(dataId));
      return readSync.call(backend, dataId);
    };
    own.getInputTensorIds = (tensors) => {
      const ids = getInputTensorIds.call(backend, tensors);
      ids.forEach((id, at) => {
        if (!this.#references.has(id)) this.#described.set(id, backend.tensorMap.get(tensors[at].dataId));
      });
      return ids;
    };
    try {
      return work();
    } finally {
      own.binding = binding;
      // the methods of the class show again
      delete own.readSync;
      delete own.getInputTensorIds;
    }
  }

  #shadow(binding: NodeBinding): NodeBinding {
    const createTensor: NodeBinding['createTensor'] = (shape, dtype, values) => {
      const id = binding.createTensor(shape, dtype, values);
      if (Array.isArray(values)) this.refusal ??= 'the loss works on strings';
      else this.#references.set(id, this.#constant({ shape, dtype, values }));
      return id;
    };
    const executeOp: NodeBinding['executeOp'] = (name, attributes, inputs, count) => {
      if (random.has(name)) this.refusal ??= `the loss draws random numbers (${name})`;
      const references = inputs.map((id) => this.#of(id));
      const outputs = binding.executeOp(name, attributes, inputs, count);
      const [{ shape, dtype }] = outputs;
      const at = this.nodes.push({ name, attributes, inputs: references, shape, dtype }) - 1;
      outputs.forEach(({ id }, output) => {
        this.#references.set(id, ['node', at, output]);
      });
      return outputs;
    };
    // the binding's own properties cannot be written, not even in an object that inherits from it
    return Object.create(binding, { createTensor: { value: createTensor }, executeOp: { value: executeOp } });
  }

  #of(id: number): Reference {
    const known = this.#references.get(id);
    if (known) return known;
    const made = this.#external(id);
    this.#references.set(id, made);
    return made;
  }

  /** A tensor from before the step: frozen weights, tables. */
  #external(id: number): Reference {
    const described = this.#described.get(id);
    if (!described) throw new Error('training step: a tensor of unknown origin');
    const { shape, dtype } = described;
    const values = this.#backend.binding.tensorDataSync(id);
    return ['constant', this.constants.push({ id, shape, dtype, values }) - 1];
  }

  #constant({ shape, dtype, values }: HostTensor): Reference {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    const key = bytes.length <= smallest ? `${dtype} ${shape} ${bytes.toString('latin1')}` : null;
    const kept = key === null ? undefined : this.#kept.get(key);
    if (kept !== undefined) return ['constant', kept];
    const at = this.constants.push({ id: null, shape, dtype, values: values.slice() }) - 1;
    if (key !== null) this.#kept.set(key, at);
    return ['constant', at];
  }

  #noteReading({ id, values }: TensorRecord): void {
    if (this.isChecking || values !== null) return;
    const known = this.#references.get(id);
    if (known && known[0] !== 'constant')
      this.refusal ??= 'the loss reads values of a tensor, so that it may take another way with other data';
  }
}
