import type { CommandModule } from 'yargs';
import type { TrainRequest } from '../encoded/train-request.ts';

export const trainCommand: CommandModule<object, TrainRequest> = {
  command: 'train <source>',
  describe: 'Learn a classifier of images or notes from a manifest or an experiment; judged out of fold',
  builder: (yargs) =>
    yargs
      .positional('source', {
        type: 'string',
        demandOption: true,
        describe: 'Manifest (.csv, .parquet, or a folder of class folders) or experiment (.yaml)',
      })
      .option('image', { type: 'string', describe: 'Column of the picture (default: guessed)' })
      .option('text', { type: 'string', describe: 'Column of the note: learn from text instead of pictures' })
      .option('label', { type: 'string', describe: 'Column of the class (default: guessed)' })
      .option('patient', { type: 'string', describe: 'Column of the patient, the unit of every split' })
      .option('one-image-a-patient', {
        type: 'boolean',
        default: false,
        describe: 'Declare that every row is a patient of its own, where there is no such column',
      })
      .option('site', { type: 'string', describe: 'Column of the centre (default: guessed)' })
      .option('external', {
        type: 'string',
        array: true,
        default: [],
        describe: 'Sites that are kept out and judged once',
      })
      .option('attr', { type: 'string', array: true, default: [], describe: 'Columns that are subgroups' })
      .option('positive', { type: 'string', describe: 'Of two classes, the one that is the outcome' })
      .option('encoder', {
        type: 'string',
        describe: 'efficientnet-lite0, all-minilm-l6-v2, or the path of a model file',
      })
      .option('size', {
        type: 'number',
        describe: 'Side that pictures are brought to, px (default: by size)',
      })
      .option('upright', {
        type: 'boolean',
        default: false,
        describe: 'Pictures have a right way up, as chest films: nothing is turned',
      })
      .option('recipe', {
        choices: ['auto', 'plain'] as const,
        default: 'auto' as const,
        describe:
          'auto averages ways of evening out colour and site; plain is one head on the pictures as they are',
      })
      .option('folds', { type: 'number', default: 5, describe: 'Folds of patients' })
      .option('set', { type: 'string', array: true, default: [], describe: 'Change a key of the experiment' })
      .option('seed', { type: 'number', default: 1, describe: 'Seed of folds and jitter' })
      .option('device', {
        choices: ['auto', 'cpu', 'gpu'] as const,
        default: 'auto' as const,
        describe: 'Where tensors live',
      })
      .option('out', { type: 'string', describe: 'Run folder (default: runs/<name of the source>)' })
      .example(
        '$0 train cells.csv --out runs/cells',
        'Columns guessed: image, label, patient, site',
      ) as never,
  handler: async (args) => {
    const { train } = await import('../encoded/train.ts');
    process.exitCode = await train(args);
  },
};
