import type { Random } from '@raredx/stats';
import { breathe } from '../../breathe.ts';
import { type AttributionMap, gridOf } from '../pictures/attribution-map.ts';
import { type ExplainedNetwork, scoresOf } from '../pictures/explained-network.ts';
import { meanColours, type PictureBatch, pictureSize } from '../pictures/picture-batch.ts';
import { type ClusteredOptions, meanGate } from './clustered-mean.ts';
import type { GateResult } from './gate-result.ts';

export interface DeletionOptions {
  readonly random: Random;
  /** Side of the grid of cells that are taken away or shown. @default 7 */
  readonly grid?: number;
  /** Shares of the cells, ascending. @default 0.05, 0.1, 0.2, 0.3, 0.5 */
  readonly shares?: readonly number[];
  /** Random orders a picture is compared with. @default 4 */
  readonly draws?: number;
}

export interface DeletionTest {
  /** Mean score with random cells taken away, less that with the map's cells away: positive where the map is right. */
  readonly deletion: Float64Array;
  /** Mean score with the map's cells shown alone, less that with random ones. */
  readonly insertion: Float64Array;
}

/**
 * Takes the places away that a map names first (or shows them alone) and compares the score with what the same map does
 * elsewhere: rolled and turned at random over the picture, because holes in one piece and scattered holes disturb a
 * network differently. What is taken away has the picture's mean colour.
 *
 * @see Petsiuk V, Das A, Saenko K (2018) RISE. BMVC
 */
export async function deletionTest(
  network: ExplainedNetwork,
  { pictures, maps }: { readonly pictures: PictureBatch; readonly maps: readonly AttributionMap[] },
  { random, grid = 7, shares = [0.05, 0.1, 0.2, 0.3, 0.5], draws = 4 }: DeletionOptions,
): Promise<DeletionTest> {
  const flat = meanColours(pictures);
  const deletion = new Float64Array(pictures.rows);
  const insertion = new Float64Array(pictures.rows);
  const counts = shares.map((share) => Math.max(1, Math.round(share * grid * grid)));
  for (let row = 0; row < pictures.rows; row++) {
    const cells = gridOf(maps[row], grid);
    const stream = random.fork(row);
    const orders = [
      cells,
      ...Array.from({ length: draws }, (_, k) => moved(cells, grid, stream.fork(k))),
    ].map(orderOf);
    const altered = alteredPictures({ pictures, flat, row, grid }, orders, counts);
    const scores = scoresOf(network, altered, new Array<number>(altered.rows).fill(row));
    const mean = (order: number, kind: number) => {
      const from = (order * 2 + kind) * counts.length;
      return scores.subarray(from, from + counts.length).reduce((sum, s) => sum + s, 0) / counts.length;
    };
    const chance = (kind: number) =>
      Array.from({ length: draws }, (_, k) => mean(k + 1, kind)).reduce((sum, s) => sum + s, 0) / draws;
    deletion[row] = chance(0) - mean(0, 0);
    insertion[row] = mean(0, 1) - chance(1);
    await breathe();
  }
  return { deletion, insertion };
}

/** The gates of a deletion test: both gains above 0 with their whole intervals. */
export function deletionGates(
  { deletion, insertion }: DeletionTest,
  options: ClusteredOptions,
): GateResult[] {
  const gate = (name: string, asks: string, values: Float64Array) =>
    meanGate({ name, asks, bound: { above: 0 } }, values, { ...options, random: options.random.fork(name) });
  return [
    gate(
      'deletion',
      'how much further the score falls without the named places than without random ones',
      deletion,
    ),
    gate(
      'insertion',
      'how much higher the score is with the named places alone than with random ones',
      insertion,
    ),
  ];
}

/** A grid of cells laid down one of eight ways and rolled by a random distance that is not none. */
function moved(cells: Float64Array, side: number, random: Random): Float64Array {
  const way = random.integer(8);
  const roll = 1 + random.integer(side * side - 1);
  const [down, across] = [Math.floor(roll / side), roll % side];
  const out = new Float64Array(cells.length);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [u, v] = way & 1 ? [y, x] : [x, y];
      const from = (way & 2 ? side - 1 - v : v) * side + (way & 4 ? side - 1 - u : u);
      out[((y + down) % side) * side + ((x + across) % side)] = cells[from];
    }
  }
  return out;
}

const orderOf = (cells: Float64Array): readonly number[] =>
  Array.from(cells.keys()).sort((a, b) => cells[b] - cells[a] || a - b);

interface Altering {
  readonly pictures: PictureBatch;
  readonly flat: Float32Array;
  readonly row: number;
  readonly grid: number;
}

/** One picture for each order, without and with its first cells alone, for each count. */
function alteredPictures(
  { pictures, flat, row, grid }: Altering,
  orders: readonly (readonly number[])[],
  counts: readonly number[],
): PictureBatch {
  const { height, width } = pictures;
  const each = pictureSize(pictures);
  const picture = pictures.pixels.subarray(row * each, (row + 1) * each);
  const empty = flat.subarray(row * each, (row + 1) * each);
  const pixels = new Float32Array(orders.length * 2 * counts.length * each);
  let at = 0;
  for (const order of orders) {
    for (const [under, over] of [
      [picture, empty],
      [empty, picture],
    ]) {
      for (const count of counts) {
        const into = pixels.subarray(at * each, (at + 1) * each);
        into.set(under);
        for (const cell of order.slice(0, count)) copyCell(into, over, { cell, grid, height, width });
        at++;
      }
    }
  }
  return { rows: at, height, width, pixels };
}

function copyCell(
  into: Float32Array,
  from: Float32Array,
  { cell, grid, height, width }: { cell: number; grid: number; height: number; width: number },
): void {
  const [y, x] = [Math.floor(cell / grid), cell % grid];
  const edge = (place: number, length: number) => Math.floor((place * length) / grid);
  const [left, right] = [edge(x, width) * 3, edge(x + 1, width) * 3];
  for (let v = edge(y, height); v < edge(y + 1, height); v++) {
    const line = v * width * 3;
    into.set(from.subarray(line + left, line + right), line + left);
  }
}
