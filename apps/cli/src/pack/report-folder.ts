import { resolve } from 'node:path';
import { createTalk } from '../talk.ts';
import { writePack } from './write-pack.ts';

/** `raredx report`: the pack again, from the files of a finished folder. */
export async function reportFolder(request: { dir: string; json: boolean; quiet: boolean }): Promise<number> {
  const path = writePack(resolve(request.dir), createTalk(process.stderr, request.quiet));
  process.stdout.write(request.json ? `${JSON.stringify({ pack: path })}\n` : `${path}\n`);
  return 0;
}
