import type { RunDirectory } from '@raredx/experiment';
import { createRandom } from '@raredx/stats';
import { encodeRankings, encodeTrials, type Rankings, sha256, type Trials, textColumn } from '@raredx/tables';
import { factsFile, type PackFacts } from '../src/pack/facts.ts';
import { trialsFile } from '../src/pack/pack-documents.ts';
import { json } from '../src/run/json.ts';

const cases = Array.from({ length: 240 }, (_, at) => ({
  id: `c${at}`,
  site: `PMID:${at % 60}`,
  disease: `OMIM:${100 + (at % 40)}`,
  sex: at % 2 === 0 ? 'female' : 'male',
}));

interface Ranked {
  readonly of: (typeof cases)[number];
  readonly model: string;
  readonly rank: number;
  readonly p: number;
}

/** Ranks drawn so that `better` of the cases have the truth first. */
const drawn = (model: string, better: number): Ranked[] =>
  cases.map((of) => {
    const random = createRandom(3).fork(of.id);
    const luck = random.uniform();
    const rank = luck < better ? 1 : luck > 0.95 ? Number.POSITIVE_INFINITY : Math.ceil(80 * (luck - better));
    return { of, model, rank, p: 0.2 + 0.6 * random.fork('p').uniform() };
  });

function rankingsOf(ranked: readonly Ranked[]): Rankings {
  const rows = ranked.flatMap(({ of, model, rank, p }) => [
    ...(rank === 1 ? [] : [{ of, model, rank: 1, p, isTrue: 0, candidate: 'OMIM:1' }]),
    { of, model, rank, p: rank === 1 ? p : rank < 100 ? p / rank / 2 : 0, isTrue: 1, candidate: of.disease },
  ]);
  const text = (read: (row: (typeof rows)[number]) => string) => textColumn(rows.map(read));
  return {
    rows: rows.length,
    caseId: text(({ of }) => of.id),
    patientId: text(({ of }) => of.id),
    site: text(({ of }) => of.site),
    model: text(({ model }) => model),
    partition: text(() => 'external'),
    candidate: text(({ candidate }) => candidate),
    score: Float64Array.from(rows, ({ rank }) => -rank),
    p: Float64Array.from(rows, ({ p }) => p),
    rank: Float64Array.from(rows, ({ rank }) => rank),
    isTrue: Uint8Array.from(rows, ({ isTrue }) => isTrue),
    candidateCount: new Int32Array(rows.length).fill(8352),
    attributes: { sex: text(({ of }) => of.sex) },
  };
}

function trialsOf(): Trials {
  const rows = cases.slice(0, 200).flatMap((of, at) => [
    ...(['transfer', 'beta-updated mica-lr'] as const).flatMap((model) =>
      [0, 1].map((draw) => ({
        ...{ of, model, draw, measure: 'rank', condition: 'closed set, 3 shots', group: 'with shots' },
        ...{ partition: 'test', value: model === 'transfer' ? 1 + (at % 3) : 2 + (at % 5) },
      })),
    ),
    ...(['question that tells most', 'random question'] as const).map((model) => ({
      ...{ of, model, draw: 0, measure: 'questions', condition: 'what the record answers' },
      ...{ group: at % 2 === 0 ? 'sufficient' : 'insufficient', partition: 'external' },
      value: at % 2 === 1 ? Number.POSITIVE_INFINITY : model === 'random question' ? 8 : 5,
    })),
    {
      ...{ of, model: 'phenotype', draw: 0, measure: 'unknown_score', condition: 'open set' },
      ...{ group: at % 4 === 0 ? 'undescribed' : 'described', partition: 'external', value: (at % 7) / 7 },
    },
  ]);
  const text = (read: (row: (typeof rows)[number]) => string) => textColumn(rows.map(read));
  return {
    rows: rows.length,
    caseId: text(({ of }) => of.id),
    patientId: text(({ of }) => of.id),
    site: text(({ of }) => of.site),
    model: text(({ model }) => model),
    partition: text(({ partition }) => partition),
    measure: text(({ measure }) => measure),
    condition: text(({ condition }) => condition),
    group: text(({ group }) => group),
    disease: text(({ of }) => of.disease),
    draw: Int32Array.from(rows, ({ draw }) => draw),
    value: Float64Array.from(rows, ({ value }) => value),
    candidateCount: new Int32Array(rows.length).fill(40),
  };
}

const model = (name: string, kind = 'ranker') => ({
  ...{ name, kind, description: 'Made for a test.', deployable: true, settings: {} },
});

/** A run folder as it stands before it is judged: rankings and trials of cases that were made up. */
export function placeSmallRankings(run: RunDirectory): void {
  const table = rankingsOf([
    ...drawn('phenotype', 0.35),
    ...drawn('mica-lr', 0.2),
    ...drawn('phenotype with untrained towers', 0.35),
    ...drawn('phenotype (findings dropped)', 0.15),
  ]);
  const [rankings, trials] = [encodeRankings(table), encodeTrials(trialsOf())];
  run.write('experiment.resolved.yaml', 'name: small\n');
  run.write('model/calibration.json', '{}');
  run.write('rankings.parquet', rankings);
  run.write(trialsFile, trials);
  const against = (one: string, other: string) => ({ model: one, against: other });
  const facts: PackFacts = {
    ...{ title: 'Made-up differentials', question: 'Does the way hold?', expectation: null, seed: 1 },
    models: [
      ...['phenotype', 'mica-lr', 'transfer', 'beta-updated mica-lr'].map((name) => model(name)),
      model('phenotype with untrained towers', 'control'),
      model('phenotype (findings dropped)', 'stress test'),
      ...['question that tells most', 'random question'].map((name) => model(name, 'policy')),
    ],
    ...{ baseline: 'mica-lr', primary: 'phenotype', thresholds: [], bootstrap: 100, confidence: 0.95 },
    predictions: 'rankings.parquet',
    rankings: {
      ...{ model: 'phenotype', fully: ['phenotype', 'mica-lr'], mostQuestions: 30 },
      comparisons: [
        against('phenotype', 'mica-lr'),
        against('phenotype', 'phenotype with untrained towers'),
        against('phenotype (findings dropped)', 'phenotype'),
      ],
      sets: [{ coverage: 0.7, least: 0.2 }],
      trials: [
        against('transfer', 'beta-updated mica-lr'),
        against('question that tells most', 'random question'),
      ],
    },
    unchecked: ['everything: the cases are made up'],
    provenance: { software: 'raredx test', rankings: sha256(rankings), trials: sha256(trials), seed: 1 },
  };
  run.write(factsFile, json(facts));
}
