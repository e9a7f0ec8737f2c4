import type { Argv, CommandModule } from 'yargs';

const file = (yargs: Argv) =>
  yargs.positional('file', { type: 'string', demandOption: true, describe: 'Ledger of looks (JSON lines)' });

const check = (yargs: Argv) =>
  file(yargs)
    .option('head', {
      type: 'string',
      describe:
        'Hash of an entry, noted elsewhere, that must be in it: else a ledger that was cut off looks whole',
    })
    .option('decision', {
      type: 'string',
      describe: 'decision.json, or its folder, whose entry must be in it',
    })
    .example('$0 ledger check looks.jsonl --decision runs/wilms-relapse', '');

const list = (yargs: Argv) => file(yargs).example('$0 ledger list looks.jsonl', '');

const ask = (yargs: Argv) =>
  yargs
    .positional('dir', { type: 'string', demandOption: true, describe: 'Folder of a run or validation' })
    .option('ledger', { type: 'string', demandOption: true, describe: 'Ledger that keeps the questions' })
    .option('metric', { type: 'string', demandOption: true, describe: 'Metric, as in auroc' })
    .option('model', { type: 'string', describe: 'Model (default: the primary one)' })
    .option('tolerance', {
      type: 'number',
      demandOption: true,
      describe:
        'Difference that counts as agreement; below 4 standard errors of the estimate it protects little',
    })
    .option('noise', { type: 'number', describe: 'Scale of the Laplace noise (default: tolerance / 16)' })
    .option('budget', { type: 'number', default: 10, describe: 'Disagreements that may be told' })
    .option('seed', { type: 'string', demandOption: true, describe: 'Seed of the noise; keep it secret' })
    .option('at', { type: 'string', describe: 'UTC time of the entry (default: now)' })
    .example(
      '$0 ledger ask runs/wilms-relapse --ledger looks.jsonl --metric auroc --tolerance 0.07 --seed $SECRET',
      '',
    );

export const ledgerCommand: CommandModule = {
  command: 'ledger',
  describe: 'The ledger of looks at external cohorts: check it, list it, ask through a reusable holdout',
  builder: (yargs) =>
    yargs
      .command(
        'check <file>',
        'Find what was edited or deleted, and by --head or --decision what was cut off; exit 3',
        check,
        async (args) => {
          const { checkLedgerFile } = await import('../gate/ledger/check-ledger-file.ts');
          process.exitCode = await checkLedgerFile(args as never);
        },
      )
      .command('list <file>', 'Looks, their levels and what is spent', list, async (args) => {
        const { listLedger } = await import('../gate/ledger/list-ledger.ts');
        process.exitCode = await listLedger(args as never);
      })
      .command('ask <dir>', 'A question to the external cohort (Thresholdout)', ask, async (args) => {
        const { askHoldout } = await import('../gate/ledger/ask-holdout.ts');
        process.exitCode = await askHoldout(args as never);
      })
      .demandCommand(1, 'ledger: which of check, list and ask?'),
  handler: () => {},
};
