import { type Split, splitOf, splitSamples } from '@raredx/cohort';
import { ConfigError, type EncodedExperiment, nearestName } from '@raredx/experiment';
import { createRandom } from '@raredx/stats';
import { ContractError, fingerprint, type Partition } from '@raredx/tables';
import type { Samples } from './samples.ts';

/** Rows that one fit is judged on, and as what they go into the predictions table. */
export interface Judged {
  readonly partition: Partition;
  readonly repeat: number;
  readonly fold: number;
  readonly rows: Uint32Array;
}

/** One fit of every model: what it may learn from, and whom it must then judge. */
export interface Round {
  /** `r0f3` for a fold, `final` for the fit that is kept. */
  readonly id: string;
  readonly train: Uint32Array;
  readonly judged: readonly Judged[];
}

/** An experiment's samples, divided. */
export interface Study {
  readonly samples: Samples;
  readonly classes: readonly string[];
  /** Class of each sample; −1 where it has none that is learned. */
  readonly y: Int32Array;
  /** The unit of independence of each sample: the patient, and all whose pictures are copies of theirs. */
  readonly units: readonly string[];
  readonly development: Uint32Array;
  readonly external: Uint32Array;
  readonly split: Split | null;
  readonly rounds: readonly Round[];
  readonly fingerprint: string;
}

/**
 * Divides samples as an experiment declares: external sites apart, the rest in folds by patient or by site, or as the
 * publisher of the data fixed it.
 *
 * @throws ConfigError for sites or classes that are not there; ContractError for classes that cannot be learned
 */
export function studyOf(
  samples: Samples,
  experiment: EncodedExperiment,
  units: readonly string[] = samples.patientId,
): Study {
  const classes = classesOf(samples, experiment);
  const codeOf = new Map(classes.map((name, code) => [name, code]));
  const y = Int32Array.from(samples.label, (label) => (label === null ? -1 : (codeOf.get(label) ?? -1)));
  const labelled = Uint32Array.from(y.keys()).filter((row) => (y[row] as number) >= 0);
  const { development, external } = bySite({ ...samples, patientId: units }, labelled, experiment);
  const fixed = experiment.official_split ? officialRounds(samples, development, experiment) : null;
  const split = fixed ? null : folds({ samples, classes, y, units, development }, experiment);
  const training = fixed?.training ?? development;
  const final: Round = {
    id: 'final',
    train: training,
    judged: [
      ...(fixed?.judged ?? []),
      ...(external.length > 0
        ? [{ partition: 'external' as const, repeat: -1, fold: -1, rows: external }]
        : []),
    ],
  };
  return {
    ...{ samples, classes, y, units, development, external, split },
    rounds: [...(split ? foldRounds(units, development, split) : []), final],
    fingerprint: fingerprint({
      samples: samples.fingerprint,
      classes,
      split: split?.fingerprint ?? null,
      training: Array.from(training),
      external: Array.from(external),
    }),
  };
}

function classesOf(samples: Samples, { classes }: EncodedExperiment): readonly string[] {
  const known = samples.classNames;
  if (known.length < 2) {
    throw new ContractError(
      samples.where,
      `${known.length === 0 ? 'no labels' : 'only one class'}, so there is nothing to tell apart`,
      'name the column of the label',
    );
  }
  const stranger = classes?.find((name) => !known.includes(name));
  if (stranger === undefined) return classes ?? known;
  const near = nearestName(stranger, known);
  throw new ConfigError(
    'classes',
    `no sample of class ${stranger}`,
    near ? `did you mean ${near}?` : `classes: ${known.slice(0, 12).join(', ')}`,
  );
}

function bySite({ site, patientId, where }: Samples, rows: Uint32Array, { cohorts }: EncodedExperiment) {
  const known = [...new Set(site)].sort();
  const stranger = [...(cohorts.development ?? []), ...cohorts.external].find(
    (name) => !known.includes(name),
  );
  if (stranger !== undefined) {
    const near = nearestName(stranger, known);
    throw new ConfigError(
      'cohorts',
      `no samples from site ${stranger}`,
      near ? `did you mean ${near}?` : `sites: ${known.slice(0, 12).join(', ')}`,
    );
  }
  const external = rows.filter((row) => cohorts.external.includes(site[row] as string));
  const learned = (name: string) =>
    cohorts.development ? cohorts.development.includes(name) : !cohorts.external.includes(name);
  const development = rows.filter((row) => learned(site[row] as string));
  const patients = new Set(Array.from(development, (row) => patientId[row]));
  const both = Array.from(external).filter((row) => patients.has(patientId[row] as string));
  if (both.length === 0) return { development, external };
  throw new ContractError(
    where,
    `${new Set(both.map((row) => patientId[row])).size} patients are in a development and an external site (first: row ${(both[0] as number) + 1})`,
    'a patient seen at two sites belongs to one side',
  );
}

/** Folds by patient, or each site once. */
function folds(
  { samples, classes, y, units, development }: Omit<Study, 'external' | 'split' | 'rounds' | 'fingerprint'>,
  { cross_validation: asked, seed }: EncodedExperiment,
): Split | null {
  if (!asked) return null;
  const rows = Array.from(development);
  const patientId = rows.map((row) => units[row] as string);
  if (asked.by === 'site') return siteSplit(samples, rows, patientId);
  return splitSamples({
    patientId,
    classes: rows.map((row) => y[row] as number),
    classNames: classes,
    repeats: asked.repeats,
    folds: asked.folds,
    random: createRandom(seed),
  });
}

function siteSplit(samples: Samples, rows: readonly number[], patientId: readonly string[]): Split {
  const sites = [...new Set(rows.map((row) => samples.site[row] as string))].sort();
  if (sites.length < 2) {
    throw new ConfigError(
      'cross_validation.by',
      'folds by site need two sites to learn from',
      'say by: patient',
    );
  }
  const siteOf = new Map<string, string>();
  rows.forEach((row, at) => {
    const patient = patientId[at] as string;
    const site = samples.site[row] as string;
    if ((siteOf.get(patient) ?? site) !== site) {
      throw new ContractError(samples.where, `a patient has samples of two sites (row ${row + 1})`);
    }
    siteOf.set(patient, site);
  });
  const patients = [...siteOf.keys()].sort();
  const dealt = Int32Array.from(patients, (patient) => sites.indexOf(siteOf.get(patient) as string));
  return splitOf(patients, [dealt], sites.length);
}

function foldRounds(units: readonly string[], development: Uint32Array, split: Split): Round[] {
  const placeOf = new Map(split.patients.map((patient, place) => [patient, place]));
  return split.assignment.flatMap((dealt, repeat) =>
    Array.from({ length: split.folds }, (_, fold): Round => {
      const inFold = (row: number) => dealt[placeOf.get(units[row] as string) as number] === fold;
      return {
        id: `r${repeat}f${fold}`,
        train: development.filter((row) => !inFold(row)),
        judged: [{ partition: 'internal', repeat, fold, rows: development.filter(inFold) }],
      };
    }),
  );
}

function officialRounds(samples: Samples, rows: Uint32Array, { official_split }: EncodedExperiment) {
  const { training, tuning, test } = official_split as NonNullable<EncodedExperiment['official_split']>;
  const of = (names: readonly string[]) =>
    rows.filter((row) => names.includes(samples.officialSplit[row] as string));
  const judged = (partition: 'tuning' | 'test', names: readonly string[]): Judged[] => {
    const own = of(names);
    return own.length > 0 ? [{ partition, repeat: -1, fold: -1, rows: own }] : [];
  };
  const learned = of(training);
  if (learned.length > 0) {
    return { training: learned, judged: [...judged('tuning', tuning), ...judged('test', test)] };
  }
  throw new ConfigError('official_split', `no samples to learn from (${training.join(', ')})`);
}
