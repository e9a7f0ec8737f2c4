import type { Predictions, TextColumn } from '@raredx/tables';
import { unpackBytes, unpackCodes, unpackDoubles } from './pack-bytes.ts';
import type { PackedText, ViewerFrame } from './viewer-document.ts';

/** Holds the samples of which no model inside has a risk: they are drawn in resamples, as they were for the evidence. */
const others = '\u0000';

interface Row {
  readonly sample: number;
  readonly model: number;
  readonly repeat: number;
  readonly p: number;
}

function rowsOf({ models, samples }: ViewerFrame): Row[] {
  const rows: Row[] = [];
  const seen = new Uint8Array(samples);
  for (const [model, { repeats, p: packed }] of models.entries()) {
    const risks = unpackDoubles(packed);
    for (const [turn, repeat] of repeats.entries()) {
      for (let sample = 0; sample < samples; sample++) {
        const p = risks[turn * samples + sample] as number;
        if (Number.isNaN(p)) continue;
        seen[sample] = 1;
        rows.push({ sample, model, repeat, p });
      }
    }
  }
  for (const [sample, known] of seen.entries()) {
    if (known === 0) rows.push({ sample, model: models.length, repeat: -1, p: 0 });
  }
  return rows;
}

/** Ids that sort as the codes do. */
const ids = (count: number) => Array.from({ length: count }, (_, code) => String(code).padStart(9, '0'));

/** The predictions of a frame as judging takes them; codes in place of ids. */
export function unpackFrame(frame: ViewerFrame): Predictions {
  const { label, partition, samples, patients, models } = frame;
  const rows = rowsOf(frame);
  let patient = -1;
  const patientOf = Uint32Array.from(unpackBytes(frame.newPatient), (isNew) => (patient += isNew));
  const y = unpackBytes(frame.y);
  const bySample = (codes: Uint32Array, levels: readonly string[]): TextColumn => ({
    codes: Uint32Array.from(rows, ({ sample }) => codes[sample] as number),
    levels,
  });
  const text = ({ levels, codes }: PackedText) => bySample(unpackCodes(codes), levels);
  const same = (level: string): TextColumn => ({ codes: new Uint32Array(rows.length), levels: [level] });
  return {
    rows: rows.length,
    patientId: bySample(patientOf, ids(patients)),
    sampleId: bySample(
      Uint32Array.from({ length: samples }, (_, at) => at),
      ids(samples),
    ),
    site: text(frame.site),
    model: {
      codes: Uint32Array.from(rows, ({ model }) => model),
      levels: [...models.map(({ name }) => name), others],
    },
    partition: same(partition),
    repeat: Int32Array.from(rows, ({ repeat }) => repeat),
    fold: new Int32Array(rows.length).fill(-1),
    label: same(label),
    y: Uint8Array.from(rows, ({ sample }) => y[sample] as number),
    p: Float64Array.from(rows, ({ p }) => p),
    attributes: Object.fromEntries(frame.attributes.map((one) => [one.name, text(one)])),
    unchecked: [],
  };
}
