import type { Argv, CommandModule } from 'yargs';

const text = (describe: string) => ({ type: 'string', describe }) as const;

const decide = (yargs: Argv) =>
  yargs
    .positional('dir', { type: 'string', demandOption: true, describe: 'Folder of a run or validation' })
    .option('policy', { ...text('Release policy (YAML)'), demandOption: true })
    .option('ledger', text('Ledger of looks at external cohorts (JSON lines): this decision is added'))
    .option('at', text('UTC time of the entry in the ledger of looks, and of nothing else (default: now)'))
    .option('consent', text('Consents (CSV or Parquet): exit 4 where a patient does not allow --use'))
    .option('use', text('What the data are used for: a scope of the consents'))
    .option('on', text('Day up to which withdrawals count (default: today)'))
    .option('junit', text('Write the criteria as JUnit XML'))
    .option('sarif', text('Write the criteria that are not met as SARIF 2.1.0'))
    .option('summary', text('Append a Markdown summary (a CI step summary)'))
    .option('out', text('Folder for decision.json and policy.yaml (default: the folder judged)'))
    .option('promote', text('NAME/VERSION in the registry: moves the alias champion, on a pass alone'))
    .example('$0 gate runs/wilms-relapse --policy policies/wilms.yaml', '')
    .example(
      '$0 gate runs/wilms-relapse --policy policies/wilms.yaml --ledger looks.jsonl --sarif gate.sarif',
      '',
    );

const compare = (yargs: Argv) =>
  yargs
    .positional('champion', { type: 'string', demandOption: true, describe: 'Predictions, or their folder' })
    .positional('challenger', {
      type: 'string',
      demandOption: true,
      describe: 'Predictions of the same rows',
    })
    .option('champion-model', text('Model of the first, where it holds several'))
    .option('challenger-model', text('Model of the second, where it holds several'))
    .option('policy', text('Policy on model challenger, against champion'))
    .option('thresholds', text('Decision thresholds: 0.1,0.2'))
    .option('bootstrap', { type: 'number', default: 2000, describe: 'Resamples of patients' })
    .option('confidence', { type: 'number', default: 0.95, describe: 'Confidence of every interval' })
    .option('seed', { type: 'number', default: 1, describe: 'Seed of the resamples' })
    .option('key', text('Ed25519 private key (PEM) that seals the pack (default: your own)'))
    .option('out', { ...text('Folder to write'), demandOption: true })
    .example('$0 gate compare runs/v1 runs/v2 --policy policies/successor.yaml --out compared', '');

export const gateCommand: CommandModule = {
  command: 'gate',
  describe: 'Decide by a policy: exit 0 pass, 4 fail, 5 insufficient evidence; compare: champion, challenger',
  builder: (yargs) =>
    yargs
      .command('$0 <dir>', 'Decide by a policy on the evidence of a folder', decide, async (args) => {
        const { gateFolder } = await import('../gate/gate-folder.ts');
        process.exitCode = await gateFolder(args as never);
      })
      .command(
        'compare <champion> <challenger>',
        'Two models on identical rows, paired; refused where the rows differ',
        compare,
        async (args) => {
          const { compareModels } = await import('../gate/compare-models.ts');
          process.exitCode = await compareModels(args as never);
        },
      ),
  handler: () => {},
};
