import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { findingLine, publicKeyOf } from '@raredx/report';
import { softwareVersion } from '../software.ts';
import { createTalk } from '../talk.ts';
import { type Examination, examinePack } from './examine-pack.ts';
import { findPack } from './find-pack.ts';

interface VerifyRequest {
  readonly pack: string;
  readonly publicKey?: string;
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
    quick: request.quick,
    tolerance: request.tolerance,
    onProgress: (done, total) => step.advance(done, total),
  });
  const verified = result.findings.length === 0;
  step.end(verified ? lookedAt(result, request.quick) : `${result.findings.length} findings`);
  for (const line of remarks(result, publicKey !== undefined)) talk.line(line);
  process.stdout.write(request.json ? asJson(result, request, verified) : asText(result, verified));
  return verified ? 0 : 3;
}

function readPublicKey(path: string) {
  if (!existsSync(path)) throw new ConfigError('--public-key', `no such file (${basename(path)})`);
  return publicKeyOf(readFileSync(path, 'utf8'), basename(path));
}

function lookedAt({ files, rows, statements }: Examination, quick: boolean): string {
  return quick
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

function asText({ findings }: Examination, verified: boolean): string {
  if (verified) return 'verified\n';
  const lines = findings.slice(0, mostLines).map(findingLine);
  const more = findings.length - lines.length;
  return `${[...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')}\n`;
}

function asJson(result: Examination, request: VerifyRequest, verified: boolean): string {
  return `${JSON.stringify({
    verified,
    quick: request.quick,
    tolerance: request.tolerance,
    keyId: result.keyId,
    identity: request.publicKey === undefined ? 'not checked' : 'checked',
    software: result.software,
    files: result.files,
    rows: result.rows,
    statements: result.statements,
    skipped: result.skipped,
    findings: result.findings,
  })}\n`;
}
