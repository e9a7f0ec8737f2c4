import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { findingLine, publicKeyOf } from '@raredx/report';
import { softwareVersion } from '../software.ts';
import { createTalk } from '../talk.ts';
import type { Examination } from './examination.ts';
import { examinePack } from './examine-pack.ts';
import type { SigstoreTerms } from './examine-sigstore.ts';
import { findPack } from './find-pack.ts';

interface VerifyRequest {
  readonly pack: string;
  readonly publicKey?: string;
  readonly against?: string;
  readonly trustedRoot?: string;
  readonly identity?: string;
  readonly issuer?: string;
  readonly quick: boolean;
  readonly tolerance: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

const mostLines = 20;

/** `raredx verify`: exit 0 where everything holds, 3 with a line a finding where not. */
export async function verifyPack(request: VerifyRequest): Promise<number> {
  if (!(request.tolerance >= 0)) {
    throw new ConfigError(
      '--tolerance',
      `not a difference (${request.tolerance})`,
      'as in --tolerance 1e-12',
    );
  }
  const pack = findPack(request.pack);
  const publicKey = request.publicKey === undefined ? undefined : readPublicKey(request.publicKey);
  const talk = createTalk(process.stderr, request.quiet);
  const step = talk.step('verify');
  const result = await examinePack(pack, {
    ...(publicKey ? { publicKey } : {}),
    ...(request.against === undefined ? {} : { against: request.against }),
    sigstore: sigstoreTerms(request),
    quick: request.quick,
    tolerance: request.tolerance,
    onProgress: (done, total) => step.advance(done, total),
  });
  const verified = result.findings.length === 0;
  step.end(verified ? lookedAt(result, request) : `${result.findings.length} findings`);
  for (const line of remarks(result, publicKey !== undefined)) talk.line(line);
  process.stdout.write(request.json ? asJson(result, request, verified) : asText(result, request, verified));
  return verified ? 0 : 3;
}

function sigstoreTerms({ trustedRoot, identity, issuer }: VerifyRequest): SigstoreTerms {
  if (trustedRoot !== undefined && !existsSync(trustedRoot)) {
    throw new ConfigError('--trusted-root', `no such file (${basename(trustedRoot)})`);
  }
  return {
    ...(trustedRoot === undefined ? {} : { trustedRoot: readFileSync(trustedRoot, 'utf8') }),
    ...(identity === undefined ? {} : { identity }),
    ...(issuer === undefined ? {} : { issuer }),
  };
}

function readPublicKey(path: string) {
  if (!existsSync(path)) throw new ConfigError('--public-key', `no such file (${basename(path)})`);
  return publicKeyOf(readFileSync(path, 'utf8'), basename(path));
}

function lookedAt({ profile, files, rows, statements }: Examination, request: VerifyRequest): string {
  if (profile === 'shareable') {
    const drawn =
      request.against === undefined ? '' : `; drawn again from ${basename(request.against)}, the same`;
    return `${files} files as sealed, ${request.quick ? 'no page' : 'pages'} made again${drawn}`;
  }
  return request.quick
    ? `${files} files as sealed; no number was recomputed (--quick)`
    : `${files} files as sealed, ${rows} rows, ${statements} statements recomputed`;
}

function remarks({ keyId, skipped, software, findings }: Examination, pinned: boolean): string[] {
  const ours = `raredx ${softwareVersion}`;
  return [
    ...skipped,
    ...(keyId === null ? [] : [`key: ${keyId}`]),
    ...(pinned || keyId === null
      ? []
      : ['the key in the pack shows that nothing changed since, not who sealed it: --public-key FILE does']),
    ...(findings.length > 0 && software !== null && software !== ours
      ? [`the pack was sealed by ${software}, this is ${ours}: pages and numbers may differ for that reason`]
      : []),
  ];
}

function asText({ findings, profile }: Examination, { against }: VerifyRequest, verified: boolean): string {
  if (verified && profile === 'shareable' && against === undefined) {
    return 'verified as a copy for sharing: signature, files and pages; its numbers need the pack it was drawn from\n';
  }
  if (verified) return 'verified\n';
  const lines = findings.slice(0, mostLines).map(findingLine);
  const more = findings.length - lines.length;
  return `${[...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')}\n`;
}

function numbersOf({ profile }: Examination, { quick, against }: VerifyRequest): string {
  const recomputed = !quick && (profile === 'internal' || against !== undefined);
  return recomputed ? 'recomputed from the rows' : 'not recomputed';
}

function asJson(result: Examination, request: VerifyRequest, verified: boolean): string {
  return `${JSON.stringify({
    verified,
    profile: result.profile,
    numbers: numbersOf(result, request),
    quick: request.quick,
    tolerance: request.tolerance,
    keyId: result.keyId,
    identity: request.publicKey === undefined ? 'not checked' : 'checked',
    software: result.software,
    build: result.build,
    signer: result.signer,
    files: result.files,
    rows: result.rows,
    statements: result.statements,
    skipped: result.skipped,
    findings: result.findings,
  })}\n`;
}
