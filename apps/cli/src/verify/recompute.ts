import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { confidencesToRemake, judge, lookProblem, parsePolicy } from '@raredx/gate';
import type { Finding } from '@raredx/report';
import { canonicalJson, type Decision, decodeEvidenceJson, encodeEvidenceJson, sha256 } from '@raredx/tables';
import { remadeFor } from '../gate/remade-for.ts';
import { factsFile, readFacts } from '../pack/facts.ts';
import { explanationsFile, fewShotsFile, policyFile, trainingsFile } from '../pack/pack-documents.ts';
import { renderPack } from '../pack/write-pack.ts';
import { json } from '../run/json.ts';
import { judgedEvidence } from '../validate/evidence-step.ts';
import { compareEvidence } from './compare-evidence.ts';
import { comparePage } from './compare-page.ts';

const text = (pack: string, name: string) => readFileSync(join(pack, name), 'utf8');

/** Every number of the evidence again from the rows, by the plan in the pack. */
export async function recomputeEvidence(
  pack: string,
  tolerance: number,
  onProgress: (done: number, total: number) => void,
): Promise<readonly Finding[]> {
  const again = await judgedEvidence(pack, readFacts(pack), onProgress);
  const stands = text(pack, 'evidence.json');
  if (stands === encodeEvidenceJson(again)) return [];
  const sealed = decodeEvidenceJson(stands, 'evidence.json');
  const findings = compareEvidence(sealed, again, tolerance);
  const odd = findings.length === 0 && stands !== encodeEvidenceJson(sealed);
  return odd ? [{ file: 'evidence.json', problem: 'not written as raredx writes it' }] : findings;
}

/** Whether the decision needs intervals at another level than the evidence's, made again from the rows. */
export function decisionRestsOnRows(pack: string): boolean {
  const { look } = JSON.parse(text(pack, 'decision.json')) as Decision;
  const evidence = decodeEvidenceJson(text(pack, 'evidence.json'), 'evidence.json');
  return confidencesToRemake(evidence, parsePolicy(text(pack, policyFile), policyFile), look).length > 0;
}

/** The decision again from the evidence and the policy in the pack; where an interval could not be carried, from the rows. */
export async function recomputeDecision(pack: string): Promise<readonly Finding[]> {
  const file = 'decision.json';
  const stands = text(pack, file);
  const sealed = JSON.parse(stands) as Decision;
  const stated = text(pack, 'evidence.json');
  const evidence = decodeEvidenceJson(stated, 'evidence.json');
  const policy = parsePolicy(text(pack, policyFile), policyFile);
  const again = {
    ...judge(evidence, policy, sha256(stated), {
      ...(sealed.look ? { look: sealed.look } : {}),
      ...(await remadeFor(pack, { evidence, policy, look: sealed.look })),
    }),
    ledgerEntry: sealed.ledgerEntry,
  };
  const look = lookProblem(policy, sealed.look);
  if (stands === json(again) && look === null) return [];
  const problems = [
    ...(look === null ? [] : [look]),
    ...(sealed.verdict === again.verdict
      ? []
      : [`says ${sealed.verdict}, the evidence gives ${again.verdict}`]),
    ...(sealed.evidenceHash === again.evidenceHash ? [] : ['was made on other evidence']),
    ...(sealed.policyHash === again.policyHash ? [] : ['was made by another policy']),
    ...again.criteria.flatMap((one, index) =>
      canonicalJson(one) === canonicalJson(sealed.criteria[index] ?? null)
        ? []
        : [`criterion ${one.id} is not what evidence and policy give (${one.verdict})`],
    ),
  ];
  return (problems.length > 0 ? problems : ['not written as raredx writes it']).map((problem) => ({
    file,
    problem,
  }));
}

/** The pages again from the documents in the pack. */
export async function recomputePages(pack: string): Promise<readonly Finding[]> {
  const { pages } = await renderPack(pack);
  return [...pages].flatMap(([name, follows]) =>
    existsSync(join(pack, name))
      ? comparePage(name, text(pack, name), follows)
      : [{ file: name, problem: 'missing: it follows from the documents of the pack' }],
  );
}

const sources = [
  'evidence.json',
  explanationsFile,
  trainingsFile,
  fewShotsFile,
  'decision.json',
  factsFile,
  'pack-options.json',
  'sbom.cdx.json',
];

/** True for what is rendered from the pack's documents, rather than one of them. */
export function isPage(name: string): boolean {
  const document = sources.includes(name) || /^cohort\/|\.(yaml|parquet)$/.test(name);
  return !document && /\.(html|md|json|csv|xml|pdf)$/.test(name);
}
