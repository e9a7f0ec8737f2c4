import type { DataSet, Element } from 'dicom-parser';
import { confidentialityProfile } from './confidentiality-profile.ts';
import { type NewIdentity, newIdentity } from './new-identity.ts';
import { type DicomFile, tagOf } from './read-dicom.ts';
import { pixelFragments, type WrittenElement, writtenElements } from './write-dicom.ts';

export interface DeidentifyOptions {
  /** Key of the replacements; at least 16 characters. The same key maps the same study to the same new UIDs. */
  readonly secret: string;
  /** `remove` (default) or `shift`: moved back by 1 to 3,650 days, the same for all files of a patient. */
  readonly dates?: 'remove' | 'shift';
}

export interface Deidentified {
  readonly bytes: Uint8Array;
  /** How often each action was taken. */
  readonly actions: Readonly<Record<string, number>>;
  /** What a program cannot do, for a person to look at. */
  readonly warnings: readonly string[];
}

const implicitSyntax = '1.2.840.10008.1.2';
const deflatedSyntax = '1.2.840.10008.1.2.1.99';
const dummies: Readonly<Record<string, string>> = {
  ...{ DA: '19000101', TM: '000000', DT: '19000101000000', AS: '000Y', DS: '0', IS: '0' },
  UR: 'urn:anonymous',
};
/** Their dummy is as many zeros as there were bytes. */
const binary = new Set(['FD', 'FL', 'OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SL', 'SS', 'UL', 'UN', 'US']);

/**
 * Applies the Basic Application Confidentiality Profile (PS3.15 Annex E), with modified dates as an option. Beyond the
 * table, every name, date, time and free text that it does not list is removed too where the file says what is one (an
 * implicit one does not), as are private elements, curves and overlays. The pixels are not touched: burned-in text stays, and is warned of.
 *
 * @throws RangeError where the secret is short
 */
export function deidentifyDicom(dicom: DicomFile, options: DeidentifyOptions): Deidentified {
  const { dataSet, transferSyntax } = dicom;
  const identity = newIdentity(options.secret, dataSet.string('x00100020') ?? '');
  const shift = options.dates === 'shift';
  const counts: Record<string, number> = {};
  const count = (action: string) => {
    counts[action] = (counts[action] ?? 0) + 1;
  };
  const body = kept(dataSet, { identity, shift, count }).filter(({ tag }) => !tag.startsWith('x0002'));
  const implicit = transferSyntax === implicitSyntax;
  const marks = marked(shift);
  const written = writtenElements(
    [...body.filter(({ tag }) => !marks.some((mark) => mark.tag === tag)), ...marks],
    implicit,
  );
  const meta = metaElements(dicom, identity);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  const group = writtenElements([{ tag: 'x00020000', vr: 'UL', value: length }], false);
  return {
    bytes: Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), group, meta, written]),
    actions: counts,
    warnings: warningsOf(dataSet),
  };
}

interface Work {
  readonly identity: NewIdentity;
  readonly shift: boolean;
  readonly count: (action: string) => void;
}

function kept(dataSet: DataSet, work: Work): WrittenElement[] {
  return Object.values(dataSet.elements).flatMap((element) => {
    const written = actedOn(dataSet, element, work);
    return written === undefined ? [] : [written];
  });
}

function actedOn(
  dataSet: DataSet,
  element: Element,
  { identity, shift, count }: Work,
): WrittenElement | undefined {
  const { tag } = element;
  const entry = confidentialityProfile.get(tag);
  const vr = element.vr ?? entry?.vr ?? (element.items ? 'SQ' : 'UN');
  const group = Number.parseInt(tag.slice(1, 5), 16);
  if (tag.endsWith('0000')) return undefined;
  const graphics = tag.startsWith('x50') || /^x60..(3000|4000)$/.test(tag);
  const identifying = !entry && ['PN', 'DA', 'DT', 'TM', 'LT', 'ST', 'UT'].includes(vr);
  const action = group % 2 === 1 || graphics || identifying ? 'X' : (entry?.action ?? 'K');
  const text = () => (dataSet.string(tag) ?? '').trim();
  const write = (value: string) => ({ tag, vr, value: Buffer.from(value, 'latin1') });
  if (tag === 'x00100020') {
    count('D');
    return write(identity.patient(text()));
  }
  if (shift && ['DA', 'DT', 'TM'].includes(vr) && tag !== 'x00100030' && group % 2 === 0) {
    const moved = vr === 'TM' ? text() : identity.date(text());
    count(moved === undefined ? 'X' : 'shifted');
    return moved === undefined ? undefined : write(moved);
  }
  count(action);
  if (action === 'X') return undefined;
  if (action === 'Z') return write('');
  if (action === 'U')
    return write(
      text()
        .split('\\')
        .map((uid) => (uid === '' ? '' : identity.uid(uid.trim())))
        .join('\\'),
    );
  if (action === 'D' && binary.has(vr)) return { tag, vr, value: new Uint8Array(element.length) };
  if (action === 'D') return write(dummies[vr] ?? 'ANONYMOUS');
  if (element.items !== undefined) {
    const items = element.items.map((item) =>
      item.dataSet ? kept(item.dataSet, { identity, shift, count }) : [],
    );
    return { tag, vr: 'SQ', value: new Uint8Array(), items };
  }
  const { byteArray } = dataSet;
  const value = byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  if (element.encapsulatedPixelData !== true) return { tag, vr, value };
  return { tag, vr: 'OB', value: new Uint8Array(), fragments: pixelFragments(byteArray, element) };
}

/** (0012,0062) to (0012,0064) and (0028,0303): that it was done, by what, and what became of the dates. */
function marked(shift: boolean): WrittenElement[] {
  const text = (tag: string, vr: string, value: string) => ({ tag, vr, value: Buffer.from(value, 'latin1') });
  const code = (value: string, meaning: string) => [
    text('x00080100', 'SH', value),
    text('x00080102', 'SH', 'DCM'),
    text('x00080104', 'LO', meaning),
  ];
  const items = [
    code('113100', 'Basic Application Confidentiality Profile'),
    ...(shift ? [code('113107', 'Retain Longitudinal Temporal Information Modified Dates Option')] : []),
  ];
  return [
    text('x00120062', 'CS', 'YES'),
    text('x00120063', 'LO', 'raredx, PS3.15 basic profile'),
    { tag: 'x00120064', vr: 'SQ', value: new Uint8Array(), items },
    text('x00280303', 'CS', shift ? 'MODIFIED' : 'REMOVED'),
  ];
}

function metaElements({ dataSet, transferSyntax }: DicomFile, identity: NewIdentity): Buffer {
  const text = (tag: string, value: string) => ({ tag, vr: 'UI', value: Buffer.from(value, 'latin1') });
  const instance = dataSet.string('x00080018') ?? dataSet.string('x00020003') ?? '';
  return writtenElements(
    [
      { tag: 'x00020001', vr: 'OB', value: Uint8Array.of(0, 1) },
      text('x00020002', dataSet.string('x00020002') ?? dataSet.string('x00080016') ?? ''),
      text('x00020003', identity.uid(instance.trim())),
      // What was deflated has been inflated.
      text('x00020010', transferSyntax === deflatedSyntax ? '1.2.840.10008.1.2.1' : transferSyntax),
      text('x00020012', '2.25.302857137834268734217342342838459872641'),
    ],
    false,
  );
}

/** Kinds of picture that often have names and dates drawn into them. */
const drawnOn = ['US', 'SC', 'OT', 'XC', 'ES', 'GM', 'SM', 'IVUS'];

function warningsOf(dataSet: DataSet): string[] {
  const burned = dataSet.string('x00280301');
  const modality = dataSet.string('x00080060') ?? '';
  const where = tagOf('x00280301');
  if (burned === 'YES') return [`${where} says that text is burned into the pixels: they must be cleaned`];
  if (burned === undefined && drawnOn.includes(modality)) {
    return [
      `nothing says whether text is burned into the pixels ${where}, and for ${modality} it often is: look`,
    ];
  }
  return [];
}
