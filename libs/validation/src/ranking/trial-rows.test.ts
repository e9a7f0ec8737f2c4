import { type Trials, textColumn } from '@raredx/tables';
import { expect, test } from 'vitest';
import { publicationDraws } from './publication-draws.ts';
import { trialRows } from './trial-rows.ts';

interface Row {
  readonly measure: string;
  readonly model: string;
  readonly condition?: string;
  readonly at: string;
  readonly draw?: number;
  readonly value: number;
  readonly group?: string;
}

const tableOf = (rows: readonly Row[]): Trials => ({
  rows: rows.length,
  caseId: textColumn(rows.map(({ at }) => at)),
  patientId: textColumn(rows.map(({ at }) => at)),
  site: textColumn(rows.map(({ at }) => `PMID:${at}`)),
  model: textColumn(rows.map(({ model }) => model)),
  partition: textColumn(rows.map(() => 'test')),
  measure: textColumn(rows.map(({ measure }) => measure)),
  condition: textColumn(rows.map(({ condition }) => condition ?? 'c')),
  group: textColumn(rows.map(({ group }) => group ?? 'all')),
  disease: textColumn(rows.map(() => 'OMIM:1')),
  draw: Int32Array.from(rows, ({ draw }) => draw ?? 0),
  value: Float64Array.from(rows, ({ value }) => value),
  candidateCount: Int32Array.from(rows, () => 7),
});

const judged = (rows: readonly Row[], against: readonly [string, string]) => {
  const bootstrap = 50;
  const found = trialRows(tableOf(rows), {
    ...{ bootstrap, confidence: 0.95, draws: publicationDraws({ seed: 1, bootstrap }) },
    ...{ trials: [{ model: against[0], against: against[1] }], mostQuestions: 30 },
  });
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  return (id: string) => found.find((row) => row.id === id);
};

const never = Number.POSITIVE_INFINITY;

test('draws of a case are averaged, and those that both models have are compared', () => {
  const of = judged(
    [
      ...[1, 5].map((value, draw) => ({ measure: 'rank', model: 'ours', at: 'a', value, draw })),
      ...[never, 2].map((value, draw) => ({ measure: 'rank', model: 'ours', at: 'b', value, draw })),
      ...['a', 'b'].map((at) => ({ measure: 'rank', model: 'scratch', at, value: 3 })),
    ],
    ['ours', 'scratch'],
  );
  expect(of('test:diagnosis, c:ours:top_1')).toMatchObject({ estimate: 0.25, samples: 2, events: 1 });
  expect(of('test:diagnosis, c:ours:top_3')?.note).toContain('7 candidates; mean of 2 draws');
  // first draws alone: ranks 1 and none against 3 and 3
  expect(of('test:diagnosis, c:ours:difference:top_3:scratch')?.estimate).toBe(-0.5);
  expect(of('test:diagnosis, c:ours:difference:top_3:scratch')?.note).toMatch(/^ours minus scratch, /);
});

test('cases with and without shots are told apart', () => {
  const of = judged(
    [
      { measure: 'rank', model: 'ours', at: 'a', value: 1, group: 'with' },
      { measure: 'rank', model: 'ours', at: 'b', value: 20, group: 'without' },
    ],
    ['ours', 'ours'],
  );
  expect(of('test:diagnosis, c:ours:shots=with:top_1')?.estimate).toBe(1);
  expect(of('test:diagnosis, c:ours:shots=without:top_10')?.estimate).toBe(0);
});

test('questions saved are a share of those of the other policy, who never arrives is capped', () => {
  const of = judged(
    [
      { measure: 'questions', model: 'ours', at: 'a', value: 2, group: 'sufficient' },
      { measure: 'questions', model: 'ours', at: 'b', value: never, group: 'insufficient' },
      { measure: 'questions', model: 'random', at: 'a', value: 8, group: 'sufficient' },
      { measure: 'questions', model: 'random', at: 'b', value: never, group: 'insufficient' },
    ],
    ['ours', 'random'],
  );
  expect(of('test:diagnosis, c:ours:record=sufficient:questions_needed')?.estimate).toBe(2);
  expect(of('test:diagnosis, c:ours:record=sufficient:questions_saved:random')?.estimate).toBe(0.75);
  expect(of('test:diagnosis, c:ours:questions_needed')?.estimate).toBe((2 + 31) / 2);
  expect(of('test:diagnosis, c:ours:questions_arrived')?.estimate).toBe(0.5);
});

test('a score that is larger for every unknown disease separates them wholly', () => {
  const of = judged(
    [0.1, 0.2, 0.8, 0.9].map((value, at) => ({
      ...{ measure: 'unknown_score', model: 'ours', at: `${at}`, value },
      group: at > 1 ? 'undescribed' : 'described',
    })),
    ['ours', 'ours'],
  );
  expect(of('test:ours:open_set_auroc')).toMatchObject({ estimate: 1, samples: 4, events: 2 });
});
