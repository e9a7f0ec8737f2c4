import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  envelopeFile,
  type Finding,
  isShareable,
  type Manifest,
  manifestFile,
  type PackFiles,
  publicKeyFile,
  rowHashesFile,
} from '@raredx/report';
import { canonicalJson } from '@raredx/tables';
import { buildFingerprint } from '../pack/build-fingerprint.ts';
import { factsFile, readFacts } from '../pack/facts.ts';
import { policyFile, trainingsFile, trialsFile } from '../pack/pack-documents.ts';
import { readJudged } from '../pack/read-judged.ts';
import { planOf } from '../validate/evidence-step.ts';
import { rowFindings } from './changed-rows.ts';
import { attempt, type Examination, type ExamineOptions, withoutRepeats } from './examination.ts';
import type { SealedFiles } from './open-sealed.ts';
import { withBuild } from './other-build.ts';
import {
  decisionRestsOnRows,
  isPage,
  recomputeDecision,
  recomputeEvidence,
  recomputePages,
} from './recompute.ts';
import { recomputeTrainings } from './recompute-trainings.ts';

/** Checks a pack with rows: its seal, then (unless quick) rows, evidence, decision and pages, each only from intact sources. */
export async function examineInternal(
  { pack, files, links, seal }: SealedFiles,
  options: ExamineOptions,
): Promise<Examination> {
  const manifest = seal.manifest && !isShareable(seal.manifest) ? seal.manifest : null;
  const broken = new Set(seal.findings.map((finding) => finding.file));
  const findings: Finding[] = [
    ...seal.findings,
    ...links.map((file) => ({ file, problem: 'a link or device: a pack holds files only' })),
  ];
  const skipped: string[] = [];
  const intact = (...names: string[]) => names.every((name) => !broken.has(name));
  const step = async (what: string, needs: readonly string[], work: () => Promise<readonly Finding[]>) => {
    const spoilt = needs.filter((name) => !intact(name));
    if (spoilt.length > 0) skipped.push(`${what}: not recomputed, as ${spoilt.join(', ')} changed`);
    else findings.push(...(await attempt(what, work)));
  };
  const predictions = manifest?.predictions.path ?? 'predictions.parquet';
  if (!options.quick || broken.has(predictions)) {
    findings.push(...(await attempt(predictions, () => examineRows(pack, files, manifest, intact))));
  }
  if (!options.quick) {
    const rows = [predictions, factsFile, 'replays.parquet', trialsFile];
    await step('evidence.json', rows, async () => {
      const plan = planFindings(pack, manifest);
      return [...plan, ...(await recomputeEvidence(pack, options.tolerance, options.onProgress))];
    });
    if (files.has('decision.json')) {
      const needs = ['evidence.json', policyFile];
      // A spoilt row must not be laid at the door of a decision that was right about the rows that were sealed.
      const remade = intact(...needs, 'decision.json') && decisionRestsOnRows(pack);
      await step('decision.json', remade ? [...needs, ...rows] : needs, async () => recomputeDecision(pack));
    }
    if (files.has(trainingsFile)) {
      const needs = [trainingsFile, predictions, factsFile];
      await step(trainingsFile, needs, () => recomputeTrainings(pack));
    }
    const listed = (manifest?.files ?? []).map((file) => file.path);
    const sources = listed.filter((name) => broken.has(name) && !isOutcome(name));
    await step('pages', sources, async () => recomputePages(pack));
  }
  return {
    profile: 'internal',
    findings: withBuild(withoutRepeats(findings), manifest?.build ?? null, buildFingerprint()),
    skipped,
    keyId: seal.keyId,
    software: manifest?.software ?? null,
    signer: null,
    build: manifest?.build ?? null,
    files: files.size,
    rows: manifest?.predictions.rows ?? 0,
    statements: manifest?.evidence.rows ?? 0,
  };
}

/** Files that no page is made from: the seal, and the pages themselves. */
function isOutcome(name: string): boolean {
  return [rowHashesFile, publicKeyFile, manifestFile, envelopeFile].includes(name) || isPage(name);
}

async function examineRows(
  pack: string,
  files: PackFiles,
  manifest: Manifest | null,
  intact: (name: string) => boolean,
): Promise<readonly Finding[]> {
  if (!manifest || !existsSync(join(pack, manifest.predictions.path))) return [];
  const table = await readJudged(pack, manifest.predictions.path, manifest.plan);
  const hashes = files.get(rowHashesFile);
  return rowFindings(
    table,
    manifest,
    hashes && intact(rowHashesFile) ? Buffer.from(hashes).toString('latin1') : null,
  );
}

/** What the manifest says of the plan and of the rows' file is what the documents say. */
function planFindings(pack: string, manifest: Manifest | null): readonly Finding[] {
  if (!manifest) return [];
  const facts = readFacts(pack);
  return [
    ...(canonicalJson(planOf(facts)) === canonicalJson(manifest.plan)
      ? []
      : ['its plan is not the one in manifest.json']),
    ...(facts.predictions === manifest.predictions.path
      ? []
      : ['it names other predictions than manifest.json']),
  ].map((problem) => ({ file: factsFile, problem }));
}
