import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImageBackbone, openBackbone } from '@raredx/backbone';
import { ConfigError, type FineTunedSpec } from '@raredx/experiment';
import type { Runtime, SafeTensor } from '@raredx/runtime';
import { createRandom, type Random } from '@raredx/stats';
import {
  openTransferModel,
  resolveBalance,
  type SampleSource,
  type Strategy,
  servedRisks,
  type TrainingOptions,
  type TransferModel,
  trainModel,
} from '@raredx/training';
import { interruptible } from '../interruptible.ts';
import type { ImageSamples, Samples } from '../samples.ts';
import type { Study } from '../study.ts';
import { alteredPixels, laidDown } from './altered-pixels.ts';
import { openPixelStore, type PixelStore } from './pixel-store.ts';
import type { KeptModel, RoundRisks, SampleModel } from './sample-model.ts';

type Objective = Parameters<typeof servedRisks>[2];

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
    const rounds: RoundRisks[] = [];
    let kept: KeptModel | undefined;
    let parameters = 0;
    try {
      for (const [at, round] of study.rounds.entries()) {
        const objective = objectiveOf(spec, study, round.train);
        const model = openTransferModel(runtime, network, {
          head: { units: study.classes.length, dropout: spec.dropout },
          strategy: strategyOf(spec),
          blocks: backbone.blocks,
          batchNorm: spec.batch_norm,
          random: context.random.fork(round.id),
        });
        parameters = model.counts.trained.at(-1)?.parameters ?? 0;
        const training: Omit<TrainingOptions, 'signal'> = {
          ...{ runtime, model, objective, epochs: spec.epochs, batchSize: spec.batch_size },
          data: sourceOf(runtime, pixels, { ...spec, rows: round.train, y: study.y }),
          optimizer: { kind: 'adamw', weightDecay: spec.weight_decay },
          schedule: { kind: 'cosine', rate: spec.learning_rate, warmUp: 0.5 },
          seed: `${spec.name} ${round.id}`,
          checkpoint: { folder: join(scratch, round.id), inputs: study.fingerprint },
          onProgress: ({ epoch, step, stepsPerEpoch, loss }) =>
            onProgress(
              (at * spec.epochs + epoch) * stepsPerEpoch + step,
              study.rounds.length * spec.epochs * stepsPerEpoch,
              `fit ${at + 1}/${study.rounds.length}, epoch ${epoch + 1}/${spec.epochs}, loss ${loss.toFixed(3)}`,
            ),
        };
        const trained = await interruptible((signal) => trainModel({ ...training, signal }));
        model.merge();
        const risks = round.judged.map(({ rows }) =>
          judged(runtime, model, { ...spec, pixels, rows, objective }),
        );
        rounds.push({
          round,
          risks,
          notes: [`engine: ${trained.engine}`, ...(trained.why ? [trained.why] : [])],
        });
        if (round.id === 'final') kept = keptOf(model, { spec, objective, classes: study.classes });
        model.release();
      }
    } finally {
      pixels.dispose();
      network.dispose();
      backbone.dispose();
    }
    const notes = [`${parameters} weights moved`, ...new Set(rounds.flatMap((round) => round.notes))];
    return { rounds, kept: kept as KeptModel, notes };
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

function sourceOf(
  { tf }: Runtime,
  pixels: PixelStore,
  asked: Pick<FineTunedSpec, 'jitter' | 'upright'> & Pick<Study, 'y'> & { readonly rows: Uint32Array },
): SampleSource {
  const { rows, y, jitter, upright } = asked;
  const { size } = pixels;
  const each = size * size * 3;
  return {
    rows: rows.length,
    batch(own, augment?: Random) {
      const samples = own.map((row) => rows[row] as number);
      const values = new Float32Array(own.length * each);
      const stored = pixels.read(samples);
      own.forEach((row, at) => {
        const picture = stored.subarray(at * each, (at + 1) * each);
        const random = augment?.fork(row);
        values.set(random ? alteredPixels(picture, size, { random, jitter, upright }) : picture, at * each);
      });
      const classes = Float32Array.from(samples, (row) => Math.max(0, y[row] as number));
      return { inputs: [tf.tensor4d(values, [own.length, size, size, 3])], targets: tf.tensor1d(classes) };
    },
  };
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
