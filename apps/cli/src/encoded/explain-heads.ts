import type { HeadModelSpec } from '@raredx/experiment';
import { clusterBootstrap, clustersOf, type Random } from '@raredx/stats';
import { type ClassTask, type FeatureTable, type Head, judgeHeads, type Readout } from '@raredx/training';
import type { Study } from './study.ts';

/** How a head is fitted again. */
export type RefitSpec = Pick<HeadModelSpec, 'head' | 'settings' | 'criterion' | 'balanced'>;

export interface RefitRequest {
  readonly spec: RefitSpec;
  readonly study: Study;
  /** Features of the training rows. */
  readonly features: FeatureTable;
  readonly rows: Uint32Array;
  readonly random: Random;
}

export interface RefittedHeads {
  /** On bootstrap samples of the training patients, each class keeping its number of patients. */
  readonly refits: readonly Head[];
  /** On labels dealt out anew between the patients: they have learned nothing. */
  readonly ignorant: readonly Head[];
}

const refitCount = 5;
const ignorantCount = 3;
const softmaxGrid = [1e-4, 1e-3, 1e-2, 1e-1];

/** Fits the head of a model again: how much of an explanation is the sample's, and how much the labels'. */
export async function refittedHeads({
  spec,
  study,
  features,
  rows,
  random,
}: RefitRequest): Promise<RefittedHeads> {
  const { head: kind, criterion, balanced } = spec;
  const patients = clustersOf(Array.from(rows, (row) => study.units[row] as string));
  const codes = Int32Array.from(rows, (row) => study.y[row] as number);
  const classOf = new Int32Array(patients.count);
  patients.of.forEach((patient, at) => {
    classOf[patient] = codes[at] as number;
  });
  const task: ClassTask = {
    features,
    classes: codes,
    classNames: study.classes,
    groups: Int32Array.from(patients.of),
  };
  const fit = async (of: ClassTask, trains: readonly Int32Array[], grid: readonly number[] | undefined) =>
    judgeHeads(
      of,
      trains.map((train, at) => ({ id: `${at}`, train, judged: Int32Array.of(0) })),
      { criterion, balanced, random, standardise: true, head: { kind, ...(grid ? { grid } : {}) } },
    );
  const all = Int32Array.from(rows.keys());
  const grid = spec.settings ?? (kind === 'softmax' ? softmaxGrid : undefined);
  const [chosen] = await fit(task, [all], grid);
  const setting = [(chosen as { readonly setting: number }).setting];
  const strata = clustersOf(
    Array.from(patients.of),
    Array.from(patients.of, (one) => classOf[one] as number),
  );
  const samples = Array.from({ length: refitCount }, (_, b) => {
    const times = clusterBootstrap(strata, random.fork('refits').fork(b));
    return repeated(times);
  });
  const ignorant: Head[] = [];
  for (let k = 0; k < ignorantCount; k++) {
    const dealt = dealtAnew(classOf, random.fork('labels').fork(k));
    const classes = Int32Array.from(patients.of, (patient) => dealt[patient] as number);
    const [fitted] = await fit({ ...task, classes }, [all], setting);
    if (fitted) ignorant.push(fitted.head);
  }
  return { refits: (await fit(task, samples, setting)).map(({ head }) => head), ignorant };
}

/** Each row as often as it was drawn. */
function repeated(times: Float64Array): Int32Array {
  return Int32Array.from(
    Array.from(times.keys()).flatMap((at) => new Array<number>(times[at] ?? 0).fill(at)),
  );
}

function dealtAnew(values: Int32Array, random: Random): Int32Array {
  const dealt = values.slice();
  for (let at = dealt.length - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    [dealt[at], dealt[other]] = [dealt[other] as number, dealt[at] as number];
  }
  return dealt;
}

/**
 * The score that is explained: logit of each row's class less the mean of all logits, so that nothing is explained which
 * the probabilities do not show. Of two classes with one logit, half of it.
 */
export function readoutFor({ coefficients, intercept, width }: Head, targets: ArrayLike<number>): Readout {
  const outputs = intercept.length;
  const weights = new Float32Array(targets.length * width);
  const bias = new Float32Array(targets.length);
  const contrast = (target: number, output: number) => {
    if (outputs === 1) return target === 1 ? 0.5 : -0.5;
    return (output === target ? 1 : 0) - 1 / outputs;
  };
  for (let row = 0; row < targets.length; row++) {
    for (let output = 0; output < outputs; output++) {
      const sign = contrast(targets[row] as number, output);
      bias[row] = (bias[row] as number) + sign * (intercept[output] as number);
      for (let j = 0; j < width; j++) {
        const at = row * width + j;
        weights[at] = (weights[at] as number) + sign * (coefficients[output * width + j] as number);
      }
    }
  }
  return { width, weights, bias };
}
