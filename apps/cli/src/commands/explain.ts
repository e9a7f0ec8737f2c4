import type { CommandModule } from 'yargs';
import type { ExplainRequest } from '../encoded/explain-request.ts';

export const explainCommand: CommandModule<object, ExplainRequest> = {
  command: 'explain <run>',
  describe: 'What a model of images or notes looks at, shown only where it passes its gates',
  builder: (yargs) =>
    yargs
      .positional('run', {
        type: 'string',
        demandOption: true,
        describe: 'Run folder of raredx train or run',
      })
      .option('model', { type: 'string', describe: 'Model of the run (default: the one to be used)' })
      .option('images', {
        type: 'number',
        default: 24,
        describe: 'Pictures or notes that are explained, drawn from all classes; at least 5 patients',
      })
      .option('experiment', {
        type: 'string',
        describe: 'The experiment file of the run, where its data is named relative to it',
      })
      .option('one-image-a-patient', {
        type: 'boolean',
        default: false,
        describe: 'As for raredx train',
      })
      .option('device', {
        choices: ['auto', 'cpu', 'gpu'] as const,
        default: 'auto' as const,
        describe: 'Where tensors live',
      })
      .example(
        '$0 explain runs/cells',
        'Writes explanations.json; of a raredx run, then: raredx report runs/cells',
      ) as never,
  handler: async (args) => {
    const { explain } = await import('../encoded/explain.ts');
    process.exitCode = await explain(args);
  },
};
