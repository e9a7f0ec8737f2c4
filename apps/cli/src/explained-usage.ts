import { nearestName } from '@raredx/experiment';
import { askedCommand } from './asked-command.ts';
import { isList, UsageError, type UsageRefused, usageProblem } from './usage-error.ts';

/** What others call a flag of ours. */
const otherNames: Readonly<Record<string, string>> = {
  auroc: 'c-statistic',
  auc: 'c-statistic',
  output: 'out',
  threshold: 'thresholds',
};

/** What yargs refused, as it helps: a mistyped flag before the one that is missing for it, and which word is missing. */
export function explainedUsage({ message, known }: UsageRefused, typed: readonly string[]): UsageError {
  const asked = askedCommand(typed);
  const help = ['raredx', asked.name, '--help'].filter((word) => word !== '').join(' ');
  const unknown = /^(missing required|unknown) argument/i.test(message) ? unknownFlag(typed, known) : null;
  if (unknown !== null) {
    const near = [otherNames[unknown] ?? '', nearestName(unknown, known)].find(
      (name) => name !== undefined && known.includes(name),
    );
    return new UsageError(
      `unknown argument: ${unknown}`,
      near === undefined ? help : `did you mean --${near}? (${help})`,
    );
  }
  const got = /^not enough non-option arguments: got (\d+)/i.exec(message)?.[1];
  const missing = got === undefined ? undefined : asked.positionals[Number(got)];
  if (missing === undefined) return new UsageError(usageProblem(message), help);
  const list = typed
    .filter((_, at) => !(typed[at + 1] ?? '--').startsWith('--'))
    .map((word) => /^--([^=]+)/.exec(word)?.[1] ?? '')
    .find(isList);
  return new UsageError(
    `missing ${missing}`,
    list === undefined ? help : `--${list} takes every word up to the next flag: put ${missing} before it`,
  );
}

/** The first flag that the command does not know; yargs would rather say what is missing because of it. */
function unknownFlag(typed: readonly string[], known: readonly string[]): string | null {
  for (const word of typed) {
    if (word === '--') return null;
    const name = /^--(?:no-)?([^=.]+)/.exec(word)?.[1];
    if (name !== undefined && !known.includes(kebab(name))) return name;
  }
  return null;
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
