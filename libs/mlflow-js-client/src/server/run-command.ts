import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface CommandResult {
  readonly exitCode: number | null;
  readonly lastLines: readonly string[];
  /** the program itself is missing */
  readonly missing: boolean;
}

/** Runs a program to its end and hands over its lines as they come. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: { env: NodeJS.ProcessEnv; onLine?: (line: string) => void },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const lastLines: string[] = [];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: options.env });
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        lastLines.push(line);
        if (lastLines.length > 20) lastLines.shift();
        options.onLine?.(line);
      });
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ exitCode: null, lastLines: [error.message], missing: error.code === 'ENOENT' }),
    );
    child.on('close', (exitCode) => resolve({ exitCode, lastLines, missing: false }));
  });
}
