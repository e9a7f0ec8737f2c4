import type { Argv, CommandModule } from 'yargs';

const sign = (yargs: Argv) =>
  yargs
    .positional('plan', { type: 'string', demandOption: true, describe: 'Change control plan (YAML)' })
    .option('key', { type: 'string', describe: 'Ed25519 private key (PEM; default: your own)' })
    .option('out', { type: 'string', demandOption: true, describe: 'Signed plan to write (DSSE)' })
    .option('public-key-out', { type: 'string', describe: 'Write the public key too (PEM)' })
    .example(
      '$0 change sign examples/change-control/wilms.yaml --out plan.dsse.json --public-key-out plan.pem',
      '',
    );

const check = (yargs: Argv) =>
  yargs
    .option('plan', { type: 'string', demandOption: true, describe: 'Signed plan (DSSE)' })
    .option('public-key', {
      type: 'string',
      demandOption: true,
      describe: 'Key that must have signed it (PEM)',
    })
    .option('from', { type: 'string', demandOption: true, describe: 'Pack or run of the released model' })
    .option('to', { type: 'string', demandOption: true, describe: 'Pack or run of the changed model' })
    .option('out', { type: 'string', describe: 'Folder for impact-assessment.json and .md' })
    .example(
      '$0 change check --plan plan.dsse.json --public-key plan.pem --from runs/v1 --to runs/v2 --out impact',
      '',
    );

export const changeCommand: CommandModule = {
  command: 'change',
  describe: 'Predetermined change control: sign a plan; check a change against it (exit 4 outside)',
  builder: (yargs) =>
    yargs
      .command('sign <plan>', 'Check and sign a change control plan', sign, async (args) => {
        const { signPlan } = await import('../gate/change/sign-plan.ts');
        process.exitCode = await signPlan(args as never);
      })
      .command('check', 'Whether a change lies inside a plan, and what it moved', check, async (args) => {
        const { checkChangeOf } = await import('../gate/change/check-change.ts');
        process.exitCode = await checkChangeOf(args as never);
      })
      .demandCommand(1, 'change: which of sign and check?'),
  handler: () => {},
};
