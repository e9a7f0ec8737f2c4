import { appendFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { decisionSummary, junit, markdown, verdictExitCode } from '@raredx/gate';
import { json } from '../run/json.ts';
import { createTalk } from '../talk.ts';
import { decide } from './decide-step.ts';

interface GateRequest {
  readonly dir: string;
  readonly policy: string;
  readonly junit?: string;
  readonly summary?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `raredx gate`: the verdict is the exit code (0 pass, 4 fail, 5 insufficient evidence). */
export async function gateFolder(request: GateRequest): Promise<number> {
  const folder = resolve(request.dir);
  const decision = decide(folder, resolve(request.policy));
  writeAtomically(join(folder, 'decision.json'), json(decision));
  if (request.junit) writeAtomically(resolve(request.junit), junit(decision));
  if (request.summary) appendFileSync(request.summary, markdown(decision));
  createTalk(process.stderr, request.quiet).line(decisionSummary(decision));
  process.stdout.write(request.json ? `${JSON.stringify(decision)}\n` : `${decision.verdict}\n`);
  return verdictExitCode(decision.verdict);
}
