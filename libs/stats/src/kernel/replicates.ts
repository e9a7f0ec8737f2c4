import { fitLogistic } from '../fit/logistic-fit.ts';
import { bootstrapCounts } from '../random/bootstrap-counts.ts';
import type { Random } from '../random/random.ts';
import { logit } from '../summary/logit.ts';
import { drawCounts } from './draw-counts.ts';
import { openEngine } from './open-engine.ts';
import { layOut, type ReplicateRows } from './replicate-layout.ts';
import { type Line, lineStart } from './replicate-line.ts';
import type { ReplicateSums } from './replicate-sums.ts';
import { bytesFor, openWork, sumReplicate } from './replicate-work.ts';

export interface ReplicateOptions {
  /** Ranks in the order of risks, ascending from 0 to the number of rows, that cut it into cells; none divides equals. */
  readonly cuts?: ArrayLike<number>;
  /** Sum the log loss too. @default false */
  readonly loss?: boolean;
  /** Refit intercept and slope of the outcome on logit p. @default false */
  readonly line?: boolean;
  /** @default WebAssembly where there is SIMD */
  readonly engine?: 'wasm' | 'typescript';
}

/** A sample sorted once, reweighted replicate after replicate. */
export interface Replicates {
  readonly engine: 'wasm' | 'typescript';
  /** How often each unit is in the replicate: filled by `draw`, or by the caller. */
  readonly counts: Uint16Array;
  /** Draws the counts that `bootstrapCounts` draws. */
  draw(random: Random): void;
  tally(): ReplicateSums;
  /** After `tally`: intercept and slope of this replicate to convergence. */
  line(): Line | { readonly undefinedBecause: string };
  /** Gives the memory back. */
  close(): void;
}

/**
 * Bootstrap replicates of the usual metrics of predicted risks. The sample is sorted once; a replicate draws how often
 * each unit counts and sums over the sorted rows with these weights, in WebAssembly where the engine has SIMD.
 *
 * @throws RangeError where lengths differ, y is not 0 or 1, p is outside [0, 1], or a unit is not below `units`
 * @example
 * openReplicates({ y: [1, 0, 1, 0], p: [0.9, 0.1, 0.4, 0.4] }).tally().weight // => 0
 */
export function openReplicates(rows: ReplicateRows, options: ReplicateOptions = {}): Replicates {
  checkRows(rows);
  const { units = rows.y.length } = rows;
  const start = options.line ? lineStart(rows) : undefined;
  const layout = start?.layout ?? layOut(rows);
  const cuts = Uint32Array.from(options.cuts ?? []);
  const engine = openEngine(bytesFor(layout, units, cuts.length), options.engine);
  // One more, which stays 0, for the places that hold no row.
  const counted = engine.array(Uint16Array, units + 1);
  const counts = counted.subarray(0, units);
  const work = openWork(engine, { rows, units, layout, cuts, start, loss: options.loss === true });
  const { weight: cellWeight, events: cellEvents, risks: cellRisks } = work.cells;
  const none = { weight: 0, events: 0, discordant: 0, precision: 0, squared: 0, loss: 0 };
  const sums: ReplicateSums = { ...none, cellWeight, cellEvents, cellRisks };
  return {
    engine: engine.name,
    counts,
    draw: (random) => {
      if (!drawCounts(engine, counts, { units, random })) counts.set(bootstrapCounts(units, random));
    },
    tally: () => sumReplicate(engine, { work, counted, sums }),
    line: () => work.refit?.refit(work.weight, sums.events, work.out[work.eventsZ]!) ?? fitAnew(rows, counts),
    close: engine.close,
  };
}

/** Where the fit of the whole sample is no start: the general fit, which also says why there is none. */
function fitAnew({ y, p, unit }: ReplicateRows, counts: Uint16Array): ReturnType<Replicates['line']> {
  const w = Float64Array.from(y, (_, row) => counts[unit ? unit[row]! : row]!);
  let extreme = 0;
  const x = Float64Array.from(y, (_, row) => {
    if (w[row] === 0) return 0;
    if (p[row] === 0 || p[row] === 1) extreme++;
    return p[row] === 0 || p[row] === 1 ? 0 : logit(p[row]!);
  });
  if (extreme > 0) return { undefinedBecause: `p is exactly 0 or 1 in ${extreme} rows` };
  const fit = fitLogistic({ y: Uint8Array.from(y), columns: [x], w });
  return 'undefinedBecause' in fit ? fit : { intercept: fit.coefficients[0]!, slope: fit.coefficients[1]! };
}

function checkRows({ y, p, unit, units = y.length, order }: ReplicateRows): void {
  for (const [name, values] of [
    ['p', p],
    ['unit', unit],
    ['order', order],
  ] as const)
    if (values && values.length !== y.length)
      throw new RangeError(`openReplicates: ${name} has ${values.length} rows, y has ${y.length}`);
  if (!unit && units !== y.length)
    throw new RangeError(`openReplicates: ${units} units for ${y.length} rows, and no unit of each row`);
  for (let row = 0; row < y.length; row++) {
    if (!(p[row]! >= 0 && p[row]! <= 1))
      throw new RangeError(`openReplicates: p must be in [0, 1] (row ${row + 1})`);
    if (y[row] !== 0 && y[row] !== 1)
      throw new RangeError(`openReplicates: y must be 0 or 1 (row ${row + 1})`);
    if (unit && !(unit[row]! < units))
      throw new RangeError(`openReplicates: unit must be below ${units} (row ${row + 1})`);
  }
}
