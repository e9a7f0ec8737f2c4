import type { Layer, NamedWeight } from '../loop/layer-weights.ts';
import type { NamedVariable, Phase, TrainedWeight } from '../loop/trainee.ts';
import { TrainingError } from '../training-error.ts';
import type { Strategy } from './strategy.ts';

/** What the parts of a model are, for a strategy to choose from. */
export interface ModelParts {
  readonly weights: readonly NamedWeight[];
  readonly head: readonly Layer[];
  /** Inputs first. */
  readonly blocks: readonly (readonly Layer[])[];
  readonly adapters: readonly NamedVariable[];
}

/** A phase that also knows which layers are awake in it. */
export interface StrategyPhase extends Phase {
  readonly layers: ReadonlySet<Layer>;
}

/** The phases of a strategy: which weights move from which epoch on, and at what share of the rate. */
export function strategyPhases(strategy: Strategy, parts: ModelParts): StrategyPhase[] {
  const { blocks } = parts;
  const awake = (count: number, rateOf: (fromTop: number) => number) => phase(parts, 0, { count, rateOf });
  switch (strategy.kind) {
    case 'frozen':
    case 'adapters':
      return [awake(0, () => 1)];
    case 'partial':
      return [awake(checkedBlocks(strategy.blocks, blocks.length), () => strategy.backboneRate ?? 1)];
    case 'full':
      return [awake(blocks.length, () => strategy.backboneRate ?? 1)];
    case 'scratch':
      return [awake(blocks.length, () => 1)];
    case 'gradual': {
      const most = checkedBlocks(strategy.blocks ?? blocks.length, blocks.length);
      const decay = strategy.decay ?? 1 / 2.6;
      return Array.from({ length: most + 1 }, (_, count) =>
        phase(parts, count * strategy.everyEpochs, { count, rateOf: (fromTop) => decay ** fromTop }),
      );
    }
  }
}

function phase(
  { weights, head, blocks, adapters }: ModelParts,
  fromEpoch: number,
  { count, rateOf }: { readonly count: number; readonly rateOf: (fromTop: number) => number },
): StrategyPhase {
  const rates = new Map<Layer, number>(head.map((layer) => [layer, 1]));
  for (let fromTop = 1; fromTop <= count; fromTop++)
    for (const layer of blocks[blocks.length - fromTop]) rates.set(layer, rateOf(fromTop));
  const trained = weights
    .filter(({ learned, layer }) => learned && rates.has(layer))
    .map(({ name, variable, layer }): TrainedWeight => ({ name, variable, rate: rates.get(layer) ?? 1 }));
  return {
    fromEpoch,
    weights: [...trained, ...adapters.map((factor) => ({ ...factor, rate: 1 }))],
    layers: new Set(rates.keys()),
  };
}

function checkedBlocks(asked: number, there: number): number {
  if (Number.isInteger(asked) && asked >= 1 && asked <= there) return asked;
  throw new TrainingError(
    'strategy',
    `${asked} blocks asked, the backbone has ${there}`,
    'ask for 1 or more of them',
  );
}
