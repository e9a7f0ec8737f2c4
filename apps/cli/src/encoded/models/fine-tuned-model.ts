import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImageBackbone, openBackbone } from '@raredx/backbone';
import { ConfigError, type FineTunedSpec } from '@raredx/experiment';
import type { TrainingFit } from '@raredx/report';
import type { Runtime, SafeTensor } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import {
  openTransferModel,
  type Progress,
  resolveBalance,
  type Strategy,
  servedRisks,
  type TrainedModel,
  type TrainingOptions,
  type TransferModel,
  trainModel,
} from '@raredx/training';
import { interruptible } from '../interruptible.ts';
import type { ImageSamples, Samples } from '../samples.ts';
import type { Round, Study } from '../study.ts';
import { laidDown } from './altered-pixels.ts';
import { pixelSource } from './pixel-source.ts';
import { openPixelStore, type PixelStore } from './pixel-store.ts';
import type { KeptModel, ModelContext, RoundRisks, SampleModel } from './sample-model.ts';
import { tuningPart } from './tuning-part.ts';

type Objective = Parameters<typeof servedRisks>[2];
type LayersModel = ReturnType<NonNullable<ImageBackbone['layersModel']>>;

/** Ways in which a picture is laid down when it is judged; their risks are averaged. */
const judgedWays = [0, 2, 4, 6];

/** EfficientNet-Lite0 trained further on the pictures themselves. */
export const fineTunedModel: SampleModel<FineTunedSpec> = {
  async learn(spec, context) {
    const { study, scratch, onProgress } = context;
    const runtime = await context.runtime();
    const backbone = await openBackbone('efficientnet-lite0', { runtime, size: spec.size });
    const network = layersOf(backbone);
    const pixels = await openPixelStore(imagesOnly(study.samples), join(scratch, 'pixels.u8'), {
      size: spec.size,
      onBad: 'stop',
      onProgress: (done, total) => onProgress(done, total, 'pictures'),
    });
    const rounds: (RoundRisks & { readonly fit: TrainingFit })[] = [];
    let kept: KeptModel | undefined;
    let parameters = 0;
    try {
      for (const [at, round] of study.rounds.entries()) {
        const steps = (own: Progress) => {
          const of = study.rounds.length * spec.epochs * own.stepsPerEpoch;
          const done = (at * spec.epochs + own.epoch) * own.stepsPerEpoch + own.step;
          onProgress(
            done,
            of,
            `fit ${at + 1}/${study.rounds.length}, epoch ${own.epoch + 1}/${spec.epochs}, loss ${own.loss.toFixed(3)}`,
          );
        };
        const fitted = await fittedRound(spec, round, { context, runtime, backbone, network, pixels, steps });
        rounds.push(fitted.risks);
        parameters = fitted.parameters;
        kept = fitted.kept ?? kept;
      }
    } finally {
      pixels.dispose();
      network.dispose();
      backbone.dispose();
    }
    const notes = [`${parameters} weights moved`, ...new Set(rounds.flatMap((round) => round.notes))];
    return { rounds, kept: kept as KeptModel, notes, fits: rounds.map(({ fit }) => fit) };
  },

  async predict(kept, samples, { runtime: open, classes, onBad, onProgress }) {
    const runtime = await open();
    const { spec, objective } = kept.settings as unknown as { spec: FineTunedSpec; objective: Objective };
    const backbone = await openBackbone('efficientnet-lite0', { runtime, size: spec.size });
    const network = layersOf(backbone);
    const model = openTransferModel(runtime, network, {
      head: { units: classes.length, dropout: spec.dropout },
      strategy: { kind: 'frozen' },
      blocks: backbone.blocks,
      random: createRandom(0),
    });
    const folder = mkdtempSync(join(tmpdir(), 'raredx-'));
    let pixels: PixelStore | undefined;
    try {
      pixels = await openPixelStore(imagesOnly(samples), join(folder, 'pixels.u8'), {
        ...{ size: spec.size, onBad, onProgress },
      });
      for (const { name, variable } of model.variables) {
        const tensor = kept.tensors[name] as SafeTensor;
        const values = runtime.tf.tensor(Float32Array.from(tensor.data as Float32Array), [...tensor.shape]);
        variable.assign(values as never);
        values.dispose();
      }
      const { rows, leftOut } = pixels;
      return { rows, risks: judged(runtime, model, { ...spec, pixels, rows, objective }), leftOut };
    } finally {
      pixels?.dispose();
      rmSync(folder, { recursive: true, force: true });
      model.release();
      network.dispose();
      backbone.dispose();
    }
  },
};

interface RoundContext {
  readonly context: ModelContext;
  readonly runtime: Runtime;
  readonly backbone: ImageBackbone;
  readonly network: LayersModel;
  readonly pixels: PixelStore;
  readonly steps: (progress: Progress) => void;
}

async function fittedRound(spec: FineTunedSpec, round: Round, own: RoundContext) {
  const { context, runtime, backbone, network, pixels, steps } = own;
  const { study, scratch } = context;
  const random = context.random.fork(round.id);
  const part = tuningPart(study, round, { share: spec.tuning, random });
  const objective = objectiveOf(spec, study, part.train);
  const model = openTransferModel(runtime, network, {
    head: { units: study.classes.length, dropout: spec.dropout },
    strategy: strategyOf(spec),
    blocks: backbone.blocks,
    batchNorm: spec.batch_norm,
    random,
  });
  const source = (rows: Uint32Array) => pixelSource(runtime, pixels, { ...spec, rows, y: study.y });
  const tuned = part.tuning.length > 0;
  const training: Omit<TrainingOptions, 'signal'> = {
    ...{ runtime, model, objective, epochs: spec.epochs, batchSize: spec.batch_size },
    data: source(part.train),
    ...(tuned ? { tuning: source(part.tuning), earlyStopping: { patience: spec.patience } } : {}),
    optimizer: { kind: 'adamw', weightDecay: spec.weight_decay },
    schedule: { kind: 'cosine', rate: spec.learning_rate, warmUp: 0.5 },
    seed: `${spec.name} ${round.id}`,
    checkpoint: { folder: join(scratch, round.id), inputs: study.fingerprint },
    onProgress: steps,
  };
  const trained = await interruptible((signal) => trainModel({ ...training, signal }));
  model.merge();
  const risks = round.judged.map(({ rows }) => judged(runtime, model, { ...spec, pixels, rows, objective }));
  const kept = round.id === 'final' ? keptOf(model, { spec, objective, classes: study.classes }) : undefined;
  const parameters = model.counts.trained.at(-1)?.parameters ?? 0;
  model.release();
  const notes = [`engine: ${trained.engine}`, ...(trained.why ? [trained.why] : []), ...part.said];
  const fit = fitOf(round.id, trained, { study, tuning: part.tuning });
  return { risks: { round, risks, notes, fit }, kept, parameters };
}

/** The learning curve of one fit, as the pack shows it. */
function fitOf(
  id: string,
  { history, stopped, bestEpoch }: TrainedModel,
  { study, tuning }: { readonly study: Study; readonly tuning: Uint32Array },
): TrainingFit {
  return {
    ...{ fit: id, stopped, bestEpoch },
    tuningPatients: new Set(Array.from(tuning, (row) => study.units[row])).size,
    epochs: history.map(({ epoch, rate, trainingLoss, tuningLoss }) => ({
      ...{ epoch, rate, trainingLoss, tuningLoss },
    })),
  };
}

function imagesOnly(samples: Samples): ImageSamples {
  if (samples.kind === 'images') return samples;
  throw new ConfigError(
    'fine-tuned',
    'only encoders of pictures are trained further',
    'use a head for notes',
  );
}

function layersOf(backbone: ImageBackbone) {
  if (backbone.layersModel) return backbone.layersModel();
  throw new Error('fine-tuned: the encoder has no layers to train');
}

function strategyOf({ strategy, blocks, rank }: FineTunedSpec): Strategy {
  if (strategy === 'partial') return { kind: 'partial', blocks };
  if (strategy === 'gradual') return { kind: 'gradual', everyEpochs: 1, blocks };
  if (strategy === 'adapters') return { kind: 'adapters', rank };
  return { kind: strategy };
}

function objectiveOf(spec: FineTunedSpec, { y, classes }: Study, rows: Uint32Array): Objective {
  const counts = new Array<number>(classes.length).fill(0);
  for (const row of rows) counts[y[row] as number] = (counts[y[row] as number] ?? 0) + 1;
  const balance =
    spec.balance === 'weighted'
      ? { kind: spec.balance, weights: 'balanced' as const }
      : { kind: spec.balance };
  return { kind: 'classes', smoothing: spec.smoothing, balance: resolveBalance(balance, counts) };
}

/** Risks of rows, averaged over the ways a picture can lie. */
function judged(
  { tf }: Runtime,
  model: TransferModel,
  asked: {
    readonly pixels: PixelStore;
    readonly rows: Uint32Array;
    readonly objective: Objective;
    readonly upright: boolean;
  },
): Float64Array {
  const { pixels, rows, objective } = asked;
  const ways = asked.upright ? [0] : judgedWays;
  const { size } = pixels;
  const each = size * size * 3;
  const units = model.counts.head > 0 ? (model.model.outputShape[1] as number) : 1;
  const risks = new Float64Array(rows.length * units);
  for (let start = 0; start < rows.length; start += 64) {
    const part = rows.subarray(start, start + 64);
    const stored = pixels.read(part);
    for (const way of ways) {
      const values = new Float32Array(stored.length);
      part.forEach((_, at) => {
        values.set(laidDown(stored.subarray(at * each, (at + 1) * each), size, way), at * each);
      });
      const scores = tf.tidy(() => model.scores([tf.tensor4d(values, [part.length, size, size, 3])]));
      servedRisks(scores.dataSync(), units, objective).forEach((p, at) => {
        risks[start * units + at] = (risks[start * units + at] as number) + p / ways.length;
      });
      scores.dispose();
    }
  }
  return risks;
}

function keptOf(model: TransferModel, settings: Readonly<Record<string, unknown>>): KeptModel {
  return {
    tensors: Object.fromEntries(
      model.variables.map(({ name, variable }) => [
        name,
        { dtype: 'F32' as const, shape: [...variable.shape], data: Float32Array.from(variable.dataSync()) },
      ]),
    ),
    settings,
  };
}
