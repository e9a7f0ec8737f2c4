/** Commands that take words, as their builders declare them; a subcommand stands behind its parent. */
const commands: Readonly<Record<string, string>> = {
  run: '<experiment>',
  train: '<source>',
  predict: '<manifest>',
  embed: '<manifest>',
  explain: '<run>',
  rank: '',
  validate: '<predictions>',
  report: '<dir>',
  'report diff': '<a> <b>',
  verify: '<pack>',
  gate: '<dir>',
  'gate compare': '<champion> <challenger>',
  ledger: '',
  'ledger check': '<file>',
  'ledger list': '<file>',
  'ledger ask': '<dir>',
  change: '',
  'change sign': '<plan>',
  'change check': '',
  consent: '',
  'consent check': '<dir>',
  'consent apply': '<predictions>',
  'consent judge-again': '<dir>',
  monitor: '<predictions>',
  plan: '',
  'plan develop': '',
  'plan validate': '',
  'plan check': '<dir>',
  data: '<action>',
  mlflow: '<action>',
  doctor: '',
};

export interface AskedCommand {
  /** Words that name the command, as `plan check`; none where it is not known. */
  readonly name: string;
  /** What it must be given, in order. */
  readonly positionals: readonly string[];
}

/**
 * The command that is typed, with its subcommand where there is one.
 *
 * @example askedCommand(['plan', 'check', 'runs/x']) // => { name: 'plan check', positionals: ['<dir>'] }
 */
export function askedCommand(typed: readonly string[]): AskedCommand {
  const [first = '', second = ''] = typed;
  const both = `${first} ${second}`;
  const name = both in commands ? both : first in commands ? first : '';
  return { name, positionals: (commands[name] ?? '').split(' ').filter((one) => one !== '') };
}
