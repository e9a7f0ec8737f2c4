import type { JudgedClasses } from '@raredx/metrics';
import { type Roster, rosterOf } from '../population/population.ts';
import { compareText, type PredictionIndex, type RowGroup, rowsAt } from '../population/prediction-index.ts';

/** One pass of cross-validation: every sample once, with a risk for each class. */
export interface ClassRepeat extends JudgedClasses {
  readonly patient: Uint32Array;
}

/** The samples of one model that each belong to one of several classes. */
export interface ClassPopulation {
  /** Code-unit order. */
  readonly classes: readonly string[];
  readonly repeats: readonly ClassRepeat[];
  readonly roster: Roster;
  readonly samples: number;
  /** Patients with a sample of the class. */
  readonly patientsOfClass: readonly number[];
  /** Whether rows are independent: one repeat, one sample a patient. */
  readonly simple: boolean;
}

type Undefined = { readonly undefinedBecause: string };

/** More classes than this are a ranking, not a classification. */
const mostClasses = 50;
/** How far from 1 the risks of a sample may sum, for those printed with few digits. */
const printed = 1e-6;

/** Rows of each class stand for the same samples in the same order, or the reason why they do not. */
function misaligned({ predictions }: PredictionIndex, groups: readonly RowGroup[]): string | undefined {
  const [first, ...others] = groups;
  const { sampleId, repeat } = predictions;
  for (const other of others) {
    const same =
      other.rows.length === first.rows.length &&
      other.rows.every(
        (row, k) =>
          sampleId.codes[row] === sampleId.codes[first.rows[k]] && repeat[row] === repeat[first.rows[k]],
      );
    if (!same) return `not every sample has a risk of both ${first.label} and ${other.label}`;
  }
  return undefined;
}

/** How many samples break the rule that one class is true and the risks sum to 1. */
function notClasses({ predictions }: PredictionIndex, groups: readonly RowGroup[]): string | undefined {
  const total = groups[0].rows.length;
  let apart = 0;
  let several = 0;
  for (let k = 0; k < total; k++) {
    let risks = 0;
    let events = 0;
    for (const { rows } of groups) {
      risks += predictions.p[rows[k]];
      events += predictions.y[rows[k]];
    }
    if (Math.abs(risks - 1) > printed) apart++;
    if (events !== 1) several++;
  }
  if (several > 0) return `${several} of ${total} samples have no or several true classes: separate outcomes`;
  return apart > 0 ? `the risks of ${apart} of ${total} samples do not sum to 1` : undefined;
}

function repeatsOf(index: PredictionIndex, groups: readonly RowGroup[], roster: Roster): ClassRepeat[] {
  const { predictions, patientRank } = index;
  const { repeat, p, y, patientId } = predictions;
  const first = groups[0].rows;
  const classes = groups.length;
  const repeats: ClassRepeat[] = [];
  for (let from = 0, to = 0; from < first.length; from = to) {
    while (to < first.length && repeat[first[to]] === repeat[first[from]]) to++;
    const size = to - from;
    const risks = new Float64Array(size * classes);
    const truth = new Uint8Array(size);
    groups.forEach(({ rows }, c) => {
      for (let i = 0; i < size; i++) {
        risks[i * classes + c] = p[rows[from + i]];
        if (y[rows[from + i]] === 1) truth[i] = c;
      }
    });
    const patient = Uint32Array.from(
      first.subarray(from, to),
      (row) => roster.placeOf.get(patientRank[patientId.codes[row]]) as number,
    );
    repeats.push({ classes, y: truth, p: risks, patient });
  }
  return repeats;
}

/**
 * Gathers the rows of a model, one a class, into samples.
 *
 * @returns or why they are not classes of one outcome
 */
export function classPopulationOf(
  index: PredictionIndex,
  of: { readonly model: string; readonly partition: string; readonly site?: string | null },
): ClassPopulation | Undefined {
  const { site = null } = of;
  const groups = index.groups
    .filter(({ model, partition }) => model === of.model && partition === of.partition)
    .map((group) =>
      site === null ? group : { ...group, rows: rowsAt(group.rows, index.predictions.site, site) },
    )
    .toSorted((a, b) => compareText(a.label, b.label));
  if (groups.length > mostClasses)
    return { undefinedBecause: `${groups.length} classes, more than ${mostClasses}` };
  const { imputation } = index.predictions;
  if (imputation !== undefined && groups[0].rows.some((row) => imputation[row] >= 0)) {
    return { undefinedBecause: 'risks rest on imputations: judged class by class' };
  }
  const reason = misaligned(index, groups) ?? notClasses(index, groups);
  if (reason !== undefined) return { undefinedBecause: reason };
  const roster = rosterOf(index, groups[0].rows);
  const repeats = repeatsOf(index, groups, roster);
  const [{ y, patient }] = repeats;
  const samples = new Set(Array.from(groups[0].rows, (row) => index.predictions.sampleId.codes[row])).size;
  return {
    classes: groups.map(({ label }) => label),
    repeats,
    roster,
    samples,
    patientsOfClass: groups.map((_, c) => new Set(patient.filter((_, i) => y[i] === c)).size),
    simple: repeats.length === 1 && samples === roster.size,
  };
}
