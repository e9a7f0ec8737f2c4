import type { Ontology } from '@raredx/ontology';
import type { Random } from '@raredx/stats';
import type { Tower } from '../ranking/tower.ts';
import { type ShotGroups, shotGroups } from './shot-groups.ts';
import { shotTerms } from './shot-points.ts';
import type { PublishedShot } from './spread-shots.ts';
import { type Asked, tuningLoss } from './tuning-loss.ts';

export interface TuningOptions {
  /** Steps of `batch` patients each. */
  readonly steps: number;
  readonly batch: number;
  readonly rate: number;
  /** Up to this share of a patient's findings is left out. */
  readonly dropped: number;
  /** Patients of one disease and publication that take part. */
  readonly mostOfOne: number;
  /** Cosines times this are log odds. */
  readonly scale: number;
  /** Times log(1 + n) for a disease with n publications. */
  readonly publications: number;
}

/** Chosen on an inner split by newest publication: docs/phenotype-variants.md. */
export const tuningOptions: TuningOptions = Object.freeze({
  ...{ steps: 120, batch: 256, rate: 2e-3, dropped: 0.7, mostOfOne: 4 },
  ...{ scale: 15, publications: 0.5 },
});

/**
 * A tower whose terms were moved so that patients of one disease from different publications find each other. Each step
 * ranks some of the shots among all diseases that have shots, by the cosine to what the tower says of a disease and the
 * mean of its patients; of its own disease a patient sees neither itself nor its publication. That is what is asked of
 * a new publication later. Where no disease has two publications nothing can be learned so: the tower stays.
 */
export function tuneTower(
  ontology: Ontology,
  tower: Tower,
  {
    shots: all,
    directions,
    random,
    options = tuningOptions,
  }: {
    readonly shots: readonly PublishedShot[];
    /** What the tower says of each disease that has shots: see `shotGroups` for their order. Zeros where nothing. */
    readonly directions: Float32Array;
    readonly random: Random;
    readonly options?: TuningOptions;
  },
): Tower {
  const shots = fewOfEach(all, options.mostOfOne);
  const groups = shotGroups(shots);
  if (groups.questions.length === 0) return tower;
  const { dimension } = tower;
  const known = shotTerms(
    ontology,
    shots.map(({ observed }) => observed),
  );
  const table = new Float32Array(known.terms.length * dimension);
  known.terms.forEach((term, row) => {
    table.set(tower.terms.subarray(term * dimension, (term + 1) * dimension), row * dimension);
  });
  const size = Math.sqrt(table.reduce((total, value) => total + value ** 2, 0) / known.terms.length) || 1;
  for (let at = 0; at < table.length; at += 1) table[at] /= size;
  const bags = shots.map(({ observed }) => known.rowsOf(observed));
  const step = openAdam(table);
  for (let at = 0; at < options.steps; at += 1) {
    const asked = drawn(groups, shots, { ...options, random: random.fork(at) });
    const patients = asked.map(({ observed }) => known.rowsOf(observed));
    const shapes = { table, dimension, bags, patients, directions, groups, asked, options };
    step(tuningLoss(shapes).gradient, rateAt(at, options));
  }
  const terms = tower.terms.slice();
  known.terms.forEach((term, row) => {
    for (let axis = 0; axis < dimension; axis += 1)
      terms[term * dimension + axis] = size * table[row * dimension + axis];
  });
  return { ...tower, terms };
}

function fewOfEach(shots: readonly PublishedShot[], most: number): PublishedShot[] {
  const counts = new Map<string, number>();
  return shots.filter(({ disease, publication }) => {
    const key = `${disease} ${publication}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return (counts.get(key) as number) <= most;
  });
}

const rateAt = (step: number, { steps, rate }: TuningOptions): number =>
  rate * Math.min(1, (step + 1) / 10) * (0.5 * (1 + Math.cos((Math.PI * step) / steps)) + 0.02);

/** Patients of diseases with several publications, large publications by the root of their size, some findings left out. */
function drawn(
  { questions, upTo }: ShotGroups,
  shots: readonly PublishedShot[],
  { batch, dropped, random }: TuningOptions & { readonly random: Random },
): Asked[] {
  return Array.from({ length: batch }, () => {
    const wanted = random.uniform() * upTo[upTo.length - 1];
    const at = upTo.findIndex((total) => total > wanted);
    const shot = questions[Math.max(0, at)];
    const all = (shots[shot] as PublishedShot).observed;
    const share = dropped * random.uniform();
    const left = all.filter(() => random.uniform() >= share);
    return { shot, observed: left.length === 0 || all.length < 3 ? all : left };
  });
}

/** Adam on one table, in place. */
function openAdam(table: Float32Array): (gradient: Float32Array, rate: number) => void {
  const [first, second] = [new Float32Array(table.length), new Float32Array(table.length)];
  let steps = 0;
  return (gradient, rate) => {
    steps += 1;
    const [left1, left2] = [1 - 0.9 ** steps, 1 - 0.999 ** steps];
    for (let at = 0; at < table.length; at += 1) {
      const slope = gradient[at];
      first[at] += 0.1 * (slope - first[at]);
      second[at] += 0.001 * (slope * slope - second[at]);
      table[at] -= (rate * (first[at] / left1)) / (Math.sqrt(second[at] / left2) + 1e-8);
    }
  };
}
