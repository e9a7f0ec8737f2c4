import type { Argv, CommandModule } from 'yargs';

const asked = (yargs: Argv) =>
  yargs
    .option('ledger', {
      type: 'string',
      demandOption: true,
      describe: 'Consents (CSV or Parquet): patient_id, scope, withdrawn_on',
    })
    .option('use', { type: 'string', demandOption: true, describe: 'What the data are used for: a scope' })
    .option('on', { type: 'string', describe: 'Day up to which withdrawals count (default: today)' });

const check = (yargs: Argv) =>
  asked(yargs)
    .positional('dir', { type: 'string', demandOption: true, describe: 'Folder of a run or validation' })
    .example('$0 consent check runs/wilms-relapse --ledger consents.csv --use research', '');

const apply = (yargs: Argv) =>
  asked(yargs)
    .positional('predictions', { type: 'string', demandOption: true, describe: 'CSV or Parquet' })
    .option('patient', { type: 'string', describe: 'Column that names the patient' })
    .option('y', { type: 'string', describe: 'Column of the observed outcome (default: y)' })
    .option('p', { type: 'string', describe: 'Column of the predicted risk (default: p)' })
    .option('out', { type: 'string', demandOption: true, describe: 'Parquet file to write' })
    .example(
      '$0 consent apply predictions.parquet --ledger consents.csv --use research --out kept.parquet',
      '',
    );

const again = (yargs: Argv) =>
  asked(yargs)
    .positional('dir', { type: 'string', demandOption: true, describe: 'Folder of a run or validation' })
    .option('key', { type: 'string', describe: 'Ed25519 private key (PEM) that seals the new pack' })
    .option('out', { type: 'string', demandOption: true, describe: 'Folder of the new pack' })
    .example(
      '$0 consent judge-again runs/wilms-relapse --ledger consents.csv --use research --out without',
      '',
    );

export const consentCommand: CommandModule = {
  command: 'consent',
  describe: 'What patients allow: check a use (exit 4 where one does not), judge without who does not',
  builder: (yargs) =>
    yargs
      .command('check <dir>', 'Whether all patients of a folder allow a use', check, async (args) => {
        const { checkConsent } = await import('../gate/consent/check-consent.ts');
        process.exitCode = await checkConsent(args as never);
      })
      .command('apply <predictions>', 'The predictions of those who allow a use', apply, async (args) => {
        const { applyConsent } = await import('../gate/consent/apply-consent.ts');
        process.exitCode = await applyConsent(args as never);
      })
      .command(
        'judge-again <dir>',
        'A new pack on those who allow a use, and what moved',
        again,
        async (args) => {
          const { judgeAgain } = await import('../gate/consent/judge-again.ts');
          process.exitCode = await judgeAgain(args as never);
        },
      )
      .demandCommand(1, 'consent: which of check, apply and judge-again?'),
  handler: () => {},
};
