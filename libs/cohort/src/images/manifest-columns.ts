import { nearestName } from '@raredx/experiment';
import { ContractError } from '@raredx/tables';

/** What a column of a manifest may be; `x` and `y` with `width` and `height`: upper left corner, without: centre. */
export type ManifestRole =
  | 'id'
  | 'image'
  | 'label'
  | 'patient'
  | 'site'
  | 'split'
  | 'frame'
  | 'x'
  | 'y'
  | 'width'
  | 'height';

/** The usual names, in order of preference; compared without case and with `-`, `.` and space as `_`. */
const usual: Readonly<Record<ManifestRole, readonly string[]>> = {
  id: ['sample_id', 'sample', 'image_id'],
  image: ['image', 'path', 'file', 'filename', 'file_name', 'image_path'],
  label: ['label', 'class', 'diagnosis', 'dx', 'finding', 'disease'],
  patient: ['patient', 'patient_id', 'patientid', 'subject', 'subject_id'],
  site: ['site', 'centre', 'center', 'hospital', 'source', 'location'],
  split: ['split', 'partition'],
  frame: ['frame'],
  x: ['x', 'box_x', 'left', 'xmin'],
  y: ['y', 'box_y', 'top', 'ymin'],
  width: ['w', 'width', 'box_width'],
  height: ['h', 'height', 'box_height'],
};

export type ManifestColumns = Readonly<Partial<Record<ManifestRole, string>>>;

/**
 * Which column is what: as given, else by the usual names. A name that is given must exist; null means there is none.
 *
 * @example
 * manifestColumns(['File', 'Class', 'age'], {}, 'a.csv').label // => 'Class'
 * manifestColumns(['File', 'dx'], { label: 'dz' }, 'a.csv') // => throws 'a.csv: no column dz'
 * @throws ContractError for a given name that the file lacks
 */
export function manifestColumns(
  names: readonly string[],
  given: Readonly<Partial<Record<ManifestRole, string | null>>>,
  where: string,
): ManifestColumns {
  const plain = new Map(names.map((name) => [name.toLowerCase().replace(/[-. ]/g, '_'), name]));
  const found: Partial<Record<ManifestRole, string>> = {};
  for (const role of Object.keys(usual) as ManifestRole[]) {
    const named = given[role];
    if (named === null) continue;
    if (named !== undefined && !names.includes(named)) {
      const near = nearestName(named, names);
      const advice = near ? `did you mean ${near}?` : `the file has: ${names.join(', ')}`;
      throw new ContractError(where, `no column ${named}`, advice);
    }
    const guess = usual[role].map((name) => plain.get(name)).find((name) => name !== undefined);
    const name = named ?? guess;
    if (name !== undefined) found[role] = name;
  }
  return found;
}
