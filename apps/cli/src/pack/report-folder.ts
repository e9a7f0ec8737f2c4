import { resolve } from 'node:path';
import { createTalk } from '../talk.ts';
import { openSigningKey } from './open-signing-key.ts';
import { refuseSigstore } from './refuse-sigstore.ts';
import { writePack } from './write-pack.ts';

interface ReportRequest {
  readonly dir: string;
  readonly key?: string;
  readonly sigstore: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `raredx report`: the pack again, from the files of a finished folder. */
export async function reportFolder(request: ReportRequest): Promise<number> {
  if (request.sigstore) refuseSigstore();
  const talk = createTalk(process.stderr, request.quiet);
  const path = await writePack(resolve(request.dir), talk, openSigningKey(request.key));
  process.stdout.write(request.json ? `${JSON.stringify({ pack: path })}\n` : `${path}\n`);
  return 0;
}
