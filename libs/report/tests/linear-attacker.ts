import type { EvidenceRow } from '@raredx/tables';
import type { PackInput } from '../src/pack-input.ts';
import { levels, type Person, sites, thresholds } from './cohort-of-chance.ts';

const bins = thresholds.length + 1;
const size = sites.length * levels.length * 2 * bins;
const at = (s: number, l: number, y: number, b: number) => ((s * levels.length + l) * 2 + y) * bins + b;
const binOf = (risk: number) => thresholds.filter((threshold) => risk >= threshold).length;

export interface Cell {
  readonly name: string;
  readonly takes: (s: number, l: number, y: number, b: number) => boolean;
}

function vector(weight: (s: number, l: number, y: number, b: number) => number): Float64Array {
  const found = new Float64Array(size);
  for (let s = 0; s < sites.length; s++)
    for (let l = 0; l < levels.length; l++)
      for (let y = 0; y < 2; y++) for (let b = 0; b < bins; b++) found[at(s, l, y, b)] = weight(s, l, y, b);
  return found;
}

const truthOf = (all: readonly Person[]) => {
  const truth = new Float64Array(size);
  for (const { site, level, y, risk } of all) truth[at(site, level, y, binOf(risk))]!++;
  return truth;
};

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** What a row says, as linear equations over the cells: its counts, and what its rate says of those counts. */
function equationsOf(row: EvidenceRow, names: ReadonlyMap<string, number>): Float64Array[] {
  const site = row.site === null ? null : names.get(row.site)!;
  const level = row.attribute === null ? null : levels.indexOf(row.level!);
  const inside = (s: number, l: number) => (site === null || s === site) && (level === null || l === level);
  const cell = (takes: (y: number, b: number) => number) =>
    vector((s, l, y, b) => (inside(s, l) ? takes(y, b) : 0));
  const counts = [cell(() => 1), cell((y) => y)];
  const cut =
    row.threshold === null ? -1 : thresholds.findIndex((one) => Math.abs(one - row.threshold!) < 1e-9);
  if (cut < 0 || row.estimate === null) return counts;
  const above = (b: number) => (b > cut ? 1 : 0);
  const weight = row.threshold! / (1 - row.threshold!);
  const said: Readonly<Record<string, (y: number, b: number) => number>> = {
    sensitivity: (y, b) => y * above(b),
    specificity: (y, b) => (1 - y) * (1 - above(b)),
    net_benefit: (y, b) => above(b) * (y - (1 - y) * weight),
  };
  const rate = said[row.metric];
  // A predictive value is a ratio of two unknown counts; whoever knows it knows both by trying small numbers.
  if (row.metric === 'ppv') return [...counts, cell((y, b) => y * above(b)), cell((_, b) => above(b))];
  if (row.metric === 'npv')
    return [...counts, cell((y, b) => (1 - y) * (1 - above(b))), cell((_, b) => above(b))];
  return rate ? [...counts, cell(rate)] : counts;
}

function tableEquations({ tableOne }: PackInput, names: ReadonlyMap<string, number>): Float64Array[] {
  const found: Float64Array[] = [];
  for (const { site } of tableOne?.sites ?? []) {
    const s0 = names.get(site)!;
    found.push(vector((s) => (s === s0 ? 1 : 0)));
    found.push(vector((s, _, y) => (s === s0 ? y : 0)));
  }
  for (const row of tableOne?.rows ?? [])
    for (const { site } of row.cells) {
      const [s0, l0] = [names.get(site)!, levels.indexOf(row.level!)];
      found.push(vector((s, l) => (s === s0 && l === l0 ? 1 : 0)));
    }
  return found;
}

/** Rows in reduced form; a vector that they reduce to nothing is known to whoever knows the rows. */
class Known {
  readonly #size: number;
  readonly #rows: { readonly pivot: number; readonly row: Float64Array }[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  reduce(given: Float64Array): Float64Array {
    const left = Float64Array.from(given);
    for (const { pivot, row } of this.#rows) {
      const factor = left[pivot]!;
      if (Math.abs(factor) < 1e-9) continue;
      for (let i = 0; i < this.#size; i++) left[i]! -= factor * row[i]!;
    }
    return left;
  }

  learn(given: Float64Array): void {
    const left = this.reduce(given);
    let pivot = 0;
    for (let i = 1; i < this.#size; i++) if (Math.abs(left[i]!) > Math.abs(left[pivot]!)) pivot = i;
    if (Math.abs(left[pivot]!) < 1e-9) return;
    const scale = left[pivot]!;
    const row = left.map((value) => value / scale);
    for (const other of this.#rows) {
      const factor = other.row[pivot]!;
      if (factor !== 0) for (let i = 0; i < this.#size; i++) other.row[i]! -= factor * row[i]!;
    }
    this.#rows.push({ pivot, row });
  }

  tells(cell: Float64Array): boolean {
    return this.reduce(cell).every((value) => Math.abs(value) < 1e-7);
  }
}

/** Everybody, a site, a level, a site's level; either outcome or both; any run of risk bins. */
function cells(): Cell[] {
  const found: Cell[] = [];
  const groups: readonly (readonly [string, (s: number, l: number) => boolean])[] = [
    ['all', () => true],
    ...sites.map((name, s0) => [name, (s: number) => s === s0] as const),
    ...levels.map((name, l0) => [name, (_: number, l: number) => l === l0] as const),
    ...sites.flatMap((name, s0) =>
      levels.map(
        (level, l0) => [`${name} ${level}`, (s: number, l: number) => s === s0 && l === l0] as const,
      ),
    ),
  ];
  for (const [name, group] of groups)
    for (const outcome of [0, 1, null])
      for (let from = 0; from < bins; from++)
        for (let to = from; to < bins; to++)
          found.push({
            name: `${name}, outcome ${outcome ?? 'any'}, risk ${from}–${to}`,
            takes: (s, l, y, b) => group(s, l) && (outcome === null || y === outcome) && b >= from && b <= to,
          });
  return found;
}

const targets = cells().map(({ name, takes }) => ({
  name,
  of: vector((s, l, y, b) => (takes(s, l, y, b) ? 1 : 0)),
}));

function equationsIn(pack: PackInput, siteNames: readonly string[]): Float64Array[] {
  const names = new Map(siteNames.map((name, s) => [name, s]));
  return [...pack.evidence.rows.flatMap((row) => equationsOf(row, names)), ...tableEquations(pack, names)];
}

function learnAll(known: Known, equations: readonly Float64Array[], truth: Float64Array): void {
  for (const equation of equations) {
    known.learn(equation);
    // Nobody in a sum of counts: nobody in any of its cells.
    if (equation.every((value) => value >= 0) && dot(equation, truth) === 0)
      for (const [i, value] of equation.entries())
        if (value > 0) known.learn(Float64Array.from(equation, (_, j) => (j === i ? 1 : 0)));
  }
}

const found = (known: Known, truth: Float64Array, of: (cell: Float64Array) => Float64Array) =>
  targets
    .filter(({ of: cell }) => {
      const target = of(cell);
      const count = dot(target, truth);
      return count >= 1 && count <= 10 && known.tells(target);
    })
    .map(({ name }) => name);

/** Names of cells of 1 to 10 patients that what a pack prints lets one work out. */
export function recoverable(pack: PackInput, all: readonly Person[], siteNames: readonly string[]): string[] {
  const truth = truthOf(all);
  const known = new Known(size);
  learnAll(known, equationsIn(pack, siteNames), truth);
  return found(known, truth, (cell) => cell);
}

const beside = (a: Float64Array | null, b: Float64Array | null) => {
  const both = new Float64Array(2 * size);
  if (a) both.set(a);
  if (b) both.set(b, size);
  return both;
};

/**
 * The same from two packs, the second of the same patients and some more: cells of the first, of the second, and of
 * those who came.
 */
export function recoverableFromTwo(
  packs: readonly [earlier: PackInput, later: PackInput],
  [first, more]: readonly [readonly Person[], readonly Person[]],
  siteNames: readonly [earlier: readonly string[], later: readonly string[]],
): string[] {
  const truth = beside(truthOf(first), truthOf(more));
  const known = new Known(2 * size);
  const later = equationsIn(packs[1], siteNames[1]).map((one) => beside(one, one));
  const earlier = equationsIn(packs[0], siteNames[0]).map((one) => beside(one, null));
  const equations = [...earlier, ...later];
  // What the packs' difference says of those who came is an equation of its own.
  const differences = differencesOf(equations, truth);
  learnAll(known, [...equations, ...differences], truth);
  const of = (a: boolean, b: boolean) => (cell: Float64Array) => beside(a ? cell : null, b ? cell : null);
  return [
    ...found(known, truth, of(true, false)).map((name) => `earlier: ${name}`),
    ...found(known, truth, of(true, true)).map((name) => `later: ${name}`),
    ...found(known, truth, of(false, true)).map((name) => `came: ${name}`),
  ];
}

/** Pairs that count the same cells in both packs. */
function differencesOf(equations: readonly Float64Array[], truth: Float64Array): Float64Array[] {
  const key = (half: Float64Array) => half.join();
  const first = new Map<string, Float64Array>();
  const made: Float64Array[] = [];
  for (const equation of equations) {
    const [a, b] = [equation.subarray(0, size), equation.subarray(size)];
    if (b.every((value) => value === 0)) first.set(key(a), equation);
    else {
      const earlier = first.get(key(a));
      if (earlier) {
        const difference = equation.map((value, i) => value - earlier[i]!);
        if (dot(difference, truth) === 0) made.push(difference);
      }
    }
  }
  return made;
}
