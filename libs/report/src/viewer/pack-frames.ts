import type { Predictions } from '@raredx/tables';
import { type FrameRows, type FrameSamples, frameSamples, sampleOrder } from './frame-samples.ts';
import { packDoubles } from './pack-bytes.ts';
import type { FrameModel, ViewerFrame } from './viewer-document.ts';

/** A model in a cohort whose rows are not inside the page, and why. */
export interface LeftOut {
  readonly model: string;
  readonly partition: string;
  readonly label: string;
  readonly because:
    | 'size'
    | 'imputed'
    | 'several predictions for a sample'
    | 'samples are not alike between models';
}

export interface PackedFrames {
  readonly frames: readonly ViewerFrame[];
  readonly leftOut: readonly LeftOut[];
}

interface Block {
  readonly model: string;
  readonly rows: readonly number[];
  readonly frame: Frame;
}

interface Frame {
  readonly label: string;
  readonly partition: string;
  readonly order: FrameRows;
  readonly samples: FrameSamples | null;
  readonly blocks: Block[];
}

/** Patients the model was not developed on, first. */
const partitionOrder = ['external', 'test', 'tuning', 'internal'];

function framesOf(predictions: Predictions): Frame[] {
  const { label, partition, model } = predictions;
  const groups = new Map<string, Map<number, number[]>>();
  for (let row = 0; row < predictions.rows; row++) {
    const key = JSON.stringify([label.codes[row], partition.codes[row]]);
    const byModel = groups.get(key) ?? new Map<number, number[]>();
    groups.set(key, byModel);
    const code = model.codes[row] as number;
    const known = byModel.get(code);
    if (known) known.push(row);
    else byModel.set(code, [row]);
  }
  const orderOf = sampleOrder(predictions);
  const made = [...groups].map(([key, byModel]): Frame => {
    const [labelCode, partitionCode] = JSON.parse(key) as [number, number];
    const about = {
      label: label.levels[labelCode] as string,
      partition: partition.levels[partitionCode] as string,
    };
    const order = orderOf([...byModel.values()].flat());
    const frame: Frame = { ...about, order, samples: frameSamples(predictions, about, order), blocks: [] };
    for (const [code, rows] of byModel)
      frame.blocks.push({ model: model.levels[code] as string, rows, frame });
    return frame;
  });
  return made.sort(
    (a, b) =>
      (a.label < b.label ? -1 : a.label > b.label ? 1 : 0) ||
      partitionOrder.indexOf(a.partition) - partitionOrder.indexOf(b.partition),
  );
}

function packModel(predictions: Predictions, { model, rows, frame }: Block): FrameModel | LeftOut['because'] {
  const { imputation, repeat, p } = predictions;
  const { placeOfSample, samples } = frame.order;
  if (frame.samples === null) return 'samples are not alike between models';
  if (imputation && rows.some((row) => (imputation[row] as number) >= 0)) return 'imputed';
  const repeats = [...new Set(rows.map((row) => repeat[row] as number))].sort((a, b) => a - b);
  const risks = new Float64Array(repeats.length * samples).fill(Number.NaN);
  for (const row of rows) {
    const at = repeats.indexOf(repeat[row] as number) * samples + (placeOfSample[row] as number);
    if (!Number.isNaN(risks[at])) return 'several predictions for a sample';
    risks[at] = p[row] as number;
  }
  return { name: model, repeats, p: packDoubles(risks) };
}

/**
 * The rows of the leading models, as many as there is room for: the first two on patients they were not developed on,
 * then in development, then the models after them likewise. The very first block is taken whatever its size.
 *
 * @param models in the order of the page: primary, baseline, others
 * @param room characters of the page
 */
export function packFrames(predictions: Predictions, models: readonly string[], room: number): PackedFrames {
  const frames = framesOf(predictions);
  const tiers = [models.slice(0, 2), models.slice(2)];
  const queue = tiers.flatMap((tier) =>
    frames.flatMap(({ blocks }) => tier.flatMap((name) => blocks.filter(({ model }) => model === name))),
  );
  const inside = new Map<Frame, FrameModel[]>();
  const leftOut: LeftOut[] = [];
  let left = room;
  for (const block of queue) {
    const { frame, model } = block;
    const { label, partition } = frame;
    const packed = packModel(predictions, block);
    if (typeof packed === 'string') {
      leftOut.push({ model, partition, label, because: packed });
      continue;
    }
    const before = inside.get(frame);
    const size = packed.p.length + (before ? 0 : JSON.stringify(frame.samples).length);
    if (size > left && inside.size > 0) {
      leftOut.push({ model, partition, label, because: 'size' });
      continue;
    }
    left -= size;
    inside.set(frame, [...(before ?? []), packed]);
  }
  const inOrder = (packed: readonly FrameModel[]) =>
    [...packed].sort((a, b) => models.indexOf(a.name) - models.indexOf(b.name));
  return {
    frames: frames.flatMap((frame) => {
      const packed = inside.get(frame);
      return packed && frame.samples ? [{ ...frame.samples, models: inOrder(packed) }] : [];
    }),
    leftOut,
  };
}
