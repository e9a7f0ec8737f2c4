import { type Random, shuffled } from '@raredx/stats';

/** A model of table rows, and what "not known" means for it: the rows that a hidden value is drawn from. */
export interface ShapleyTask {
  /** Predictions of `count` rows, row-major. */
  readonly predict: (rows: Float64Array, count: number) => ArrayLike<number>;
  /** Columns of each player: one, or those that a category was spread over. */
  readonly players: readonly (readonly number[])[];
  /** Background rows, row-major. */
  readonly background: Float64Array;
  readonly width: number;
}

export interface ShapleyOptions {
  readonly random: Random;
  /** Up to so many players all coalitions are computed. @default 10 */
  readonly exactUpTo?: number;
  /** Orders of players beyond that, each also taken backwards. @default 64 */
  readonly orders?: number;
}

export interface ShapleyValues {
  /** What each player adds to the prediction; they sum to `prediction - base`. */
  readonly values: Float64Array;
  /** Monte-Carlo standard error of each; 0 where all coalitions were computed. */
  readonly errors: Float64Array;
  /** Mean prediction of the background. */
  readonly base: number;
  readonly prediction: number;
  readonly method: 'exact' | 'sampled';
}

/**
 * Shapley values of one row: of a coalition S the worth is the mean over background rows b of f(x on S, b elsewhere). Few
 * players: all coalitions; more: random orders in pairs of opposite direction. Either way the values sum to f(x) less the
 * mean prediction of the background, exactly.
 *
 * @example
 * const task = { predict: (rows) => Float64Array.of(...rows).filter((_, at) => at % 2 === 0).map((a, at) => a + 2 * rows[2 * at + 1]), players: [[0], [1]], background: Float64Array.of(0, 0), width: 2 }
 * shapleyValues(task, Float64Array.of(3, 5), { random: createRandom(1) }).values // => Float64Array.of(3, 10)
 * @see Lundberg SM, Lee SI (2017) A unified approach to interpreting model predictions. NeurIPS 30
 * @see Castro J et al. (2009) Polynomial calculation of the Shapley value based on sampling. Comput Oper Res 36:1726–1730
 */
export function shapleyValues(
  task: ShapleyTask,
  row: Float64Array,
  { random, exactUpTo = 10, orders = 64 }: ShapleyOptions,
): ShapleyValues {
  const { players, width, background } = task;
  if (row.length !== width || background.length === 0 || background.length % width !== 0) {
    throw new RangeError(
      `shapleyValues: rows of ${width} columns are needed (row: ${row.length}, background: ${background.length})`,
    );
  }
  const exact = players.length <= exactUpTo;
  const { values, errors } = exact ? allCoalitions(task, row) : randomOrders(task, row, { random, orders });
  const [base] = worths(task, row, [new Set()]);
  const [prediction] = worths(task, row, [new Set(players.keys())]);
  return { values, errors, base, prediction, method: exact ? 'exact' : 'sampled' };
}

/** Worth of each coalition. */
function worths(
  { predict, players, width, background }: ShapleyTask,
  row: Float64Array,
  coalitions: readonly ReadonlySet<number>[],
): Float64Array {
  const count = background.length / width;
  const rows = new Float64Array(coalitions.length * background.length);
  coalitions.forEach((coalition, at) => {
    const own = rows.subarray(at * background.length, (at + 1) * background.length);
    own.set(background);
    for (const player of coalition) {
      for (const column of players[player]) {
        for (let b = 0; b < count; b++) own[b * width + column] = row[column];
      }
    }
  });
  const predicted = predict(rows, coalitions.length * count);
  return Float64Array.from(coalitions, (_, at) => {
    let total = 0;
    for (let b = 0; b < count; b++) total += predicted[at * count + b];
    return total / count;
  });
}

type Sampled = Pick<ShapleyValues, 'values' | 'errors'>;

function allCoalitions(task: ShapleyTask, row: Float64Array): Sampled {
  const n = task.players.length;
  const members = (code: number) =>
    new Set(Array.from({ length: n }, (_, i) => i).filter((i) => (code >> i) & 1));
  const worth = Float64Array.from({ length: 2 ** n }, (_, code) => worths(task, row, [members(code)])[0]);
  // |S|! (n − |S| − 1)! / n! by the size of S
  const weight = new Float64Array(n);
  weight.forEach((_, size) => {
    let choose = 1;
    for (let i = 1; i <= size; i++) choose *= (n - i) / i;
    weight[size] = 1 / (n * choose);
  });
  const values = new Float64Array(n);
  for (let code = 0; code < worth.length; code++) {
    const size = members(code).size;
    for (let i = 0; i < n; i++) {
      if (((code >> i) & 1) === 0) values[i] += weight[size] * (worth[code | (1 << i)] - worth[code]);
    }
  }
  return { values, errors: new Float64Array(n) };
}

function randomOrders(
  task: ShapleyTask,
  row: Float64Array,
  { random, orders }: { readonly random: Random; readonly orders: number },
): Sampled {
  const n = task.players.length;
  const sums = new Float64Array(n);
  const squares = new Float64Array(n);
  for (let k = 0; k < orders; k++) {
    const order = Array.from(shuffled(n, random.fork(k)));
    const one = alongOrder(task, row, order);
    const other = alongOrder(task, row, order.toReversed());
    one.forEach((value, player) => {
      const mean = (value + other[player]) / 2;
      sums[player] += mean;
      squares[player] += mean * mean;
    });
  }
  const values = sums.map((sum) => sum / orders);
  const errors = squares.map((square, player) =>
    Math.sqrt(Math.max(0, square / orders - values[player] ** 2) / Math.max(1, orders - 1)),
  );
  return { values, errors };
}

/** What each player adds when players join in this order. */
function alongOrder(task: ShapleyTask, row: Float64Array, order: readonly number[]): Float64Array {
  const coalitions = Array.from({ length: order.length + 1 }, (_, size) => new Set(order.slice(0, size)));
  const worth = worths(task, row, coalitions);
  const added = new Float64Array(order.length);
  order.forEach((player, at) => {
    added[player] = worth[at + 1] - worth[at];
  });
  return added;
}
