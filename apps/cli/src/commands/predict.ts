import type { CommandModule } from 'yargs';
import type { PredictRequest } from '../encoded/predict-request.ts';

export const predictCommand: CommandModule<object, PredictRequest & { readonly name?: string }> = {
  command: 'predict <manifest>',
  describe:
    'Risks of new patients, images or notes by a trained model; judged too where the outcome is known',
  builder: (yargs) =>
    yargs
      .positional('manifest', {
        type: 'string',
        demandOption: true,
        describe:
          'Table of patients, manifest (.csv, .parquet) or folder of pictures (of classes, or pictures alone)',
      })
      .option('model', { type: 'string', demandOption: true, describe: 'Run folder of raredx train or run' })
      .option('name', {
        type: 'string',
        describe: 'Of a table: the model (default: the primary of the experiment)',
      })
      .option('image', { type: 'string', describe: 'Column of the picture (default: guessed)' })
      .option('text', { type: 'string', describe: 'Column of the note' })
      .option('label', { type: 'string', describe: 'Column of the class, if known (default: guessed)' })
      .option('patient', { type: 'string', describe: 'Column of the patient (default: guessed)' })
      .option('one-image-a-patient', {
        type: 'boolean',
        default: false,
        describe: 'Declare that every row is a patient of its own',
      })
      .option('site', { type: 'string', describe: 'Column of the centre (default: guessed)' })
      .option('attr', { type: 'string', array: true, default: [], describe: 'Columns that are subgroups' })
      .option('on-bad', {
        choices: ['stop', 'count'] as const,
        default: 'stop' as const,
        describe: 'A file that cannot be read: stop, or leave it out and say so',
      })
      .option('device', {
        choices: ['auto', 'cpu', 'gpu'] as const,
        default: 'auto' as const,
        describe: 'Where tensors live',
      })
      .option('out', { type: 'string', demandOption: true, describe: 'Folder for the predictions' })
      .example(
        '$0 predict other-hospital.csv --model runs/cells --out other',
        'Then: raredx validate other/predictions.parquet --out check',
      )
      .example(
        '$0 predict patients.csv --model runs/wilms-relapse --out new',
        'A table of new patients',
      ) as never,
  handler: async (args) => {
    const { predictionFiles, requireOutFolder } = await import('../out-folder.ts');
    requireOutFolder(args.out, predictionFiles);
    const { readTableModels } = await import('../new-patients/table-models.ts');
    const table = readTableModels(args.model);
    if (table) {
      const { predictPatients } = await import('../new-patients/predict-patients.ts');
      process.exitCode = await predictPatients(args, table);
      return;
    }
    const { predict } = await import('../encoded/predict.ts');
    process.exitCode = await predict(args);
  },
};
