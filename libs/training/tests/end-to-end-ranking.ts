import { type Knowledge, withoutPublications } from '@raredx/ontology';
import { openRuntime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import { candidatesOf } from '../src/ranking/candidates-of.ts';
import type { CaseRanker } from '../src/ranking/case-ranker.ts';
import { likelihoodRatioRanker } from '../src/ranking/likelihood-ratio-ranker.ts';
import { phenotypeSettings, trainPhenotypeModel } from '../src/ranking/phenotype-model.ts';
import { phenotypeRanker } from '../src/ranking/phenotype-ranker.ts';
import type { TowerOptions } from '../src/ranking/train-tower.ts';
import { type CaseReports, publicationOf } from './case-reports.ts';
import { type Difference, differencesOf, figuresOf, type Measure, ranksOf } from './ranked-reports.ts';

export interface RankedRow {
  /** The own publications of all cases of both sets: kept, or removed from the knowledge before anything is made of it. */
  readonly publications: 'kept' | 'removed';
  readonly cases: keyof CaseReports;
  readonly ranker: string;
  readonly figures: Readonly<Record<Measure, number>>;
  /** This ranker less another of the same knowledge. */
  readonly against: Readonly<Record<string, Readonly<Record<Measure, Difference>>>>;
}

export interface EndToEnd {
  readonly runtime: string;
  readonly seed: number;
  readonly candidates: number;
  readonly counts: Readonly<Record<string, { readonly cases: number; readonly publications: number }>>;
  /** What removing the own publications takes from the knowledge. */
  readonly removedRows: number;
  readonly rows: readonly RankedRow[];
}

export interface EndToEndRequest {
  readonly reports: CaseReports;
  readonly say: (line: string) => void;
  /** Hears of every knowledge that is done: hours must not be lost for want of the last. */
  readonly keep: (result: EndToEnd) => void;
  readonly tower?: TowerOptions;
  readonly only?: readonly (keyof CaseReports)[];
}

const seed = 7;
const baseline = 'MICA-LR';
const bare = 'without tower';

/** Trains the model as it is committed, on the knowledge as it is and without the cases' own publications, and ranks. */
export async function rankEndToEnd(whole: Knowledge, request: EndToEndRequest): Promise<EndToEnd> {
  const { reports, keep } = request;
  const runtime = await openRuntime({ device: 'cpu', deterministic: true });
  const candidates = candidatesOf(whole.annotations);
  const both = [...reports.external, ...reports.development];
  const removed = withoutPublications(whole, both.map(publicationOf));
  const rows: RankedRow[] = [];
  const result: EndToEnd = {
    ...{ runtime: runtime.description, seed, candidates: candidates.length, rows },
    counts: { external: countsOf(reports.external), development: countsOf(reports.development) },
    removedRows: whole.annotations.rows - removed.annotations.rows,
  };
  for (const [publications, knowledge] of [['kept', whole] as const, ['removed', removed] as const]) {
    request.say(`own publications ${publications}`);
    const rankers = await rankersOf(knowledge, { ...request, runtime, candidates });
    for (const cases of request.only ?? (['development', 'external'] as const))
      rows.push(...rankedRows(rankers, reports[cases], { publications, cases }));
    keep(result);
  }
  return result;
}

const countsOf = (cases: CaseReports['external']) => ({
  cases: cases.length,
  publications: new Set(cases.map(publicationOf)).size,
});

async function rankersOf(
  knowledge: Knowledge,
  request: EndToEndRequest & {
    readonly runtime: Awaited<ReturnType<typeof openRuntime>>;
    readonly candidates: readonly string[];
  },
): Promise<readonly CaseRanker[]> {
  const { runtime, candidates, say, tower = {} } = request;
  const common = { runtime, candidates, say, random: createRandom(seed) };
  const model = await trainPhenotypeModel(knowledge, { ...common, tower });
  // of one tower three would be copies: without a step they all stand where the principal axes put them
  const start = await trainPhenotypeModel(knowledge, {
    ...{ ...common, settings: { ...phenotypeSettings, towers: 1 }, tower: { steps: 0 } },
  });
  const { ontology } = knowledge;
  const settings = { ...model.settings, tower: 0 };
  return [
    { ...likelihoodRatioRanker(knowledge, candidates), name: baseline },
    phenotypeRanker(ontology, { ...model, settings }, bare),
    phenotypeRanker(ontology, { ...model, tower: start.tower }, 'tower not trained'),
    phenotypeRanker(ontology, model, 'phenotype model'),
  ];
}

function rankedRows(
  rankers: readonly CaseRanker[],
  cases: CaseReports['external'],
  of: Pick<RankedRow, 'publications' | 'cases'>,
): RankedRow[] {
  const ranks = new Map(rankers.map((ranker) => [ranker.name, ranksOf(ranker, cases)]));
  return [...ranks].map(([ranker, own]) => {
    const others = [...ranks].filter(([name]) => {
      return name !== ranker && (name === baseline || ranker === 'phenotype model');
    });
    const against = Object.fromEntries(
      others.map(([name, theirs]) => [name, differencesOf(own, theirs, cases)]),
    );
    return { ...of, ranker, figures: figuresOf(own), against };
  });
}
