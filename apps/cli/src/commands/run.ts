import type { CommandModule } from 'yargs';

interface RunArguments {
  experiment: string;
  set: string[];
  out?: string;
  key?: string;
  ledger?: string;
  consent?: string;
  use?: string;
  on?: string;
  device: 'auto' | 'cpu' | 'gpu';
  json: boolean;
  quiet: boolean;
}

export const runCommand: CommandModule<object, RunArguments> = {
  command: 'run <experiment>',
  describe: 'Take an experiment from its cohort to predictions, evidence, pack and decision; resumable',
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', demandOption: true, describe: 'Experiment file (YAML)' })
      .option('set', {
        type: 'string',
        array: true,
        default: [],
        describe: 'Change a key: --set validation.bootstrap=500',
      })
      .option('key', {
        type: 'string',
        describe: 'Ed25519 private key (PEM) that seals the pack (default: your own)',
      })
      .option('ledger', {
        type: 'string',
        describe: 'Ledger of looks (JSON lines), where the policy counts them: the decision is added',
      })
      .option('consent', {
        type: 'string',
        describe: 'Consents (CSV or Parquet): only who allows --use is learned from and judged on',
      })
      .option('use', { type: 'string', describe: 'What the data are used for: a scope of the consents' })
      .option('on', { type: 'string', describe: 'Day up to which withdrawals count (default: today)' })
      .option('out', { type: 'string', describe: 'Run folder (default: runs/<name>)' })
      .option('device', {
        choices: ['auto', 'cpu', 'gpu'] as const,
        default: 'auto' as const,
        describe: 'Where tensors live',
      })
      .example('$0 run experiments/wilms/relapse.yaml', 'Everything, into runs/wilms-relapse') as never,
  handler: async (args) => {
    const { runExperiment } = await import('../run/run-experiment.ts');
    process.exitCode = await runExperiment(args);
  },
};
