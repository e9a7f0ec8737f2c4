import type { Build, Finding } from '@raredx/report';
import { isPage } from './recompute.ts';

const short = (hash: string | null) => (hash === null ? 'unknown' : hash.slice(0, 16));

/**
 * Findings of recomputed numbers and pages, headed by a line where another build than this one made the pack. Whether
 * the code or the pack was changed cannot be told from the numbers then; the build named in the manifest has to verify.
 */
export function withBuild(
  findings: readonly Finding[],
  sealed: Build | null,
  ours: Build,
): readonly Finding[] {
  if (sealed === null) return findings;
  const about = (room: keyof Build, file: string, what: string): Finding[] =>
    sealed[room] === null || ours[room] === null || sealed[room] === ours[room]
      ? []
      : [
          {
            file,
            problem: `made by another build of the ${what} (${short(sealed[room])}, this is ${short(ours[room])}): what follows may be the code's doing or an edit's; verify with the build that sealed it`,
          },
        ];
  const numbers = findings.some(({ file }) => file === 'evidence.json' || file === 'decision.json');
  const pages = findings.some(({ file, problem }) => isPage(file) && !problem.startsWith('changed ('));
  return [
    ...(numbers ? about('judge', 'evidence.json', 'judge') : []),
    ...(pages ? about('pages', 'index.html', 'pages') : []),
    ...findings,
  ];
}
