import type { CommandModule } from 'yargs';

interface VerifyArguments {
  pack: string;
  'public-key'?: string;
  publicKey?: string;
  against?: string;
  trustedRoot?: string;
  identity?: string;
  issuer?: string;
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
      .option('trusted-root', {
        type: 'string',
        describe:
          'Authorities and logs to check a sigstore bundle by (trusted_root.json), in place of the carried ones',
      })
      .option('identity', {
        type: 'string',
        describe: 'Who must have signed by sigstore, as in its certificate',
      })
      .option('issuer', { type: 'string', describe: 'Who must have vouched for that identity' })
      .option('against', {
        type: 'string',
        describe: 'For a copy for sharing: the pack (or run) it was drawn from, which has the rows',
      })
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
      .example('$0 verify runs/wilms-relapse/pack --public-key sealer.pem', '')
      .example('$0 verify pack-shareable --against runs/wilms-relapse', '') as never,
  handler: async (args) => {
    const { verifyPack } = await import('../verify/verify-pack.ts');
    process.exitCode = await verifyPack(args);
  },
};
