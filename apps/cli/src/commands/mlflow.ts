import type { CommandModule } from 'yargs';

interface MlflowArguments {
  action: 'up' | 'sync' | 'status' | 'down';
  runs: string;
  port?: number;
  json: boolean;
  quiet: boolean;
}

export const mlflowCommand: CommandModule<object, MlflowArguments> = {
  command: 'mlflow <action>',
  describe:
    'Bring up a local MLflow server and send it what was journaled, or sync to the one named by MLFLOW_TRACKING_URI',
  builder: (yargs) =>
    yargs
      .positional('action', { choices: ['up', 'sync', 'status', 'down'] as const, demandOption: true })
      .option('runs', { type: 'string', default: 'runs', describe: 'Folder of the runs' })
      .option('port', { type: 'number', describe: 'Port of the local server (default: a free one)' })
      .example('$0 mlflow up', 'Start a server on 127.0.0.1 and sync all runs') as never,
  handler: async (args) => {
    const { mlflow } = await import('../mlflow/mlflow.ts');
    process.exitCode = await mlflow(args);
  },
};
