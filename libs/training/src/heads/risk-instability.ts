import { type Clusters, clusterBootstrap, clustersOf, quantile, type Random } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { breathe } from '../breathe.ts';
import type { ClassTask } from '../features.ts';
import { checkClassTask, patientsByClass } from './check-class-task.ts';
import type { HeadKind } from './head.ts';
import { openSplits } from './open-splits.ts';

export interface RiskInstabilityOptions {
  readonly kind: HeadKind;
  /** The head's setting, kept in every refit. */
  readonly setting: number;
  /** Bootstrap samples of the patients. */
  readonly replicates: number;
  readonly random: Random;
  /** @default 0.95 */
  readonly confidence?: number;
  readonly standardise?: boolean;
  readonly balanced?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** How far each row's risks move when other patients had been met; arrays are `rows * K`. */
export interface RiskInstability {
  /** By the fit on all patients. */
  readonly risks: Float64Array;
  /** Standard deviation over the refits. */
  readonly sd: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Mean absolute difference from the risk by all patients: its mean over rows is the MAPE of Riley and Collins. */
  readonly meanDifference: Float64Array;
  /** Share of refits in which another class is likeliest, one a row: the classification instability index. */
  readonly otherClass: Float64Array;
  readonly replicates: number;
  readonly notes: readonly string[];
}

const mostValues = 2 ** 28;

/**
 * Refits a head on bootstrap samples of the patients, strata the classes where every patient has one, and says how the
 * risks of every row scatter. The inner products are made once: a refit is a slice of them with the patients' counts as
 * weights.
 *
 * @throws ContractError for fewer than 2 replicates, or more risks than memory is meant to hold
 * @see Riley RD, Collins GS (2023) Biom J 65:2200302
 */
export async function riskInstability(
  task: ClassTask,
  options: RiskInstabilityOptions,
): Promise<RiskInstability> {
  const where = 'risk instability';
  checkClassTask(where, task);
  const { kind, setting, replicates, random, confidence = 0.95 } = options;
  const { rows } = task.features;
  const size = rows * task.classNames.length;
  if (!(Number.isInteger(replicates) && replicates >= 2))
    throw new ContractError(where, `replicates must be 2 or more (${replicates})`);
  if (replicates * size > mostValues)
    throw new ContractError(
      where,
      `${replicates} refits of ${size} risks are too many`,
      'ask for fewer replicates',
    );
  const { standardise = false, balanced = false } = options;
  const fits = openSplits(where, task, { standardise, balanced })(kind);
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const asked = { kind, settings: [setting], precision: 'risks' } as const;
  const risks = fits({ train: all, judged: all }, asked)[0]!.probabilities;
  const { clusters, note } = patientClusters(task);
  const drawn: Float32Array[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const counts = clusterBootstrap(clusters, random.fork(replicate));
    const train = all.filter((row) => counts[row]! > 0);
    if (patientsByClass(task, train).every((count) => count > 0)) {
      const weights = Float64Array.from(train, (row) => counts[row]!);
      drawn.push(Float32Array.from(fits({ train, judged: all, weights }, asked)[0]!.probabilities));
    }
    options.onProgress?.(replicate + 1, replicates);
    await breathe();
  }
  const lost = replicates - drawn.length;
  if (drawn.length < 2)
    throw new ContractError(
      where,
      `${lost} of ${replicates} bootstrap samples lack a class`,
      'merge rare classes',
    );
  const notes = [
    ...note,
    ...(lost > 0 ? [`${lost} of ${replicates} bootstrap samples lacked a class and were left out`] : []),
  ];
  return { risks, ...scatter(drawn, risks, { rows, confidence }), replicates: drawn.length, notes };
}

function patientClusters(task: ClassTask): { clusters: Clusters; note: readonly string[] } {
  const classOf = new Map<number, number>();
  const mixed = task.groups.some((patient, row) => {
    const known = classOf.get(patient) ?? task.classes[row]!;
    classOf.set(patient, known);
    return known !== task.classes[row];
  });
  return mixed
    ? {
        clusters: clustersOf(task.groups),
        note: ['patients have rows of several classes: drawn without strata'],
      }
    : { clusters: clustersOf(task.groups, task.classes), note: [] };
}

function scatter(
  drawn: readonly Float32Array[],
  risks: Float64Array,
  { rows, confidence }: { readonly rows: number; readonly confidence: number },
) {
  const size = risks.length;
  const [sd, lower, upper, meanDifference] = Array.from({ length: 4 }, () => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const values = new Float64Array(drawn.length);
  for (let at = 0; at < size; at++) {
    let mean = 0;
    drawn.forEach((replicate, r) => {
      values[r] = replicate[at]!;
      mean += replicate[at]! / drawn.length;
    });
    let squares = 0;
    for (const value of values) {
      squares += (value - mean) ** 2;
      meanDifference[at]! += Math.abs(value - risks[at]!) / drawn.length;
    }
    sd[at] = Math.sqrt(squares / (drawn.length - 1));
    values.sort();
    lower[at] = quantile(values, (1 - confidence) / 2);
    upper[at] = quantile(values, (1 + confidence) / 2);
  }
  const classCount = size / rows;
  const otherClass = Float64Array.from({ length: rows }, (_, row) => {
    const likeliest = (p: Float32Array | Float64Array) => {
      const own = p.subarray(row * classCount, (row + 1) * classCount);
      return own.indexOf(Math.max(...own));
    };
    const ours = likeliest(risks);
    return drawn.filter((p) => likeliest(p) !== ours).length / drawn.length;
  });
  return { sd, lower, upper, meanDifference, otherClass };
}
