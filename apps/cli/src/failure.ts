import { inspect } from 'node:util';

/** An error that says which exit code it deserves: its one line is enough, the stack is not shown. */
interface Declared extends Error {
  readonly exitCode: number;
  readonly advice?: string;
}

/** Exit code of a bug. */
const bug = 1;

/**
 * Says what went wrong on stderr and gives the exit code: one line and what to do next for a declared error, the stack
 * for a bug.
 */
export function failure(error: unknown, say: (line: string) => void): number {
  if (isDeclared(error)) {
    say(error.message.split('\n')[0] as string);
    if (error.advice) say(`  → ${error.advice}`);
    return error.exitCode;
  }
  const known = diskFailure(error);
  if (known) {
    say(known);
    const advice = elsewhere(error as NodeJS.ErrnoException);
    if (advice) say(`  → ${advice}`);
    return 6;
  }
  say(`raredx: this is a bug (${error instanceof Error ? error.message.split('\n')[0] : inspect(error)})`);
  if (error instanceof Error && error.stack) say(error.stack);
  return bug;
}

function isDeclared(error: unknown): error is Declared {
  return error instanceof Error && 'exitCode' in error && Number.isInteger(error.exitCode);
}

const disk: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the disk',
  EACCES: 'permission denied',
  EPERM: 'the system does not permit it',
  EIO: 'the disk could not be read or written',
  EROFS: 'the file system is read-only',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many open files',
  EISDIR: 'a folder stands where a file is expected',
  ENOTDIR: 'a file stands where a folder is expected',
  EEXIST: 'a file stands where a folder is expected',
};

function diskFailure(error: unknown): string | undefined {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  const nowhere = code === 'ENOENT' && syscall === 'mkdir' ? 'no folder can be made here' : undefined;
  const reason = nowhere ?? (code === undefined ? undefined : disk[code]);
  return reason && `${meant(path) ?? 'disk'}: ${reason}`;
}

const temporary = /(^|[\\/])\.([^\\/]+)\.\d+\.tmp$/;
const lock = /[\\/]\.lock(\.\d+)?$/;

/** The file that was to be written, and not its temporary neighbour; the folder of a lock. */
const meant = (path: string | undefined) => path?.replace(temporary, '$1$2').replace(lock, '');

/** What to do where something cannot be written; reading has no other place. */
function elsewhere({ code = '', path = '', syscall = '' }: NodeJS.ErrnoException): string | undefined {
  const writing = temporary.test(path) || lock.test(path) || ['mkdir', 'rename', 'unlink'].includes(syscall);
  if (!writing || !['EACCES', 'EPERM', 'EROFS'].includes(code)) return undefined;
  return 'write elsewhere with --out, or ask for the right to write there';
}
