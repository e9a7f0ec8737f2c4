/** Weights of the rows, in their order, and what lies before each: prefix[i] is the weight of rows [0, i). */
export function gather(rows: u32, place: usize, counts: usize, weight: usize, prefix: usize): void {
  let all: u32 = 0;
  store<u32>(prefix, 0);
  for (let i: u32 = 0; i < rows; i++) {
    const w = <u32>load<u16>(counts + ((<usize>load<u32>(place)) << 1));
    all += w;
    store<f64>(weight, <f64>w);
    store<u32>(prefix, all, 4);
    place += 4;
    weight += 8;
    prefix += 4;
  }
}

/**
 * Runs of equal risk that hold an event, highest risk first, each as the rows (start, first event, end), its non-events
 * first. found[r] becomes the weight of events before run r. out: pairs in which a non-event ranks above an event (ties
 * half), and the sum of events times precision.
 */
export function rank(runs: u32, bounds: usize, prefix: usize, found: usize, out: usize): void {
  let events: u32 = 0;
  let discordant: f64 = 0;
  let precision: f64 = 0;
  store<u32>(found, 0);
  for (let r: u32 = 0; r < runs; r++) {
    const before = load<u32>(prefix + ((<usize>load<u32>(bounds)) << 2));
    const middle = load<u32>(prefix + ((<usize>load<u32>(bounds, 4)) << 2));
    const all = load<u32>(prefix + ((<usize>load<u32>(bounds, 8)) << 2));
    const here = <f64>(all - middle);
    discordant += here * (<f64>(before - events) + 0.5 * <f64>(middle - before));
    events += all - middle;
    precision += here * (<f64>events / <f64>max<u32>(all, 1));
    found += 4;
    store<u32>(found, events);
    bounds += 12;
  }
  store<f64>(out, discordant);
  store<f64>(out, precision, 8);
}

/** Weighted sums of two columns, padded to a multiple of four rows with weight 0. */
export function dots(rows: u32, weight: usize, a: usize, b: usize, out: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = f64x2.splat(0);
  let b0 = f64x2.splat(0);
  let b1 = f64x2.splat(0);
  const end = weight + ((<usize>rows) << 3);
  while (weight < end) {
    const w0 = v128.load(weight);
    const w1 = v128.load(weight, 16);
    a0 = f64x2.add(a0, f64x2.mul(w0, v128.load(a)));
    a1 = f64x2.add(a1, f64x2.mul(w1, v128.load(a, 16)));
    b0 = f64x2.add(b0, f64x2.mul(w0, v128.load(b)));
    b1 = f64x2.add(b1, f64x2.mul(w1, v128.load(b, 16)));
    weight += 32;
    a += 32;
    b += 32;
  }
  store<f64>(out, total(f64x2.add(a0, a1)));
  store<f64>(out, total(f64x2.add(b0, b1)), 8);
}

function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/**
 * Weight and events of each cell, rows [cellRow[c], cellRow[c + 1]); run cellRun[c] of events is the first in the cell or
 * after it. No cell divides a run.
 */
export function cells(
  count: u32,
  cellRow: usize,
  cellRun: usize,
  prefix: usize,
  found: usize,
  weight: usize,
  events: usize,
): void {
  let all = load<u32>(prefix + ((<usize>load<u32>(cellRow)) << 2));
  let hits = load<u32>(found + ((<usize>load<u32>(cellRun)) << 2));
  for (let c: u32 = 0; c < count; c++) {
    cellRow += 4;
    cellRun += 4;
    const allNext = load<u32>(prefix + ((<usize>load<u32>(cellRow)) << 2));
    const hitsNext = load<u32>(found + ((<usize>load<u32>(cellRun)) << 2));
    store<f64>(weight, <f64>(allNext - all));
    store<f64>(events, <f64>(hitsNext - hits));
    all = allNext;
    hits = hitsNext;
    weight += 8;
    events += 8;
  }
}

/** Weighted sum of a column over the rows of each cell. */
export function cellDots(count: u32, cellRow: usize, weight: usize, a: usize, out: usize): void {
  let row: usize = (<usize>load<u32>(cellRow)) << 3;
  for (let c: u32 = 0; c < count; c++) {
    cellRow += 4;
    const end = (<usize>load<u32>(cellRow)) << 3;
    let pair0 = f64x2.splat(0);
    let pair1 = f64x2.splat(0);
    for (; row + 32 <= end; row += 32) {
      pair0 = f64x2.add(pair0, f64x2.mul(v128.load(weight + row), v128.load(a + row)));
      pair1 = f64x2.add(pair1, f64x2.mul(v128.load(weight + row, 16), v128.load(a + row, 16)));
    }
    let sum = total(f64x2.add(pair0, pair1));
    for (; row < end; row += 8) sum += load<f64>(weight + row) * load<f64>(a + row);
    store<f64>(out, sum);
    out += 8;
  }
}
