import type { CommandModule } from 'yargs';

interface DataArguments {
  action: 'list' | 'check' | 'pull' | 'draft';
  name?: string;
  from?: string;
  out?: string;
  patient?: string;
  site?: string;
  outcome?: string;
  missingness: boolean;
  json: boolean;
  quiet: boolean;
}

export const dataCommand: CommandModule<object, DataArguments> = {
  command: 'data <action> [name]',
  describe:
    'List the data sets, check one, take in the files of one that lie outside the repository, or draft a new one',
  builder: (yargs) =>
    yargs
      .positional('action', { choices: ['list', 'check', 'pull', 'draft'] as const, demandOption: true })
      .positional('name', {
        type: 'string',
        describe: 'Data set: a name under datasets/, or a folder; of draft: the table',
      })
      .option('missingness', {
        type: 'boolean',
        default: false,
        describe: 'Where values are missing, and what that goes with',
      })
      .option('out', { type: 'string', describe: 'Of draft: folder for dataset.yaml' })
      .option('patient', { type: 'string', describe: 'Of draft: column of the patient (default: guessed)' })
      .option('site', { type: 'string', describe: 'Of draft: column of the centre (default: guessed)' })
      .option('outcome', {
        type: 'string',
        describe: 'Of draft: column to be predicted; drafts an experiment too',
      })
      .option('from', { type: 'string', describe: 'Of pull: a folder that holds the files' })
      .example('$0 data check wilms', '')
      .example('$0 data check pbc --missingness', '')
      .example(
        '$0 data draft cohort.csv --outcome relapse --out mine',
        'Then: raredx run mine/experiment.yaml',
      )
      .example('$0 data pull cells --from ~/rbc-chula', '') as never,
  handler: async (args) => {
    const { action } = args;
    if (action === 'draft') {
      const { draft } = await import('../data/draft.ts');
      process.exitCode = await draft(args);
      return;
    }
    const { dataSets } = await import('../data/data-sets.ts');
    process.exitCode = await dataSets({ ...args, action });
  },
};
