import type { GraphBuilder } from './graph-builder.ts';
import type { Recording, Reference } from './recording.ts';
import type { Endpoint, OpAttribute } from './step-addon.ts';

type Shaped = { readonly shape: readonly number[] };

/** What adding one node needs to know of the others. */
export type AddedNodes = {
  readonly graph: GraphBuilder;
  readonly recording: Recording;
  readonly feeds: readonly Shaped[];
  readonly variables: readonly Shaped[];
  readonly at: (reference: Reference) => Endpoint;
};

/** Shape of what a reference stands for; null for a further output of an operation. */
export const shapeOf = (
  [kind, index, output]: Reference,
  { recording, feeds, variables }: AddedNodes,
): readonly number[] | null => {
  if (kind === 'node') return output === 0 ? recording.nodes[index].shape : null;
  const from: readonly Shaped[] = { feed: feeds, variable: variables, constant: recording.constants }[kind];
  return from[index].shape;
};

/** The attribute of that name. */
export const named = (attributes: readonly OpAttribute[], name: string) =>
  attributes.find((attribute) => attribute.name === name);
