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
  /** What was done with copies that stand on both sides of a division. */
  readonly said: readonly string[];
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
  const { development, external, said } = bySite(samples, { rows: labelled, units }, experiment);
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
    said: [
      ...said,
      ...(split && experiment.cross_validation?.by === 'site'
        ? acrossSites(samples, units, development)
        : []),
    ],
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

interface Divided {
  readonly development: Uint32Array;
  readonly external: Uint32Array;
  readonly said: readonly string[];
}

function bySite(
  samples: Samples,
  { rows, units }: { readonly rows: Uint32Array; readonly units: readonly string[] },
  { cohorts }: EncodedExperiment,
): Divided {
  const { site, patientId, where } = samples;
  requireSites(site, [...(cohorts.development ?? []), ...cohorts.external]);
  const external = rows.filter((row) => cohorts.external.includes(site[row] as string));
  const learned = (name: string) =>
    cohorts.development ? cohorts.development.includes(name) : !cohorts.external.includes(name);
  const development = rows.filter((row) => learned(site[row] as string));
  const patients = new Set(Array.from(development, (row) => patientId[row]));
  const both = Array.from(external).filter((row) => patients.has(patientId[row] as string));
  if (both.length > 0) {
    throw new ContractError(
      where,
      `${new Set(both.map((row) => patientId[row])).size} patients are in a development and an external site (first: row ${(both[0] as number) + 1})`,
      'a patient seen at two sites belongs to one side',
    );
  }
  const judged = new Set(Array.from(external, (row) => units[row]));
  const own = development.filter((row) => !judged.has(units[row]));
  const copies = development.length - own.length;
  const said = `${copies} samples are copies of external ones, or of patients with one: not learned from`;
  return { development: own, external, said: copies > 0 ? [said] : [] };
}

function requireSites(site: readonly string[], asked: readonly string[]): void {
  const known = [...new Set(site)].sort();
  const stranger = asked.find((name) => !known.includes(name));
  if (stranger === undefined) return;
  const near = nearestName(stranger, known);
  throw new ConfigError(
    'cohorts',
    `no samples from site ${stranger}`,
    near ? `did you mean ${near}?` : `sites: ${known.slice(0, 12).join(', ')}`,
  );
}

function acrossSites(samples: Samples, units: readonly string[], rows: Uint32Array): string[] {
  const sitesOf = new Map<string, Set<string>>();
  for (const row of rows) {
    const unit = units[row] as string;
    sitesOf.set(unit, (sitesOf.get(unit) ?? new Set()).add(samples.site[row] as string));
  }
  const count = [...sitesOf.values()].filter(({ size }) => size > 1).length;
  return count === 0
    ? []
    : [
        `${count} patients, or patients with a copy in common, stand at two sites: held out with the site of most of their samples`,
      ];
}

/** Folds by patient, or each site once. */
function folds(
  {
    samples,
    classes,
    y,
    units,
    development,
  }: Omit<Study, 'external' | 'split' | 'said' | 'rounds' | 'fingerprint'>,
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
  const counts = new Map<string, Uint32Array>();
  rows.forEach((row, at) => {
    const own = counts.get(patientId[at] as string) ?? new Uint32Array(sites.length);
    const place = sites.indexOf(samples.site[row] as string);
    own[place] = (own[place] as number) + 1;
    counts.set(patientId[at] as string, own);
  });
  const patients = [...counts.keys()].sort();
  const dealt = Int32Array.from(patients, (patient) => {
    const own = counts.get(patient) as Uint32Array;
    return own.indexOf(Math.max(...own));
  });
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
