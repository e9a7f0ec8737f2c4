import type { Runtime } from '@raredx/runtime';
import type { Random } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import { freshWeights } from '../loop/fresh-weights.ts';
import {
  type Layer,
  layerSettings,
  leafLayers,
  type NamedWeight,
  namedWeights,
} from '../loop/layer-weights.ts';
import type { NamedVariable, Phase, Trainee } from '../loop/trainee.ts';
import { openTrainingPass } from '../loop/training-pass.ts';
import { restore, snapshot } from '../loop/training-state.ts';
import { TrainingError } from '../training-error.ts';
import { attachHead } from './attach-head.ts';
import { backboneBlocks } from './backbone-blocks.ts';
import { attachAdapter, type LowRankAdapter, takesAdapter } from './low-rank-adapter.ts';
import type { Strategy, TaskHead } from './strategy.ts';
import { type StrategyPhase, strategyPhases } from './strategy-phases.ts';

export interface TransferOptions {
  readonly head: TaskHead;
  readonly strategy: Strategy;
  readonly random: Random;
  /** Layer names by block, inputs first, see `backboneBlocks`. */
  readonly blocks?: readonly (readonly string[])[];
  /**
   * `frozen`: BatchNorm of the backbone runs on its pretrained statistics even where its block is trained (scale and
   * shift then move); `trained`: where its block is trained it uses and updates batch statistics. A strategy from scratch
   * always does the latter. @default 'frozen': a few dozen patients give no statistics worth having
   */
  readonly batchNorm?: 'frozen' | 'trained';
}

/** How many numbers a strategy moves: what small data must pay for. */
export interface ParameterCounts {
  readonly backbone: number;
  readonly head: number;
  readonly adapters: number;
  /** Moved in each phase. */
  readonly trained: readonly { readonly fromEpoch: number; readonly parameters: number }[];
}

/** A backbone with a head under one strategy, ready for `trainModel`. */
export interface TransferModel extends Trainee {
  readonly counts: ParameterCounts;
  /** The whole as a LayersModel (adapters as long as they are on). */
  readonly model: tfjs.LayersModel;
  /** Adds adapters into their kernels; nothing to do elsewhere. */
  merge(): void;
  /** Frees head and adapters, and gives the backbone its first weights and its own behaviour back. */
  release(): void;
}

/**
 * Puts a head on a backbone and decides what moves. Training works on the backbone's own variables: `release` gives them
 * back as they were, so that one backbone serves fold after fold.
 *
 * @param backbone any tfjs model whose first output is features: (rows, width), or maps or sequences, which are averaged
 * @throws TrainingError where the strategy does not fit the backbone
 */
export function openTransferModel(
  runtime: Runtime,
  backbone: tfjs.LayersModel,
  options: TransferOptions,
): TransferModel {
  const { tf } = runtime;
  const { strategy, random } = options;
  const blocks = backboneBlocks(backbone, options.blocks);
  const { model, head } = attachHead(tf, backbone, options.head);
  const weights = namedWeights(model);
  const inHead = new Set(head);
  const own = weights.filter(({ layer }) => !inHead.has(layer));
  const first = snapshot(own);
  const added = weights.filter(({ layer }) => inHead.has(layer));
  const hidden = added.filter(({ layer }) => layer !== head.at(-1));
  freshWeights(tf, hidden, random.fork('head'));
  if (strategy.kind === 'scratch') freshWeights(tf, own, random.fork('scratch'));
  const adapters = adaptersOf(runtime, own, options);
  const factors = adapters.flatMap((adapter) => adapter.factors);
  const phases = strategyPhases(strategy, { weights, head, blocks, adapters: factors });
  const pass = openTrainingPass(runtime, model);
  const keepsStatistics = (layer: Layer) =>
    strategy.kind !== 'scratch' &&
    options.batchNorm !== 'trained' &&
    !inHead.has(layer) &&
    layer.getClassName() === 'BatchNormalization';
  const passes = new Map<Phase, ReadonlySet<Layer>>(
    phases.map((phase) => [phase, awakeLayers(model, phase, keepsStatistics)]),
  );
  const moving = weights.filter(
    ({ learned, layer }) => !learned && [...passes.values()].some((awake) => awake.has(layer)),
  );
  const slowDown = quickenStatistics(new Set(moving.map(({ layer }) => layer)));
  return {
    phases,
    state: moving,
    get variables() {
      return [...weights, ...factors.filter(({ variable }) => !variable.isDisposed)];
    },
    settings: { layers: layerSettings(model), strategy, batchNorm: options.batchNorm ?? 'frozen' },
    counts: countsOf({ own, weights, factors, phases }),
    model,
    enter: (phase) => pass.setTraining(passes.get(phase) ?? new Set()),
    scores: pass.apply,
    merge: () => {
      for (const adapter of adapters) adapter.merge();
    },
    release: () => {
      pass.release();
      slowDown();
      for (const adapter of adapters) adapter.release();
      restore(tf, own, first);
      for (const { variable } of added) variable.dispose();
    },
  };
}

function adaptersOf(
  { tf }: Runtime,
  own: readonly NamedWeight[],
  { strategy, random }: TransferOptions,
): LowRankAdapter[] {
  if (strategy.kind !== 'adapters') return [];
  const { rank, scale = 1 } = strategy;
  const kernels = own.filter((weight) => takesAdapter(weight, rank));
  if (!(Number.isInteger(rank) && rank > 0) || kernels.length === 0)
    throw new TrainingError(
      'strategy',
      `no dense or 1 × 1 kernel of the backbone has room for an adapter of rank ${rank}`,
      'choose a positive whole rank below the widths of the layers, or another strategy',
    );
  return kernels.map((weight) => attachAdapter(tf, weight, { rank, scale, random: random.fork('adapters') }));
}

/**
 * BatchNorm's usual momentum of 0.99 needs some 500 steps to forget where it began: small data end before, and the network
 * would predict with statistics that it never trained on. 0.9 is what PyTorch uses.
 */
function quickenStatistics(layers: ReadonlySet<Layer>): () => void {
  const undo = [...layers].map((layer) => {
    const norm = layer as Layer & { momentum: number };
    const { momentum } = norm;
    norm.momentum = Math.min(momentum, 0.9);
    return () => {
      norm.momentum = momentum;
    };
  });
  return () => {
    for (const one of undo) one();
  };
}

/** The layers that run in training mode in a phase: those that move, and layers without weights among or above them. */
function awakeLayers(
  model: tfjs.LayersModel,
  { layers }: StrategyPhase,
  keepsStatistics: (layer: Layer) => boolean,
): ReadonlySet<Layer> {
  const all = leafLayers(model);
  const lowest = all.findIndex((layer) => layers.has(layer) && layer.weights.length > 0);
  return new Set(
    all.filter((layer, place) =>
      layer.weights.length > 0
        ? layers.has(layer) && !keepsStatistics(layer)
        : layers.has(layer) || place > lowest,
    ),
  );
}

function countsOf(parts: {
  readonly own: readonly NamedVariable[];
  readonly weights: readonly NamedVariable[];
  readonly factors: readonly NamedVariable[];
  readonly phases: readonly Phase[];
}): ParameterCounts {
  const size = (variables: readonly NamedVariable[]) =>
    variables.reduce((count, { variable }) => count + variable.size, 0);
  const backbone = size(parts.own);
  return {
    backbone,
    head: size(parts.weights) - backbone,
    adapters: size(parts.factors),
    trained: parts.phases.map(({ fromEpoch, weights }) => ({ fromEpoch, parameters: size(weights) })),
  };
}
