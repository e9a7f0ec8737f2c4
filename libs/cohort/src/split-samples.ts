import { ConfigError } from '@raredx/experiment';
import { type Random, shuffled } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { type Split, splitOf } from './split-by-patient.ts';

/** What a split of samples is made from; arrays are one entry a sample. */
export interface SampleSplitRequest {
  readonly patientId: readonly string[];
  /** Class of each sample, 0-based. */
  readonly classes: ArrayLike<number>;
  readonly classNames: readonly string[];
  readonly repeats: number;
  readonly folds: number;
  readonly random: Random;
}

/**
 * Deals patients with many samples of several classes into folds, so that each class is spread as evenly as whole
 * patients allow: those with the most samples first, each to the fold where the spread of class shares stays least. A
 * patient's samples never part.
 *
 * @throws ContractError where a class has samples of one patient only, ConfigError where there are fewer patients than
 * folds
 */
export function splitSamples(request: SampleSplitRequest): Split {
  const { repeats, folds, random, classNames } = request;
  const counts = countsByPatient(request);
  const patients = [...counts.keys()].sort();
  requireEnough(request, counts);
  const totals = classNames.map((_, c) =>
    patients.reduce((sum, patient) => sum + (counts.get(patient)?.[c] ?? 0), 0),
  );
  const assignment = Array.from({ length: repeats }, (_, repeat) => {
    const stream = random.fork('split').fork(repeat);
    const order = Array.from(shuffled(patients.length, stream));
    const size = (index: number) => samplesOf(counts.get(patients[index] as string));
    order.sort((a, b) => size(b) - size(a));
    return dealt(order, (index) => counts.get(patients[index] as string) as Float64Array, { totals, folds });
  });
  return splitOf(patients, assignment, folds);
}

function countsByPatient({ patientId, classes, classNames }: SampleSplitRequest): Map<string, Float64Array> {
  const counts = new Map<string, Float64Array>();
  patientId.forEach((patient, row) => {
    const own = counts.get(patient) ?? new Float64Array(classNames.length);
    const at = classes[row] as number;
    own[at] = (own[at] as number) + 1;
    counts.set(patient, own);
  });
  return counts;
}

function samplesOf(counts: Float64Array | undefined): number {
  return counts?.reduce((sum, count) => sum + count, 0) ?? 0;
}

function requireEnough({ folds, classNames }: SampleSplitRequest, counts: Map<string, Float64Array>): void {
  if (!Number.isInteger(folds) || folds < 2)
    throw new ConfigError('split', `folds must be 2 or more (${folds})`);
  if (counts.size < folds) {
    throw new ConfigError(
      'split',
      `${counts.size} patients are fewer than ${folds} folds`,
      'use fewer folds',
    );
  }
  classNames.forEach((name, c) => {
    const patients = [...counts.values()].filter((own) => (own[c] as number) > 0).length;
    if (patients >= 2) return;
    throw new ContractError(
      'split',
      `class ${name} has ${patients === 0 ? 'no patient' : 'one patient'}, so it cannot be learned and judged`,
      'leave the class out, or merge it with another',
    );
  });
}

/** Each patient in turn to the fold that keeps the classes most even; ties go to the fold with the fewest samples. */
function dealt(
  order: readonly number[],
  countsOf: (index: number) => Float64Array,
  { totals, folds }: { readonly totals: readonly number[]; readonly folds: number },
): Int32Array {
  const held = Array.from({ length: folds }, () => new Float64Array(totals.length));
  const samples = new Float64Array(folds);
  const result = new Int32Array(order.length);
  for (const index of order) {
    const own = countsOf(index);
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let fold = 0; fold < folds; fold++) {
      const cost = unevenness(held[fold] as Float64Array, own, totals);
      const better = cost < least - 1e-12;
      const tied = Math.abs(cost - least) <= 1e-12 && (samples[fold] as number) < (samples[best] as number);
      if (!better && !tied) continue;
      best = fold;
      least = Math.min(least, cost);
    }
    own.forEach((count, c) => {
      (held[best] as Float64Array)[c] = ((held[best] as Float64Array)[c] as number) + count;
    });
    samples[best] = (samples[best] as number) + samplesOf(own);
    result[index] = best;
  }
  return result;
}

/** How much the sum of squared class shares of the folds grows where this fold takes these samples. */
function unevenness(held: Float64Array, own: Float64Array, totals: readonly number[]): number {
  let growth = 0;
  totals.forEach((total, c) => {
    if (total === 0) return;
    const before = (held[c] as number) / total;
    const after = before + (own[c] as number) / total;
    growth += after * after - before * before;
  });
  return growth;
}
