import type { Engine } from './engine.ts';
import type { ReplicateLayout, ReplicateRows } from './replicate-layout.ts';
import { type LineRefit, type LineStart, openLineRefit } from './replicate-line.ts';
import type { ReplicateSums } from './replicate-sums.ts';

interface Source {
  readonly rows: ReplicateRows;
  readonly units: number;
  readonly layout: ReplicateLayout;
  readonly cuts: Uint32Array;
  readonly start: LineStart | undefined;
  readonly loss: boolean;
}

/** Everything that a replicate reads and writes, in the engine's memory. */
export interface Work {
  readonly place: Uint32Array;
  readonly weight: Float64Array;
  readonly prefix: Uint32Array;
  readonly bounds: Uint32Array;
  readonly found: Uint32Array;
  readonly rankOut: Float64Array;
  /** Summed with the weights, two at a time, into `out`: squared error first. */
  readonly columns: readonly Float64Array[];
  readonly out: Float64Array;
  /** Place in `out` of the loss and of Σ w y z; -1 where they are not summed. */
  readonly loss: number;
  readonly eventsZ: number;
  readonly cells: {
    readonly row: Uint32Array;
    readonly run: Uint32Array;
    readonly risk: Float64Array;
    readonly weight: Float64Array;
    readonly events: Float64Array;
    readonly risks: Float64Array;
  };
  readonly refit: LineRefit | undefined;
}

/** No less than the arrays of {@link openWork}, each rounded up to 16. */
export function bytesFor({ row, bounds, groupEnd }: ReplicateLayout, units: number, cuts: number): number {
  return 64 * row.length + 2 * units + 8 * bounds.length + 80 * groupEnd.length + 40 * cuts + 1024;
}

export function openWork(engine: Engine, source: Source): Work {
  const { rows, units, layout, start, loss } = source;
  const { y, p, unit } = rows;
  const refit = start && openLineRefit(engine, start, rows);
  const column = columnIn(engine, layout);
  const columns = [
    column((row) => (p[row]! - y[row]!) ** 2),
    ...(loss ? [column((row) => -Math.log(y[row] === 1 ? p[row]! : 1 - p[row]!))] : []),
    ...(refit ? [refit.eventsZ] : []),
  ];
  return {
    place: integersIn(
      engine,
      Array.from(layout.row, (row) => (row < 0 ? units : unit ? unit[row]! : row)),
    ),
    weight: engine.array(Float64Array, layout.row.length),
    prefix: engine.array(Uint32Array, layout.row.length + 1),
    bounds: integersIn(engine, layout.bounds),
    found: engine.array(Uint32Array, layout.bounds.length / 3 + 1),
    rankOut: engine.array(Float64Array, 2),
    columns,
    out: engine.array(Float64Array, 4),
    loss: loss ? 1 : -1,
    eventsZ: refit ? columns.length - 1 : -1,
    cells: cellsIn(engine, source),
    refit,
  };
}

function columnIn(engine: Engine, { row }: ReplicateLayout) {
  return (of: (row: number) => number): Float64Array => {
    const made = engine.array(Float64Array, row.length);
    for (let place = 0; place < row.length; place++) if (row[place]! >= 0) made[place] = of(row[place]!);
    return made;
  };
}

function integersIn(engine: Engine, values: ArrayLike<number>): Uint32Array {
  const made = engine.array(Uint32Array, values.length);
  made.set(values);
  return made;
}

function cellsIn(engine: Engine, { cuts, layout, rows }: Source): Work['cells'] {
  const { placeOfRank, bounds } = layout;
  const places = Uint32Array.from(cuts, (rank) => placeOfRank[rank]!);
  let run = 0;
  const runs = places.map((place) => {
    while (3 * run < bounds.length && bounds[3 * run]! < place) run++;
    return run;
  });
  const cells = Math.max(cuts.length - 1, 0);
  const sums = () => engine.array(Float64Array, cells);
  return {
    row: integersIn(engine, places),
    run: integersIn(engine, runs),
    risk: cells > 0 ? columnIn(engine, layout)((row) => rows.p[row]!) : engine.array(Float64Array, 0),
    weight: sums(),
    events: sums(),
    risks: sums(),
  };
}

/** The sums of the replicate whose counts are set. */
export function sumReplicate(
  engine: Engine,
  {
    work,
    counted,
    sums,
  }: { readonly work: Work; readonly counted: Uint16Array; readonly sums: ReplicateSums },
): ReplicateSums {
  const { place, weight, prefix, bounds, found, rankOut, columns, out, cells } = work;
  engine.gather(place, counted, { weight, prefix });
  engine.rank(bounds, prefix, { found, out: rankOut });
  const first = columns[0]!;
  engine.dots(weight, first, columns[1] ?? first, out);
  if (columns.length === 3) engine.dots(weight, columns[2]!, columns[2]!, out.subarray(2));
  if (cells.weight.length > 0) {
    engine.cells(cells, { prefix, found }, cells);
    engine.cellDots(cells.row, weight, cells.risk, cells.risks);
  }
  sums.weight = prefix[prefix.length - 1]!;
  sums.events = found[found.length - 1]!;
  sums.discordant = rankOut[0]!;
  sums.precision = rankOut[1]!;
  sums.squared = out[0]!;
  sums.loss = work.loss < 0 ? 0 : out[work.loss]!;
  return sums;
}
