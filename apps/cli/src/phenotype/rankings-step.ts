import { readFileSync } from 'node:fs';
import { openRuntime } from '@raredx/runtime';
import { encodeRankings, encodeTrials, fingerprint, readTrials, sha256, type Trials } from '@raredx/tables';
import { type DifferentialCalibration, likelihoodRatioRanker } from '@raredx/training';
import { trialsFile } from '../pack/pack-documents.ts';
import { json } from '../run/json.ts';
import { rankCohorts, stressRankings } from './cohorts-step.ts';
import { fewShotTrials } from './few-shot-trials.ts';
import { joinedRankings } from './joined-rankings.ts';
import { knowledgeName } from './knowledge-facts.ts';
import { type LearnedRankers, learnForShots } from './learn-phenotypes.ts';
import { calibrationFile, modelFile } from './open-ranker.ts';
import type { OpenedStudy } from './open-study.ts';
import { questionTrials } from './question-trials.ts';
import { joinedTrials } from './trial-table.ts';
import { unknownTrials } from './unknown-trials.ts';

export const rankingsFile = 'rankings.parquet';
export const conformalFile = 'model/conformal.json';

/** Leaders alone suffice for what is said of a control. */
const shallow = { internal: 1, external: 1 };
const deep = { internal: 1, external: 100 };

const inputsOf = ({ experiment, run, ground }: OpenedStudy) => {
  const { policy: _, ...declared } = experiment;
  return fingerprint({ ground, declared, model: sha256(readFileSync(run.path(modelFile))) });
};

/** Cases → rankings.parquet, and what development cases say about probabilities and sets. */
export async function rankingsStep(opened: OpenedStudy, { ranker, controls }: LearnedRankers): Promise<void> {
  const { knowledge, candidates, run, talk } = opened;
  const step = talk.step('rankings');
  const state = await run.step('rankings', inputsOf(opened), () => {
    const ours = rankCohorts({ ranker, depth: deep }, opened);
    const others = [likelihoodRatioRanker(knowledge, candidates), ...controls].map((one) =>
      rankCohorts({ ranker: one, depth: shallow }, opened),
    );
    run.write(calibrationFile, json(ours.calibration));
    run.write(conformalFile, json(ours.sets));
    const stressed = stressRankings(ranker, ours.calibration, opened);
    const table = joinedRankings([...ours.tables, ...others.flatMap(({ tables }) => tables), ...stressed]);
    run.write(rankingsFile, encodeRankings(table, { knowledge: knowledgeName(knowledge) }));
  });
  step.end(state === 'kept' ? 'ranked before (kept)' : rankingsFile);
}

/** Few shots, questions and unknown diseases → trials.parquet; each part is kept by itself, as each takes minutes. */
export async function trialsStep(opened: OpenedStudy, { ranker }: LearnedRankers): Promise<void> {
  const { experiment, knowledge, study, run, talk } = opened;
  const calibration = JSON.parse(run.read(calibrationFile)) as DifferentialCalibration;
  const inputs = inputsOf(opened);
  const kept = async (name: string, make: () => Promise<Trials> | Trials): Promise<Trials> => {
    const file = `checkpoints/${name}.parquet`;
    await run.step(name, inputs, async () => run.write(file, encodeTrials(await make())));
    return readTrials(run.path(file), file);
  };
  const questions = await kept('questions', () => {
    const step = talk.step('questions');
    const table = questionTrials(study.external, { experiment, knowledge, ranker, calibration, step });
    step.end(`${table.rows} askings`);
    return table;
  });
  const unknown = await kept('unknown', () => unknownTrials(ranker, calibration, study));
  const shots = await kept('few-shot', () => fewShots(opened));
  run.write(trialsFile, encodeTrials(joinedTrials([shots, questions, unknown])));
}

async function fewShots(opened: OpenedStudy): Promise<Trials> {
  const { experiment, study, talk, device } = opened;
  const { model, knowledge } = await learnForShots(opened);
  const step = talk.step('few-shot');
  const runtime = await openRuntime({ device, deterministic: true, onNotice: talk.line });
  const trials = await fewShotTrials({ experiment, study, knowledge, model, runtime, step });
  step.end(`${trials.rows} ranks`);
  return trials;
}
