import type { CommandModule } from 'yargs';

interface DataArguments {
  action: 'list' | 'check';
  name?: string;
  missingness: boolean;
  json: boolean;
  quiet: boolean;
}

export const dataCommand: CommandModule<object, DataArguments> = {
  command: 'data <action> [name]',
  describe: 'List the data sets, or check one against its declared schema',
  builder: (yargs) =>
    yargs
      .positional('action', { choices: ['list', 'check'] as const, demandOption: true })
      .positional('name', { type: 'string', describe: 'Data set: a name under datasets/, or a folder' })
      .option('missingness', {
        type: 'boolean',
        default: false,
        describe: 'Where values are missing, and what that goes with',
      })
      .example('$0 data check wilms', '')
      .example('$0 data check pbc --missingness', '') as never,
  handler: async (args) => {
    const { dataSets } = await import('../data/data-sets.ts');
    process.exitCode = await dataSets(args);
  },
};
