import type { CommandModule } from 'yargs';

interface ValidateArguments {
  predictions: string;
  y?: string;
  p?: string;
  patient?: string;
  sample?: string;
  site?: string;
  model?: string;
  attr: string[];
  thresholds?: string;
  targetPrevalence?: number;
  recalibrate?: string;
  baseline?: string;
  bootstrap: number;
  confidence: number;
  seed: number;
  policy?: string;
  title?: string;
  key?: string;
  out: string;
  json: boolean;
  quiet: boolean;
}

export const validateCommand: CommandModule<object, ValidateArguments> = {
  command: 'validate <predictions>',
  describe: 'Judge a predictions table (CSV or Parquet), whoever made it; needs only the columns y and p',
  builder: (yargs) =>
    yargs
      .positional('predictions', {
        type: 'string',
        demandOption: true,
        describe: 'Predictions, .csv or .parquet',
      })
      .option('y', {
        type: 'string',
        describe: 'Column of the observed outcome: 0 or 1, true or false (default: y)',
      })
      .option('p', { type: 'string', describe: 'Column of the predicted risk (default: p)' })
      .option('patient', { type: 'string', describe: 'Column of the patient: the unit of every resample' })
      .option('sample', {
        type: 'string',
        describe: 'Column of the sample, where a patient has several rows',
      })
      .option('site', { type: 'string', describe: 'Column of the centre' })
      .option('model', { type: 'string', describe: 'Column of the model, where several are compared' })
      .option('attr', {
        type: 'string',
        array: true,
        default: [],
        describe: 'Columns whose levels are subgroups',
      })
      .option('thresholds', { type: 'string', describe: 'Decision thresholds declared beforehand: 0.1,0.2' })
      .option('target-prevalence', {
        type: 'number',
        describe: 'Share of patients with the outcome where the model will be used, as in 0.001',
      })
      .option('recalibrate', {
        type: 'string',
        describe: 'Also judge the risks recalibrated on the partition tuning: platt,isotonic,beta,…',
      })
      .option('baseline', { type: 'string', describe: 'Model that the others are compared with' })
      .option('bootstrap', { type: 'number', default: 2000, describe: 'Patient-level resamples' })
      .option('confidence', { type: 'number', default: 0.95, describe: 'Confidence of every interval' })
      .option('seed', { type: 'number', default: 1, describe: 'Seed of the resamples' })
      .option('policy', {
        type: 'string',
        describe:
          'Judge by this release policy too and say the verdict; the exit code stays 0 (raredx gate turns it into one)',
      })
      .option('title', { type: 'string', describe: 'Title of the pack' })
      .option('key', {
        type: 'string',
        describe: 'Ed25519 private key (PEM) that seals the pack (default: your own)',
      })
      .option('out', { type: 'string', demandOption: true, describe: 'Folder for evidence and pack' })
      .example(
        '$0 validate vendor.csv --y died --p risk --attr sex --thresholds 0.1,0.2 --out check',
        '',
      ) as never,
  handler: async (args) => {
    const { validateFile } = await import('../validate/validate-file.ts');
    process.exitCode = await validateFile(args);
  },
};
