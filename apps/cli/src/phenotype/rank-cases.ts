import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isCited, type PhenotypeCase, readCases } from '@raredx/cohort';
import { ConfigError, writeAtomically } from '@raredx/experiment';
import {
  hpoAcknowledgement,
  type Knowledge,
  openKnowledge,
  publicationsOf,
  resolveTerm,
  withoutPublications,
} from '@raredx/ontology';
import { encodeRankings } from '@raredx/tables';
import { trueCandidatesOf } from '@raredx/training';
import { rankingFiles, requireOutFolder } from '../out-folder.ts';
import { createTalk, type Talk } from '../talk.ts';
import { caseAttributes } from './case-attributes.ts';
import { differentialFiles } from './differential-files.ts';
import { droppedTerms } from './dropped-terms.ts';
import { caseExplainer } from './explain-case.ts';
import { citedPublications, knowledgeName } from './knowledge-facts.ts';
import { allCandidates, openRanker } from './open-ranker.ts';
import { rankDocument, summaryLines } from './rank-document.ts';
import type { RankRequest } from './rank-request.ts';
import { type RankedCase, rankBatch } from './ranked-batch.ts';
import { rankingsOf } from './rankings-of.ts';

/** `raredx rank`: cases → rankings.parquet, a readable differential a case, and how often the truth stands on top. */
export async function rankCases(request: RankRequest): Promise<number> {
  checkRequest(request);
  requireOutFolder(request.out, rankingFiles);
  const talk = createTalk(process.stderr, request.quiet);
  const whole = await openKnowledge({ say: talk.line });
  const batch = await readCases(resolve(request.cases), { lookUp: (id) => resolveTerm(whole.ontology, id) });
  for (const { where, because } of batch.leftOut.slice(0, 5)) talk.line(`left out: ${where}: ${because}`);
  if (batch.leftOut.length > 5) talk.line(`left out: ${batch.leftOut.length - 5} more, see left-out.json`);
  const dropped = droppedTerms(batch.cases);
  if (dropped !== null) talk.line(dropped);
  const candidates = allCandidates(whole);
  const removed = request.excludeOwnPublications ? ownPublications(whole, batch.cases, talk) : [];
  const knowledge = withoutPublications(whole, removed);
  const { ranker, calibration, run } = await openRanker({
    ...request,
    model: request.model,
    knowledge,
    candidates,
    removed,
    talk,
  });
  const truthOf = trueCandidatesOf(whole, candidates);
  const explain = { count: request.explain, by: caseExplainer(knowledge, candidates) };
  const { depth } = request;
  const ranked = rankAll(batch.cases, { ranker, calibration, truthOf, depth, explain }, talk);
  const document = rankDocument(ranked, {
    ...request,
    model: ranker.name,
    run,
    knowledge: knowledgeName(knowledge, removed),
    candidates: candidates.length,
    leftOut: batch.leftOut,
    cited: citedTest(knowledge),
  });
  const table = rankingsOf(ranked, {
    ...{ candidates, model: ranker.name, partition: 'external' as const },
    attributes: (of) => ({ ...caseAttributes(of.case), cited: String(citedTest(knowledge)(of.case)) }),
  });
  const out = resolve(request.out);
  mkdirSync(out, { recursive: true });
  writeAtomically(
    join(out, 'rankings.parquet'),
    encodeRankings(table, { knowledge: knowledgeName(knowledge, removed) }),
  );
  for (const [name, text] of differentialFiles(ranked, { knowledge, candidates, leftOut: batch.leftOut }))
    writeAtomically(join(out, name), text);
  for (const line of summaryLines(document)) talk.line(line);
  talk.line(hpoAcknowledgement);
  process.stdout.write(
    request.json ? `${JSON.stringify(document)}\n` : `${join(request.out, 'rankings.parquet')}\n`,
  );
  return 0;
}

function checkRequest({ depth, explain, bootstrap, seed }: RankRequest): void {
  const whole = (flag: string, value: number, least: number) => {
    if (Number.isSafeInteger(value) && value >= least) return;
    throw new ConfigError(
      `--${flag}`,
      `not a whole number from ${least} on (${value})`,
      `as in --${flag} 50`,
    );
  };
  whole('depth', depth, 1);
  whole('explain', explain, 0);
  whole('bootstrap', bootstrap, 0);
  whole('seed', seed, 0);
}

function rankAll(
  cases: readonly PhenotypeCase[],
  request: Parameters<typeof rankBatch>[1],
  talk: Talk,
): RankedCase[] {
  const step = talk.step('rank');
  const ranked: RankedCase[] = [];
  for (const one of rankBatch(cases, request)) {
    ranked.push(one);
    step.advance(ranked.length, cases.length, 'cases');
  }
  step.end(
    `${ranked.length} cases over ${request.ranker.candidates.length} candidates by ${request.ranker.name}`,
  );
  return ranked;
}

function ownPublications(knowledge: Knowledge, cases: readonly PhenotypeCase[], talk: Talk): string[] {
  const own = cases.flatMap(({ pmid }) => (pmid === undefined ? [] : [pmid]));
  const cited = citedPublications(knowledge, own);
  talk.line(
    `${new Set(own).size} publications of these cases, ${cited.length} of them cited by the knowledge: rows that cite one are removed`,
  );
  return cited;
}

/** Whether the knowledge in use was built from a case's own publication. */
function citedTest(knowledge: Knowledge): (one: PhenotypeCase) => boolean {
  let cited: ReturnType<typeof publicationsOf> | undefined;
  return (one) => {
    cited ??= publicationsOf(knowledge.annotations);
    return isCited(one, cited);
  };
}
