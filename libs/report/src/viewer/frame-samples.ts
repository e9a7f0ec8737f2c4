import type { Predictions, TextColumn } from '@raredx/tables';
import { packBytes, packCodes } from './pack-bytes.ts';
import type { PackedText, ViewerFrame } from './viewer-document.ts';

/** Rows of one outcome in one partition, and the place of each row's sample among theirs. */
export interface FrameRows {
  readonly rows: readonly number[];
  /** By row of the table; only those of `rows` mean something. */
  readonly placeOfSample: Uint32Array;
  readonly samples: number;
}

/** Everything of a frame but its models. */
export type FrameSamples = Omit<ViewerFrame, 'models'>;

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function ranks({ levels }: TextColumn): Uint32Array {
  const order = Array.from(levels.keys()).sort((a, b) => byText(levels[a] as string, levels[b] as string));
  const rank = new Uint32Array(levels.length);
  for (const [place, code] of order.entries()) rank[code] = place;
  return rank;
}

/** One row for each sample, by patient, then sample, in code-unit order: the order in which judging sees them. */
export function sampleOrder(predictions: Predictions): (rows: readonly number[]) => FrameRows & {
  readonly first: readonly number[];
} {
  const { patientId, sampleId } = predictions;
  const [patientRank, sampleRank] = [ranks(patientId), ranks(sampleId)];
  return (rows) => {
    const firstOf = new Map<number, number>();
    for (const row of rows) {
      const sample = sampleId.codes[row] as number;
      if (!firstOf.has(sample)) firstOf.set(sample, row);
    }
    const rank = (row: number) => patientRank[patientId.codes[row] as number] as number;
    const within = (row: number) => sampleRank[sampleId.codes[row] as number] as number;
    const first = [...firstOf.values()].sort((a, b) => rank(a) - rank(b) || within(a) - within(b));
    const place = new Map(first.map((row, at) => [sampleId.codes[row] as number, at]));
    const placeOfSample = new Uint32Array(predictions.rows);
    for (const row of rows) placeOfSample[row] = place.get(sampleId.codes[row] as number) as number;
    return { rows, placeOfSample, samples: first.length, first };
  };
}

/** The codes are of the levels that occur, in code-unit order, so that the text says nothing of the table's order. */
function packText(name: string, { codes, levels }: TextColumn, first: readonly number[]): PackedText {
  const used = [...new Set(first.map((row) => codes[row] as number))].sort((a, b) =>
    byText(levels[a] as string, levels[b] as string),
  );
  const codeOf = new Map(used.map((code, at) => [code, at]));
  const codesOfFirst = first.map((row) => codeOf.get(codes[row] as number) as number);
  return { name, levels: used.map((code) => levels[code] as string), codes: packCodes(codesOfFirst) };
}

/** An attribute that differs between rows of a sample is none of the sample. */
function isOfSample(
  { codes }: TextColumn,
  { rows, placeOfSample }: FrameRows,
  first: readonly number[],
): boolean {
  return rows.every((row) => codes[row] === codes[first[placeOfSample[row] as number] as number]);
}

/** The samples of a frame; null where a sample has two patients, outcomes or sites. */
export function frameSamples(
  predictions: Predictions,
  about: { readonly label: string; readonly partition: string },
  frame: FrameRows & { readonly first: readonly number[] },
): FrameSamples | null {
  const { patientId, y, site } = predictions;
  const { first, rows, placeOfSample } = frame;
  const own = (row: number) => first[placeOfSample[row] as number] as number;
  if (rows.some((row) => y[row] !== y[own(row)] || patientId.codes[row] !== patientId.codes[own(row)]))
    return null;
  if (!isOfSample(site, frame, first)) return null;
  const attributes = Object.entries(predictions.attributes).filter(([, column]) =>
    isOfSample(column, frame, first),
  );
  const newPatient = Uint8Array.from(first, (row, at) =>
    at === 0 || patientId.codes[row] !== patientId.codes[first[at - 1] as number] ? 1 : 0,
  );
  return {
    ...about,
    samples: first.length,
    patients: newPatient.reduce((sum, one) => sum + one, 0),
    newPatient: packBytes(newPatient),
    y: packBytes(Uint8Array.from(first, (row) => y[row] as number)),
    site: packText('site', site, first),
    attributes: attributes.map(([name, column]) => packText(name, column, first)),
  };
}
