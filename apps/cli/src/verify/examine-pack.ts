import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkSeal,
  envelopeFile,
  type Finding,
  type Manifest,
  manifestFile,
  type PackFiles,
  publicKeyFile,
  rowHashesFile,
} from '@raredx/report';
import { canonicalJson, readPredictions } from '@raredx/tables';
import { factsFile, readFacts } from '../pack/facts.ts';
import { policyFile, readPackFiles } from '../pack/pack-documents.ts';
import { planOf } from '../validate/evidence-step.ts';
import { rowFindings } from './changed-rows.ts';
import { isPage, recomputeDecision, recomputeEvidence, recomputePages } from './recompute.ts';

export interface ExamineOptions {
  readonly publicKey?: KeyObject;
  readonly quick: boolean;
  readonly tolerance: number;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Examination {
  readonly findings: readonly Finding[];
  /** What was not looked at, and why. */
  readonly skipped: readonly string[];
  readonly keyId: string | null;
  readonly software: string | null;
  readonly files: number;
  readonly rows: number;
  readonly statements: number;
}

/** Checks a pack: its seal, then (unless quick) rows, evidence, decision and pages, each only from intact sources. */
export async function examinePack(pack: string, options: ExamineOptions): Promise<Examination> {
  const { files, links } = readPackFiles(pack);
  const seal = checkSeal(files, options.publicKey);
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
  const predictions = seal.manifest?.predictions.path ?? 'predictions.parquet';
  if (!options.quick || broken.has(predictions)) {
    findings.push(...(await attempt(predictions, () => examineRows(pack, files, seal.manifest, intact))));
  }
  if (!options.quick) {
    await step('evidence.json', [predictions, factsFile, 'replays.parquet'], async () => {
      const plan = planFindings(pack, seal.manifest);
      return [...plan, ...(await recomputeEvidence(pack, options.tolerance, options.onProgress))];
    });
    if (files.has('decision.json')) {
      await step('decision.json', ['evidence.json', policyFile], async () => recomputeDecision(pack));
    }
    const listed = (seal.manifest?.files ?? []).map((file) => file.path);
    const sources = listed.filter((name) => broken.has(name) && !isOutcome(name));
    await step('pages', sources, async () => recomputePages(pack));
  }
  return {
    findings: withoutRepeats(findings),
    skipped,
    keyId: seal.keyId,
    software: seal.manifest?.software ?? null,
    files: files.size,
    rows: seal.manifest?.predictions.rows ?? 0,
    statements: seal.manifest?.evidence.rows ?? 0,
  };
}

/** Files that no page is made from: the seal, and the pages themselves. */
function isOutcome(name: string): boolean {
  return [rowHashesFile, publicKeyFile, manifestFile, envelopeFile].includes(name) || isPage(name);
}

/** A pack comes from elsewhere: what breaks on the way is a finding about it, not a crash. */
async function attempt(file: string, work: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await work();
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0];
    return [{ file, problem: `cannot be recomputed (${reason})` }];
  }
}

async function examineRows(
  pack: string,
  files: PackFiles,
  manifest: Manifest | null,
  intact: (name: string) => boolean,
): Promise<readonly Finding[]> {
  if (!manifest || !existsSync(join(pack, manifest.predictions.path))) return [];
  const table = await readPredictions(join(pack, manifest.predictions.path), manifest.predictions.path);
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

/** Where something says what changed within a file, that it changed need not be said too. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const general = (finding: Finding) => finding.problem.startsWith('changed (');
  const told = new Set(findings.filter((finding) => !general(finding)).map((finding) => finding.file));
  return findings.filter((finding) => !general(finding) || !told.has(finding.file));
}
