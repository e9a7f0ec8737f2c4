import type { CommandModule } from 'yargs';

interface DataArguments {
  action: 'list' | 'check' | 'pull' | 'draft' | 'deidentify';
  name?: string;
  from?: string;
  out?: string;
  patient?: string;
  site?: string;
  outcome?: string;
  event?: string[];
  dates: 'remove' | 'shift';
  secretFile?: string;
  missingness: boolean;
  json: boolean;
  quiet: boolean;
}

export const dataCommand: CommandModule<object, DataArguments> = {
  command: 'data <action> [name]',
  describe:
    'List the data sets, check one, take in the files of one that lie outside the repository, draft a new one, or take identities out of DICOM files',
  builder: (yargs) =>
    yargs
      .positional('action', {
        choices: ['list', 'check', 'pull', 'draft', 'deidentify'] as const,
        demandOption: true,
      })
      .positional('name', {
        type: 'string',
        describe: 'Data set: a name under datasets/, or a folder; of draft: the table; of deidentify: files',
      })
      .option('missingness', {
        type: 'boolean',
        default: false,
        describe: 'Where values are missing, and what that goes with',
      })
      .option('out', {
        type: 'string',
        describe: 'Of draft: folder for dataset.yaml; of deidentify: a new one',
      })
      .option('patient', { type: 'string', describe: 'Of draft: column of the patient (default: guessed)' })
      .option('site', { type: 'string', describe: 'Of draft: column of the centre (default: guessed)' })
      .option('outcome', {
        type: 'string',
        describe: 'Of draft: column to be predicted; drafts an experiment too',
      })
      .option('event', {
        type: 'string',
        array: true,
        describe: 'Of draft: levels of the outcome that are the event, where it is no yes or no',
      })
      .option('from', {
        type: 'string',
        describe: 'Of pull: a folder that holds the files; of cases a zip too',
      })
      .option('dates', {
        choices: ['remove', 'shift'] as const,
        default: 'remove' as const,
        describe: 'Of deidentify: gone, or moved back by days that are the same for all files of a patient',
      })
      .option('secret-file', {
        type: 'string',
        describe:
          'Of deidentify: file with the key of the new names and UIDs (default: one that is not kept)',
      })
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
    if (action === 'deidentify') {
      const { deidentify } = await import('../data/deidentify.ts');
      process.exitCode = await deidentify(args);
      return;
    }
    const { dataSets } = await import('../data/data-sets.ts');
    process.exitCode = await dataSets({ ...args, action });
  },
};
