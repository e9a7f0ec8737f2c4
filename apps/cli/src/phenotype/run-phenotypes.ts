import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { caseLeakCertificate, readCases } from '@raredx/cohort';
import {
  openRun,
  type PhenotypeExperiment,
  type RunDirectory,
  readPhenotypeExperiment,
} from '@raredx/experiment';
import {
  type Knowledge,
  openKnowledge,
  publicationsOf,
  resolveTerm,
  withoutPublications,
} from '@raredx/ontology';
import { openRuntime } from '@raredx/runtime';
import { encodeRankings, fingerprint } from '@raredx/tables';
import { type CaseRanker, likelihoodRatioRanker, phenotypeRanker, phenotypeSettings } from '@raredx/training';
import { stringify } from 'yaml';
import { json } from '../run/json.ts';
import type { RunRequest } from '../run/run-context.ts';
import { createTalk, type Talk } from '../talk.ts';
import { openSetCases, rankCohorts, stressRankings } from './cohorts-step.ts';
import { differentialEvidence } from './differential-evidence.ts';
import { type FewShotGroup, fewShotRankings } from './few-shot-rankings.ts';
import { joinedRankings } from './joined-rankings.ts';
import { citedPublications, knowledgeName } from './knowledge-facts.ts';
import { decodePhenotypeModel } from './model-file.ts';
import { allCandidates, calibrationFile, modelFile } from './open-ranker.ts';
import { type PhenotypeStudy, phenotypeStudy } from './phenotype-study.ts';
import { questionCounts } from './question-counts.ts';
import { trainModel } from './train-model.ts';
import { writePhenotypePack } from './write-phenotype-pack.ts';

const fewShotModel = 'model/few-shot.safetensors';

interface Opened {
  readonly experiment: PhenotypeExperiment;
  readonly knowledge: Knowledge;
  readonly candidates: readonly string[];
  readonly study: PhenotypeStudy;
  readonly run: RunDirectory;
  readonly talk: Talk;
  readonly device: RunRequest['device'];
}

/**
 * `raredx run` over phenotypes: cases → model → rankings, few-shot, questions → evidence → page. Training takes
 * minutes and is done again only where settings, seed or knowledge are others; the rest is quick and always done.
 */
export async function runPhenotypes(request: RunRequest, path: string, text: string): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const experiment = readPhenotypeExperiment(text, basename(path), request.set);
  const folder = request.out ?? `runs/${experiment.name}`;
  const run = openRun(resolve(folder), experiment.name);
  try {
    run.write('experiment.resolved.yaml', stringify(experiment));
    const opened = await openStudy({ experiment, run, talk, device: request.device }, dirname(path));
    const ranker = await learnedRanker(opened);
    const { rankings, ours } = rankedCohorts(opened, ranker);
    const groups = await fewShotGroups(opened);
    const { knowledge, study } = opened;
    const asked = talk.step('questions');
    const questioned = { experiment, knowledge, ranker, calibration: ours.calibration, step: asked };
    const questions = questionCounts(study.external, questioned);
    asked.end(`${questions.length} cases`);
    const judging = talk.step('evidence');
    const unknown = openSetCases(ranker, ours.calibration, { experiment, knowledge, study });
    const evidence = differentialEvidence({
      experiment,
      rankings,
      groups,
      questions,
      unknown,
      sets: ours.sets,
    });
    writePhenotypePack(run, { experiment, evidence, knowledge: knowledgeName(knowledge) });
    judging.end(`${evidence.rows.length} statements`);
    const result = { run: folder, evidence: `${folder}/evidence.json`, page: `${folder}/pack/index.html` };
    process.stdout.write(request.json ? `${JSON.stringify(result)}\n` : `${result.page}\n`);
    return 0;
  } finally {
    run.release();
  }
}

/** Cases by cohort, and the certificate of what one knows of the other. */
async function openStudy(
  given: Pick<Opened, 'experiment' | 'run' | 'talk' | 'device'>,
  base: string,
): Promise<Opened> {
  const { experiment, run, talk } = given;
  const step = talk.step('cases');
  const knowledge = await openKnowledge({ say: talk.line });
  const candidates = allCandidates(knowledge);
  const lookUp = (id: string) => resolveTerm(knowledge.ontology, id);
  const batch = await readCases(resolve(base, experiment.cases), { lookUp });
  const flagsPath = resolve(base, experiment.flags);
  const study = phenotypeStudy(batch, { experiment, flagsPath, knowledge, candidates });
  const { development, external: judged } = study;
  const cited = publicationsOf(knowledge.annotations);
  run.write('cohort/leak-certificate.json', json(caseLeakCertificate({ development, judged, cited })));
  run.write('cohort/left-out.json', json(batch.leftOut));
  step.end(
    `${development.length} development, ${judged.length} external, ${study.newest.length} few-shot cases`,
  );
  return { ...given, knowledge, candidates, study };
}

const groundOf = ({ experiment }: Opened) => ({ settings: phenotypeSettings, seed: experiment.seed });

async function learnedRanker(opened: Opened): Promise<CaseRanker> {
  const { experiment, knowledge, run } = opened;
  const { towers } = experiment;
  await run.step('model', fingerprint({ ground: groundOf(opened), towers }), async () => {
    const wanted = { ...opened, removed: [], towers: towers.count, steps: towers.steps };
    await trainModel(run.path(modelFile), { ...wanted, seed: experiment.seed });
  });
  const { model } = decodePhenotypeModel(readFileSync(run.path(modelFile)), modelFile);
  return phenotypeRanker(knowledge.ontology, model);
}

function rankedCohorts(opened: Opened, ranker: CaseRanker) {
  const { knowledge, candidates, run, talk } = opened;
  const step = talk.step('rankings');
  const ours = rankCohorts(ranker, opened);
  const baseline = rankCohorts(likelihoodRatioRanker(knowledge, candidates), opened);
  run.write(calibrationFile, json(ours.calibration));
  run.write('model/conformal.json', json(ours.sets));
  const stressed = stressRankings(ranker, ours.calibration, opened);
  const rankings = joinedRankings([...ours.tables, ...baseline.tables, ...stressed]);
  run.write('rankings.parquet', encodeRankings(rankings, { knowledge: knowledgeName(knowledge) }));
  step.end(`${rankings.rows} rows`);
  return { rankings, ours };
}

/** Few-shot learning by a model of its own, whose knowledge has not read the publications that are held out. */
async function fewShotGroups(opened: Opened): Promise<FewShotGroup[]> {
  const { experiment, study, run, talk, device } = opened;
  const { towers, few_shot } = experiment;
  const removed = citedPublications(opened.knowledge, study.heldOut);
  const knowledge = withoutPublications(opened.knowledge, removed);
  const inputs = fingerprint({ ground: groundOf(opened), towers, of: few_shot.towers, removed });
  await run.step('few-shot-model', inputs, async () => {
    const wanted = { ...opened, knowledge, removed, towers: few_shot.towers, steps: towers.steps };
    await trainModel(run.path(fewShotModel), { ...wanted, seed: experiment.seed });
  });
  const { model } = decodePhenotypeModel(readFileSync(run.path(fewShotModel)), fewShotModel);
  const step = talk.step('few-shot');
  const runtime = await openRuntime({ device, deterministic: true, onNotice: talk.line });
  const groups = await fewShotRankings({ experiment, study, knowledge, model, runtime, step });
  step.end(`${groups.length} comparisons`);
  return groups;
}
