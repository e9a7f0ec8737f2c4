import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readNativeRecord } from '../native-record.ts';

const require = createRequire(import.meta.url);

/** An attribute of an operation as tfjs describes it to its binding: `type` is a TF_AttrType. */
export type OpAttribute = { readonly name: string; readonly type: number; readonly value: unknown };

/** A tensor's bytes under TensorFlow's number of its type. */
export type HostTensor = {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
};

export type GraphHandle = { readonly graph: unique symbol };

/** Output `o` of node `n` as n · 1024 + o. */
export type Endpoint = number;

export type FeedSlot = {
  readonly endpoint: Endpoint;
  readonly dtype: number;
  readonly shape: readonly number[];
};

/** libs/runtime/native/step-graph.cc. Everything in it throws TensorFlow's own message. */
export type StepAddon = {
  open(): GraphHandle;
  addNode(
    graph: GraphHandle,
    type: string,
    attributes: readonly OpAttribute[],
    inputs: readonly (Endpoint | readonly Endpoint[])[],
    controls: readonly number[],
  ): number;
  plan(
    graph: GraphHandle,
    feeds: readonly FeedSlot[],
    fetches: readonly Endpoint[],
    targets: readonly number[],
  ): number;
  run(graph: GraphHandle, plan: number, values: readonly HostTensor['values'][]): Float32Array[];
  close(graph: GraphHandle): void;
};

/** The addon, or why there is none. Only after native TensorFlow is loaded: it shares its library. */
export const loadStepAddon = (): StepAddon | { readonly missing: string } => {
  const record = readNativeRecord();
  if ('unavailable' in record) return { missing: record.unavailable };
  const { stepGraph, stepGraphMissing } = record;
  if (stepGraph === undefined || !existsSync(stepGraph))
    return {
      missing: `the addon for graphs is not built (${stepGraphMissing ?? 'npm run setup builds it'})`,
    };
  try {
    return require(stepGraph) as StepAddon;
  } catch (error) {
    const [line] = String(error instanceof Error ? error.message : error).split('\n');
    return { missing: `the addon for graphs does not load (${line})` };
  }
};
