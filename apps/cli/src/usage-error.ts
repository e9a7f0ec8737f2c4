/** The command line itself cannot be followed; its own class so that `--help` need not load the libraries. */
export class UsageError extends Error {
  readonly exitCode = 2;
  readonly advice: string;

  constructor(problem: string, advice: string) {
    super(`raredx: ${problem}`);
    this.name = 'UsageError';
    this.advice = advice;
  }
}

/**
 * What yargs says in several lines, in one.
 *
 * @example usageProblem('Invalid values:\n  Argument: action, Given: "up!", Choices: "up", "down"')
 * // => 'invalid values: action, given: "up!", choices: "up", "down"'
 */
export function usageProblem(message: string): string {
  const plain = (line: string) =>
    line
      .trim()
      .replace(/^Argument: /, '')
      .replace(/ (Given|Choices):/g, (word) => word.toLowerCase())
      .replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  const [first = '', ...more] = message.split('\n').map(plain);
  return more.length === 0 ? first : `${first} ${more.filter((line) => line !== '').join('; ')}`;
}

/** What yargs refused, and the options of the command that was asked; `explained-usage.ts` says it. */
export class UsageRefused extends Error {
  readonly known: readonly string[];

  constructor(message: string, known: readonly string[]) {
    super(message);
    this.name = 'UsageRefused';
    this.known = known;
  }
}

const lists = new Set(['event', 'set', 'attr', 'external']);

/** Whether a flag takes every word up to the next one. */
export const isList = (flag: string): boolean => lists.has(flag);

type Given = Readonly<Record<string, unknown>>;

/**
 * Refuses what no handler expects, before anything is written: a flag twice (yargs makes an array of it), an empty value
 * (of a variable that is not set: `--out "$OUT"` would write into the current folder), and words that are no number.
 *
 * @param typed the words of the command line
 * @throws UsageError
 */
export function refuseUnusable(given: Given, typed: readonly string[]): void {
  refuseRepeatedFlags(given);
  refuseEmptyValues(given, typed);
  refuseNotNumbers(given, typed);
}

/** yargs gathers a repeated flag into an array, which no handler of a single value expects. */
function refuseRepeatedFlags(given: Given): void {
  for (const [name, value] of Object.entries(given)) {
    if (!Array.isArray(value) || name === '_' || lists.has(name)) continue;
    throw new UsageError(`--${name} is given twice (${value.join(', ')})`, 'give it once');
  }
}

function refuseEmptyValues(given: Given, typed: readonly string[]): void {
  for (const [name, value] of Object.entries(given)) {
    if (value !== '' && !(Array.isArray(value) && value.includes(''))) continue;
    const isFlag = typedFor(name, typed) !== undefined;
    if (typed.includes('-'))
      throw new UsageError('standard input is not read (-)', 'write it to a file first');
    throw new UsageError(
      `${isFlag ? `--${name}` : `<${name}>`} is empty`,
      isFlag ? 'give it a value, or leave it out; is a variable not set?' : 'is a variable not set?',
    );
  }
}

function refuseNotNumbers(given: Given, typed: readonly string[]): void {
  for (const [name, value] of Object.entries(given)) {
    if (!Number.isNaN(value)) continue;
    const text = typedFor(name, typed) ?? '';
    throw new UsageError(
      text === '' ? `--${name} has no value` : `--${name} is not a number (${text})`,
      `as in --${name} 1`,
    );
  }
}

/** The word that was typed for a flag; undefined where the flag was not. */
function typedFor(name: string, typed: readonly string[]): string | undefined {
  const at = typed.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  const word = typed[at];
  if (word === undefined) return undefined;
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : (typed[at + 1] ?? '');
}
