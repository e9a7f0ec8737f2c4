import type { CommandModule } from 'yargs';
import type { MonitorRequest } from '../monitor/monitor-request.ts';

const text = (describe: string) => ({ type: 'string', describe }) as const;
const number = (describe: string) => ({ type: 'number', describe }) as const;

export const monitorCommand: CommandModule<object, MonitorRequest> = {
  command: 'monitor <predictions>',
  describe: 'Watch a model in use against its validation: exit 0 quiet, 4 alert, 5 too few to say',
  builder: (yargs) =>
    yargs
      .positional('predictions', {
        type: 'string',
        demandOption: true,
        describe: 'New predictions, .csv or .parquet; the outcome may be missing, in part or as a column',
      })
      .option('against', { ...text('Folder of the run or validation'), demandOption: true })
      .option('model', text('Model (default: the primary one of the reference)'))
      .option('label', text('Outcome, where there are several'))
      .option('partition', text('Partition of the reference (default: external, else test, else internal)'))
      .option('y', text('Column of the observed outcome, 0, 1 or empty (default: y)'))
      .option('p', text('Column of the predicted risk (default: p)'))
      .option('patient', text('Column of the patient (default: patient_id)'))
      .option('sample', text('Column of the sample, where a patient has several rows'))
      .option('attr', {
        type: 'string',
        array: true,
        default: [],
        describe: 'Attributes of the reference that the new table must hold',
      })
      .option('order', text('Column of the order in time, numbers or dates (default: order of the rows)'))
      .option('thresholds', text('Decision thresholds (default: those of the reference)'))
      .option('features', text('Features of the new samples, as raredx embed writes them'))
      .option('reference-features', text('Features of the samples of the reference'))
      .option('latency', text('Column of measured latencies'))
      .option('policy', text('Policy whose criteria latency_p95 and the like set bars to latencies'))
      .option('false-alarm-rate', { ...number('Chance of any false alarm in the report'), default: 0.05 })
      .option('run-length', number('Instead, for sequential checks: patients between false alarms of each'))
      .option('permutations', { ...number('Permutations and resamples of patients'), default: 1999 })
      .option('confidence', { ...number('Confidence of every interval'), default: 0.95 })
      .option('seed', { ...number('Seed of permutations and simulations'), default: 1 })
      .option('out', text('Folder for the report: monitoring.json, .md and .html'))
      .example('$0 monitor april.csv --against runs/wilms-relapse --order seen_on --out april', '') as never,
  handler: async (args) => {
    const { monitorFile } = await import('../monitor/monitor-file.ts');
    process.exitCode = await monitorFile(args);
  },
};
