import type { CommandModule } from 'yargs';

interface DataArguments {
  action: 'list' | 'check' | 'pull';
  name?: string;
  from?: string;
  missingness: boolean;
  json: boolean;
  quiet: boolean;
}

export const dataCommand: CommandModule<object, DataArguments> = {
  command: 'data <action> [name]',
  describe: 'List the data sets, check one, or take in the files of one that lie outside the repository',
  builder: (yargs) =>
    yargs
      .positional('action', { choices: ['list', 'check', 'pull'] as const, demandOption: true })
      .positional('name', { type: 'string', describe: 'Data set: a name under datasets/, or a folder' })
      .option('missingness', {
        type: 'boolean',
        default: false,
        describe: 'Where values are missing, and what that goes with',
      })
      .option('from', { type: 'string', describe: 'Of pull: a folder that holds the files' })
      .example('$0 data check wilms', '')
      .example('$0 data check pbc --missingness', '')
      .example('$0 data pull cells --from ~/rbc-chula', '') as never,
  handler: async (args) => {
    const { dataSets } = await import('../data/data-sets.ts');
    process.exitCode = await dataSets(args);
  },
};
