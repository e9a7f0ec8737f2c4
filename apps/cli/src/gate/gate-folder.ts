import { appendFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import {
  consentSummary,
  criterionLines,
  decisionSummary,
  junit,
  markdown,
  sarif,
  verdictExitCode,
} from '@raredx/gate';
import { requireDecisionFolder } from '../out-folder.ts';
import { policyFile } from '../pack/pack-documents.ts';
import { json } from '../run/json.ts';
import { softwareVersion } from '../software.ts';
import { createTalk } from '../talk.ts';
import { consentAsked } from './consent/consenting-cohort.ts';
import { requireConsentOf } from './consent/require-consent-of.ts';
import { requireCurrentEvidence } from './current-evidence.ts';
import { decideByLedger } from './decide-by-ledger.ts';
import { timingOf } from './evidence-time.ts';
import { promoteModel, registryOf } from './promote-model.ts';
import { readPolicy } from './read-policy.ts';

export interface GateRequest {
  readonly dir: string;
  readonly policy: string;
  readonly junit?: string;
  readonly sarif?: string;
  readonly summary?: string;
  readonly ledger?: string;
  readonly at?: string;
  readonly out?: string;
  readonly consent?: string;
  readonly use?: string;
  /** Day up to which withdrawals count; today where it is not given, whatever the time of the entry. */
  readonly on?: string;
  readonly promote?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `raredx gate`: the verdict is the exit code (0 pass, 4 fail, 5 insufficient evidence). */
export async function gateFolder(request: GateRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const folder = resolve(request.dir);
  const path = resolve(request.policy);
  const { text, policy } = readPolicy(path);
  if (request.out !== undefined) requireDecisionFolder(request.out, text);
  const promotion = request.promote === undefined ? null : registryOf(request.promote);
  requireCurrentEvidence(folder);
  const timing = timingOf(folder, policy, basename(path));
  const consent = await requireConsentOf(folder, consentAsked(request));
  const decision = await decideByLedger(folder, { policy, timing, consent, say: talk.line }, request);
  const out = request.out === undefined ? folder : resolve(request.out);
  writeAtomically(join(out, policyFile), text);
  writeAtomically(join(out, 'decision.json'), json(decision));
  if (request.junit) writeAtomically(resolve(request.junit), junit(decision));
  if (request.sarif) {
    const where = relative(process.cwd(), path);
    const options = { version: softwareVersion, policyFile: where, lines: criterionLines(text) };
    writeAtomically(resolve(request.sarif), sarif(decision, policy, options));
  }
  if (request.summary) appendFileSync(request.summary, markdown(decision));
  talk.line(timing);
  if (consent) talk.line(consentSummary(consent));
  talk.line(decisionSummary(decision));
  if (promotion) talk.line(await promoteModel(decision, promotion));
  process.stdout.write(request.json ? `${JSON.stringify(decision)}\n` : `${decision.verdict}\n`);
  return verdictExitCode(decision.verdict);
}
