import type { CommandModule } from 'yargs';

interface VerifyArguments {
  pack: string;
  'public-key'?: string;
  publicKey?: string;
  quick: boolean;
  tolerance: number;
  json: boolean;
  quiet: boolean;
}

export const verifyCommand: CommandModule<object, VerifyArguments> = {
  command: 'verify <pack>',
  describe:
    'Check a pack: its signature, its files, and every number again from the rows; exit 3 where one is off',
  builder: (yargs) =>
    yargs
      .positional('pack', { type: 'string', demandOption: true, describe: 'Folder of a pack, or of its run' })
      .option('public-key', { type: 'string', describe: 'The key that must have sealed it (PEM)' })
      .option('quick', {
        type: 'boolean',
        default: false,
        describe: 'Signature and files only: recompute no number',
      })
      .option('tolerance', {
        type: 'number',
        default: 0,
        describe: 'Difference of a recomputed number that is accepted, relative to max(1, number)',
      })
      .example('$0 verify runs/wilms-relapse/pack --public-key sealer.pem', '') as never,
  handler: async (args) => {
    const { verifyPack } = await import('../verify/verify-pack.ts');
    process.exitCode = await verifyPack(args);
  },
};
