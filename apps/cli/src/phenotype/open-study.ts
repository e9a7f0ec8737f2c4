import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { caseDatasetSchema, caseLeakCertificate, readCases } from '@raredx/cohort';
import type { PhenotypeExperiment, RunDirectory } from '@raredx/experiment';
import { type Knowledge, openKnowledge, publicationsOf, resolveTerm } from '@raredx/ontology';
import type { DatasetFacts } from '@raredx/report';
import { sha256 } from '@raredx/tables';
import { parse } from 'yaml';
import { json } from '../run/json.ts';
import type { RunRequest } from '../run/run-context.ts';
import type { Talk } from '../talk.ts';
import { caseFlow } from './case-flow.ts';
import { caseTableOne } from './case-table-one.ts';
import { knowledgeName } from './knowledge-facts.ts';
import { allCandidates } from './open-ranker.ts';
import { type PhenotypeStudy, phenotypeStudy } from './phenotype-study.ts';

/** An experiment over phenotypes with what every step of it needs. */
export interface OpenedStudy {
  readonly experiment: PhenotypeExperiment;
  readonly knowledge: Knowledge;
  readonly candidates: readonly string[];
  readonly study: PhenotypeStudy;
  readonly run: RunDirectory;
  readonly talk: Talk;
  readonly device: RunRequest['device'];
  /** Hash of the software, the cases and the knowledge, for step stamps. */
  readonly ground: string;
}

/** Cases by cohort, who they are, and the certificate of what one cohort and the knowledge know of the other. */
export async function openStudy(
  given: Pick<OpenedStudy, 'experiment' | 'run' | 'talk' | 'device' | 'ground'>,
  base: string,
): Promise<OpenedStudy> {
  const { experiment, run, talk } = given;
  const step = talk.step('cases');
  const knowledge = await openKnowledge({ say: talk.line });
  const candidates = allCandidates(knowledge);
  const lookUp = (id: string) => resolveTerm(knowledge.ontology, id);
  const path = resolve(base, experiment.cases);
  const batch = await readCases(path, { lookUp });
  const flagsPath = resolve(base, experiment.flags);
  const study = phenotypeStudy(batch, { experiment, flagsPath, knowledge, candidates });
  const { development, external: judged } = study;
  const cited = publicationsOf(knowledge.annotations);
  run.write('cohort/leak-certificate.json', json(caseLeakCertificate({ development, judged, cited })));
  run.write('cohort/left-out.json', json(batch.leftOut));
  run.write('cohort/flow.json', json(caseFlow(batch, study)));
  run.write('cohort/table-one.json', json(caseTableOne(study, knowledge.ontology)));
  const dataset = datasetOf(path);
  if (dataset) run.write('cohort/dataset.json', json(dataset));
  const read = [...study.development, ...study.external, ...study.novel, ...study.newest, ...study.shots];
  const cases = sha256(
    read.map(({ id, observed, truths }) => `${id} ${observed.join()} ${truths.join()}`).join('\n'),
  );
  const ground = sha256([given.ground, knowledgeName(knowledge), cases].join('\n'));
  step.end(
    `${development.length} development, ${judged.length} external, ${study.newest.length} few-shot cases`,
  );
  return { ...given, knowledge, candidates, study, ground };
}

/** What the card beside the data folder declares; null where the cases come from elsewhere. */
function datasetOf(cases: string): DatasetFacts | null {
  const card = resolve(dirname(cases), '..', 'dataset.yaml');
  if (!existsSync(card)) return null;
  const declared = caseDatasetSchema.safeParse(parse(readFileSync(card, 'utf8')));
  if (!declared.success) return null;
  const { name, title, source, licence, citation } = declared.data;
  return {
    ...{ name, title, source, licence, citation: citation ?? null, period: null, modality: 'phenotypes' },
    columns: [
      ['observed', 'findings that are present, as HPO terms', 'predictor'],
      ['excluded', 'findings that are absent', null],
      ['diagnosis', 'OMIM id of the disease', 'outcome'],
      ['publication', 'the unit that is drawn', 'site'],
    ].map(([column, meaning, role]) => ({
      ...{ name: column as string, title: meaning as string, type: 'terms', unit: null, role: role ?? null },
    })),
  };
}
