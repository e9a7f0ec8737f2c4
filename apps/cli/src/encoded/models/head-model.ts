import type { EncoderSpec, HeadModelSpec } from '@raredx/experiment';
import type { SafeTensor } from '@raredx/runtime';
import {
  type ClassTask,
  type FeatureTable,
  type Head,
  headProbabilities,
  judgeHeads,
  modelMenu,
} from '@raredx/training';
import type { EncodedSamples } from '../encode-samples.ts';
import { featureRows, stacked } from '../feature-rows.ts';
import type { Samples } from '../samples.ts';
import { type Moments, pooledMoments, standardisedBySite } from '../standardised-by-site.ts';
import type { Study } from '../study.ts';
import { fewestPatients } from './fewest-patients.ts';
import type { KeptModel, LearnedModel, ModelContext, SampleModel } from './sample-model.ts';

interface HeadFeatures {
  readonly features: FeatureTable;
  /** The same samples with their colour moved: to learn from, never to judge. */
  readonly jittered: FeatureTable | null;
}

type HeadSettings = Pick<HeadModelSpec, 'head' | 'settings' | 'criterion' | 'balanced'>;

/** C of the softmax head, strongest penalty first; the grid of other heads is their own. */
const softmaxGrid = [1e-4, 1e-3, 1e-2, 1e-1];

/** Where inner folds cannot be made, one penalty for all. */
const gridFor = (study: Study) => (fewestPatients(study) >= 3 ? softmaxGrid : [1e-3]);

/** A head on the features of a frozen encoder. */
export const headModel = (base: EncoderSpec): SampleModel<HeadModelSpec> => ({
  async learn(spec, context) {
    const encoder = changedEncoder(base, spec.encoder);
    const encoded = await context.features.encoded(encoder);
    const { study } = context;
    const moments = spec.standardise === 'site' ? pooledMoments(developmentOf(encoded, study)) : null;
    const { features, jittered } = brought(encoded, study.samples, moments);
    const kept = { encoder, standardise: spec.standardise };
    const learned = await learnHead(
      spec,
      { features, jittered },
      { context, kept, scaled: moments !== null },
    );
    if (moments === null)
      return jittered ? learned : { ...learned, unsupported: unsupported(study, features) };
    const tensors = {
      ...learned.kept.tensors,
      mean: tensorOf(moments.mean),
      variance: tensorOf(moments.variance),
    };
    const notes = ['features are standardised within each site: samples of a site are judged together'];
    return { ...learned, kept: { ...learned.kept, tensors }, notes: [...notes, ...learned.notes] };
  },
  async predict(kept, samples, { features }) {
    const { encoder } = kept.settings as unknown as { encoder: EncoderSpec };
    const encoded = await features.encoded(encoder);
    const { features: table } = brought(encoded, samples, momentsOf(kept));
    const { rows, leftOut } = encoded;
    return { rows, leftOut, risks: headProbabilities(headOf(kept), table) };
  },
});

/** Said once, by the head that sees the samples as they are: it is the same for every other. */
function unsupported(study: Study, features: FeatureTable): string[] {
  const task = taskOf(study, { features, jittered: null }, study.development);
  return modelMenu(task).entries.flatMap(({ name, offered, reason }) =>
    offered ? [] : [`${name}: ${reason}`],
  );
}

const tensorOf = (data: Float64Array): SafeTensor => ({
  dtype: 'F64',
  shape: [data.length],
  data: Float64Array.from(data),
});

function momentsOf({ tensors: { mean, variance } }: KeptModel): Moments | null {
  if (!mean || !variance) return null;
  const values = ({ data }: typeof mean) => Float64Array.from(data as Float64Array);
  return { mean: values(mean), variance: values(variance) };
}

/** Features of the samples that are learned from: sites that are kept out lend nothing to the others' moments. */
function developmentOf({ features, rows }: EncodedSamples, { development }: Study): FeatureTable {
  const learned = new Set(development);
  return featureRows(
    features,
    Uint32Array.from(rows.keys()).filter((at) => learned.has(rows[at] as number)),
  );
}

function changedEncoder(base: EncoderSpec, changes: HeadModelSpec['encoder']): EncoderSpec {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(given) };
}

function brought(
  { features, jittered, rows }: EncodedSamples,
  { site }: Samples,
  moments: Moments | null,
): HeadFeatures {
  if (moments === null) return { features, jittered };
  const sites = Array.from(rows, (row) => site[row] as string);
  return {
    features: standardisedBySite(features, sites, moments),
    jittered: jittered && standardisedBySite(jittered, sites, moments),
  };
}

/** Fits the head of every round on whatever features it is given, a row a sample. */
export async function learnHead(
  { head, settings, criterion, balanced }: HeadSettings,
  { features, jittered }: HeadFeatures,
  of: {
    readonly context: ModelContext;
    readonly kept: Readonly<Record<string, unknown>>;
    /** Standardised already: divided once more, what hardly varies where a fold learns would explode elsewhere. */
    readonly scaled?: boolean;
  },
): Promise<LearnedModel> {
  const { study, random, onProgress } = of.context;
  const labelled = Uint32Array.from(study.y.keys()).filter((row) => (study.y[row] as number) >= 0);
  const placeOf = new Map(Array.from(labelled, (row, place) => [row, place]));
  const places = (rows: Uint32Array) => Int32Array.from(rows, (row) => placeOf.get(row) as number);
  const ownGrid = head === 'softmax' ? gridFor(study) : undefined;
  const grid = settings ?? ownGrid;
  const rounds = study.rounds.map(({ id, train, judged }) => ({
    id,
    train: jittered ? withCopies(places(train), labelled.length) : places(train),
    judged: places(Uint32Array.from(judged.flatMap(({ rows }) => Array.from(rows)))),
  }));
  const fits = await judgeHeads(taskOf(study, { features, jittered }, labelled), rounds, {
    ...{ criterion, balanced, random, standardise: !of.scaled },
    head: { kind: head, ...(grid ? { grid } : {}) },
    onProgress: (done, total) => onProgress(done, total, 'fits'),
  });
  const final = fits.at(-1)?.head as Head;
  return {
    rounds: study.rounds.map((round, at) => {
      const { probabilities, setting } = fits[at] as (typeof fits)[number];
      return {
        round,
        risks: parted(
          probabilities,
          round.judged.map(({ rows }) => rows.length * study.classes.length),
        ),
        notes: [`setting ${setting}`],
      };
    }),
    kept: keptOf(final, of.kept),
    notes: [...final.notes],
  };
}

function parted(values: Float64Array, lengths: readonly number[]): Float64Array[] {
  let at = 0;
  return lengths.map((length) => {
    const part = values.slice(at, at + length);
    at += length;
    return part;
  });
}

/** Jittered copies stand behind the samples, in the same order; only training sees them. */
function withCopies(train: Int32Array, samples: number): Int32Array {
  return Int32Array.from([...train, ...train.map((place) => place + samples)]);
}

function taskOf(study: Study, { features, jittered }: HeadFeatures, rows: Uint32Array): ClassTask {
  const groupOf = new Map<string, number>();
  const own = rows.length === features.rows ? features : featureRows(features, rows);
  const all = jittered ? Uint32Array.from([...rows, ...rows]) : rows;
  return {
    features: jittered ? stacked(own, featureRows(jittered, rows)) : own,
    classes: Int32Array.from(all, (row) => study.y[row] as number),
    classNames: study.classes,
    groups: Int32Array.from(all, (row) => {
      const patient = study.units[row] as string;
      const group = groupOf.get(patient) ?? groupOf.size;
      groupOf.set(patient, group);
      return group;
    }),
  };
}

function keptOf(head: Head, settings: Readonly<Record<string, unknown>>): KeptModel {
  const outputs = head.intercept.length;
  return {
    tensors: {
      coefficients: {
        dtype: 'F64',
        shape: [outputs, head.width],
        data: Float64Array.from(head.coefficients),
      },
      intercept: { dtype: 'F64', shape: [outputs], data: Float64Array.from(head.intercept) },
    },
    settings: { ...settings, head: head.kind, classes: head.classNames },
  };
}

/** The head that `keptOf` kept. */
export function headOf({ tensors, settings }: KeptModel): Head {
  const { coefficients, intercept } = tensors;
  const { head, classes } = settings as { head: Head['kind']; classes: readonly string[] };
  return {
    kind: head,
    classNames: classes,
    width: coefficients?.shape[1] ?? 0,
    coefficients: Float64Array.from(coefficients?.data as Float64Array),
    intercept: Float64Array.from(intercept?.data as Float64Array),
    notes: [],
  };
}
