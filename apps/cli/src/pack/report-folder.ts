import { dirname, resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { openPack, requireComplete } from '@raredx/report';
import { decisionIsCurrent, requireCurrentEvidence } from '../gate/current-evidence.ts';
import { createTalk } from '../talk.ts';
import { writeCost } from './cost.ts';
import { readFacts } from './facts.ts';
import { placeHuman, writeTemplate } from './human-file.ts';
import { openSigningKey } from './open-signing-key.ts';
import { keepOptions } from './pack-options.ts';
import { requireIdentity, signKeyless } from './sign-keyless.ts';
import { packInputOf, writePack } from './write-pack.ts';
import { writeShareable } from './write-shareable.ts';

interface ReportRequest {
  readonly dir: string;
  readonly key?: string;
  readonly sigstore: boolean;
  readonly fulcio?: string;
  readonly rekor?: string;
  readonly trustedRoot?: string;
  readonly format?: string;
  readonly requirements?: string;
  readonly profile?: 'internal' | 'shareable';
  readonly after?: string;
  readonly acceptDifferences?: boolean;
  readonly human?: string;
  readonly humanTemplate?: string;
  readonly require?: 'complete';
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `raredx report`: the pack again, from the files of a finished folder. */
export async function reportFolder(request: ReportRequest): Promise<number> {
  if (request.sigstore) requireIdentity(request);
  const folder = resolve(request.dir);
  readFacts(folder);
  if (request.humanTemplate !== undefined) {
    writeTemplate(request.humanTemplate);
    process.stdout.write(`${request.humanTemplate}\n`);
    return 0;
  }
  requireCurrentEvidence(folder);
  if (!decisionIsCurrent(folder)) {
    const advice = 'raredx gate decides again, or delete decision.json';
    throw new ConfigError(request.dir, 'decision.json was made on other evidence', advice);
  }
  const talk = createTalk(process.stderr, request.quiet);
  const open = request.human === undefined ? null : placeHuman(folder, request.human);
  if (open !== null && request.require !== 'complete') talk.line(open);
  keepOptions(folder, request);
  if (request.require === 'complete') requireComplete(openPack(packInputOf(folder)), request.dir);
  writeCost(folder);
  const key = openSigningKey(request.key);
  const internal = await writePack(folder, talk, key);
  const { page: path, statement } =
    request.profile === 'shareable' ? await writeShareable(folder, talk, { ...request, key }) : internal;
  if (request.sigstore) {
    const step = talk.step('sigstore');
    step.end(await signKeyless(dirname(path), statement, request));
  }
  process.stdout.write(request.json ? `${JSON.stringify({ pack: path })}\n` : `${path}\n`);
  return 0;
}
