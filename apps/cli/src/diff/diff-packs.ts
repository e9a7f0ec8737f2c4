import { resolve } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { createTalk } from '../talk.ts';
import { openPackFolder } from './opened-pack.ts';
import { packDiff } from './pack-diff.ts';
import { sayDiff } from './say-diff.ts';
import { chaptersAsMarkdown, chaptersAsText } from './write-chapters.ts';

interface DiffRequest {
  readonly a: string;
  readonly b: string;
  readonly markdown?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `raredx report diff A B`: what changed from one pack to another. Differences are a result, not a failure: exit 0. */
export async function diffPacks(request: DiffRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const [before, after] = [await openPackFolder(request.a), await openPackFolder(request.b)];
  for (const [name, { broken }] of [
    [request.a, before],
    [request.b, after],
  ] as const) {
    if (broken > 0) talk.line(`${name}: not as sealed, what stands there now is compared; see raredx verify`);
  }
  const diff = packDiff(before, after);
  const chapters = sayDiff(diff);
  if (request.markdown !== undefined) {
    const heading = `What changed: ${diff.titles.before} → ${diff.titles.after}`;
    writeAtomically(resolve(request.markdown), chaptersAsMarkdown(heading, chapters));
  }
  process.stdout.write(request.json ? `${JSON.stringify(diff)}\n` : chaptersAsText(chapters));
  return 0;
}
