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

const lists = new Set(['_', 'set', 'attr', 'external']);

/** yargs gathers a repeated flag into an array, which no handler of a single value expects. */
export function refuseRepeatedFlags(given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (!Array.isArray(value) || lists.has(name)) continue;
    throw new UsageError(`--${name} is given twice (${value.join(', ')})`, 'give it once');
  }
}
