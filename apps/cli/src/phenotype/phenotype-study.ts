import { readFileSync } from 'node:fs';
import { type CaseBatch, isCited, type PhenotypeCase } from '@raredx/cohort';
import type { PhenotypeExperiment } from '@raredx/experiment';
import { type Knowledge, publicationsOf } from '@raredx/ontology';
import { ContractError } from '@raredx/tables';

/** The parts of the cases that an experiment tells apart. */
export interface PhenotypeStudy {
  /** Seen before the freeze, described and not cited by the knowledge, capped by publication: what is chosen on. */
  readonly development: readonly PhenotypeCase[];
  /** First seen after the freeze, described, not cited: the headline. */
  readonly external: readonly PhenotypeCase[];
  /** First seen after the freeze, of diseases that the knowledge does not describe. */
  readonly novel: readonly PhenotypeCase[];
  /** The newest publication of each disease that has several, capped; and all cases of other publications. */
  readonly newest: readonly PhenotypeCase[];
  readonly shots: readonly PhenotypeCase[];
  /** Publications of `newest`, before the cap. */
  readonly heldOut: readonly string[];
  /** Development cases of each disease, cited or not. */
  readonly exposure: ReadonlyMap<string, number>;
  /** How many cases were left after each choice. */
  readonly counts: Readonly<
    Record<'known' | 'early' | 'earlyDescribed' | 'earlyFair' | 'late' | 'lateDescribed' | 'newest', number>
  >;
}

interface Flags {
  readonly firstSeen: string;
  readonly newest: boolean;
}

/** @throws ContractError where a column is missing */
function readFlags(path: string): ReadonlyMap<string, Flags> {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = header.split('\t');
  const at = (name: string): number => {
    const place = names.indexOf(name);
    if (place < 0) throw new ContractError('flags', `column ${name} is missing (found: ${names.join(', ')})`);
    return place;
  };
  const [id, first, newest] = [at('id'), at('pmid_first_seen'), at('newest_pmid_holdout')];
  return new Map(
    lines.map((line) => {
      const cells = line.split('\t');
      return [cells[id] as string, { firstSeen: cells[first] as string, newest: cells[newest] === '1' }];
    }),
  );
}

/** At most `cap` cases a publication, evenly spaced in the order of the file. */
export function cappedCases(cases: readonly PhenotypeCase[], cap: number): PhenotypeCase[] {
  const groups = new Map<string, PhenotypeCase[]>();
  for (const one of cases) groups.set(one.site, [...(groups.get(one.site) ?? []), one]);
  return [...groups.values()].flatMap((own) =>
    own.length <= cap
      ? own
      : Array.from({ length: cap }, (_, at) => own[Math.floor((at * own.length) / cap)] as PhenotypeCase),
  );
}

/** Divides a batch by the dates of its publications and by what the knowledge says of its diseases. */
export function phenotypeStudy(
  { cases }: CaseBatch,
  {
    experiment,
    flagsPath,
    knowledge,
    candidates,
  }: {
    readonly experiment: PhenotypeExperiment;
    readonly flagsPath: string;
    readonly knowledge: Knowledge;
    readonly candidates: readonly string[];
  },
): PhenotypeStudy {
  const flags = readFlags(flagsPath);
  const described = new Set(candidates);
  const cited = publicationsOf(knowledge.annotations);
  const known = cases.filter(({ id, truths }) => flags.has(id) && truths.length > 0);
  const late = ({ id }: PhenotypeCase) => (flags.get(id) as Flags).firstSeen > experiment.freeze;
  const isDescribed = ({ truths }: PhenotypeCase) => truths.some((id) => described.has(id));
  const fair = known.filter((one) => isDescribed(one) && !isCited(one, cited));
  const newest = known.filter(({ id }) => flags.get(id)?.newest);
  const heldOut = [...new Set(newest.map(({ site }) => site))].sort();
  const held = new Set(heldOut);
  const exposure = new Map<string, number>();
  for (const one of known.filter((each) => !late(each)))
    for (const id of one.truths) exposure.set(id, (exposure.get(id) ?? 0) + 1);
  return {
    development: cappedCases(
      fair.filter((one) => !late(one)),
      experiment.cap,
    ),
    external: fair.filter(late),
    novel: known.filter((one) => late(one) && !isDescribed(one)),
    newest: cappedCases(newest, experiment.cap),
    shots: known.filter(({ site }) => !held.has(site)),
    heldOut,
    exposure,
    counts: {
      known: known.length,
      early: known.filter((one) => !late(one)).length,
      earlyDescribed: known.filter((one) => !late(one) && isDescribed(one)).length,
      earlyFair: fair.filter((one) => !late(one)).length,
      late: known.filter(late).length,
      lateDescribed: known.filter((one) => late(one) && isDescribed(one)).length,
      newest: newest.length,
    },
  };
}
