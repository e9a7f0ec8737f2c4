import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { caseLeakCertificate, readCases } from '@raredx/cohort';
import { openRun, readPhenotypeExperiment } from '@raredx/experiment';
import { openKnowledge, publicationsOf, resolveTerm, withoutPublications } from '@raredx/ontology';
import { openRuntime } from '@raredx/runtime';
import { encodeRankings, fingerprint } from '@raredx/tables';
import { likelihoodRatioRanker, phenotypeRanker, phenotypeSettings } from '@raredx/training';
import { stringify } from 'yaml';
import { json } from '../run/json.ts';
import type { RunRequest } from '../run/run-context.ts';
import { createTalk } from '../talk.ts';
import { openSetCases, rankCohorts, stressRankings } from './cohorts-step.ts';
import { differentialEvidence } from './differential-evidence.ts';
import { fewShotRankings } from './few-shot-rankings.ts';
import { joinedRankings } from './joined-rankings.ts';
import { citedPublications, knowledgeName } from './knowledge-facts.ts';
import { decodePhenotypeModel } from './model-file.ts';
import { allCandidates, calibrationFile, modelFile } from './open-ranker.ts';
import { phenotypeStudy } from './phenotype-study.ts';
import { questionCounts } from './question-counts.ts';
import { trainModel } from './train-model.ts';
import { writePhenotypePack } from './write-phenotype-pack.ts';

const fewShotModel = 'model/few-shot.safetensors';

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
    const ground = fingerprint({ settings: phenotypeSettings, seed: experiment.seed });
    const read = talk.step('cases');
    const knowledge = await openKnowledge({ say: talk.line });
    const candidates = allCandidates(knowledge);
    const lookUp = (id: string) => resolveTerm(knowledge.ontology, id);
    const batch = await readCases(resolve(dirname(path), experiment.cases), { lookUp });
    const flagsPath = resolve(dirname(path), experiment.flags);
    const study = phenotypeStudy(batch, { experiment, flagsPath, knowledge, candidates });
    const cited = publicationsOf(knowledge.annotations);
    const { development, external: judged } = study;
    run.write('cohort/leak-certificate.json', json(caseLeakCertificate({ development, judged, cited })));
    run.write('cohort/left-out.json', json(batch.leftOut));
    read.end(
      `${development.length} development, ${judged.length} external, ${study.newest.length} few-shot cases`,
    );

    const { towers, few_shot } = experiment;
    const common = { candidates, seed: experiment.seed, device: request.device, talk };
    await run.step('model', fingerprint({ ground, towers }), async () => {
      const wanted = { ...common, knowledge, removed: [], towers: towers.count, steps: towers.steps };
      await trainModel(run.path(modelFile), wanted);
    });
    const { model } = decodePhenotypeModel(readFileSync(run.path(modelFile)), modelFile);
    const ranker = phenotypeRanker(knowledge.ontology, model);
    const ranked = talk.step('rankings');
    const cohorts = { experiment, knowledge, study };
    const ours = rankCohorts(ranker, cohorts);
    const baseline = rankCohorts(likelihoodRatioRanker(knowledge, candidates), cohorts);
    run.write(calibrationFile, json(ours.calibration));
    run.write('model/conformal.json', json(ours.sets));
    const stressed = stressRankings(ranker, ours.calibration, cohorts);
    const rankings = joinedRankings([...ours.tables, ...baseline.tables, ...stressed]);
    run.write('rankings.parquet', encodeRankings(rankings, { knowledge: knowledgeName(knowledge) }));
    ranked.end(`${rankings.rows} rows`);

    const removed = citedPublications(knowledge, study.heldOut);
    const reduced = withoutPublications(knowledge, removed);
    const fewShotInputs = fingerprint({ ground, towers, few_shot, removed });
    await run.step('few-shot-model', fewShotInputs, async () => {
      const wanted = { ...common, knowledge: reduced, removed, towers: few_shot.towers, steps: towers.steps };
      await trainModel(run.path(fewShotModel), wanted);
    });
    const shown = talk.step('few-shot');
    const runtime = await openRuntime({ device: request.device, deterministic: true, onNotice: talk.line });
    const groups = await fewShotRankings({
      ...{ experiment, study, knowledge: reduced, runtime, step: shown },
      model: decodePhenotypeModel(readFileSync(run.path(fewShotModel)), fewShotModel).model,
    });
    shown.end(`${groups.length} comparisons`);
    const asked = talk.step('questions');
    const questions = questionCounts(study.external, {
      ...{ experiment, knowledge, ranker, calibration: ours.calibration, step: asked },
    });
    asked.end(`${questions.length} cases`);
    const judging = talk.step('evidence');
    const unknown = openSetCases(ranker, ours.calibration, cohorts);
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
