import type { Argv, CommandModule } from 'yargs';

interface ReportArguments {
  dir: string;
  key?: string;
  sigstore: boolean;
  json: boolean;
  quiet: boolean;
}

const diff = (yargs: Argv) =>
  yargs
    .positional('a', { type: 'string', demandOption: true, describe: 'Pack, or the folder of its run' })
    .positional('b', { type: 'string', demandOption: true, describe: 'The pack to compare with it' })
    .option('markdown', { type: 'string', describe: 'Write the comparison as Markdown to this file' })
    .example('$0 report diff runs/v1 runs/v2 --markdown changes.md', '');

export const reportCommand: CommandModule<object, ReportArguments> = {
  command: 'report <dir>',
  describe: 'Write the evidence pack of a run or validation again from its files; diff: compare two packs',
  builder: (yargs) =>
    yargs
      .command(
        'diff <a> <b>',
        'What changed between two packs: data, model, statistics, claims',
        diff,
        async (args) => {
          const { diffPacks } = await import('../diff/diff-packs.ts');
          process.exitCode = await diffPacks(args as never);
        },
      )
      .positional('dir', { type: 'string', demandOption: true, describe: 'Folder of a run or validation' })
      .option('key', {
        type: 'string',
        describe: 'Ed25519 private key (PEM) that seals the pack (default: your own)',
      })
      .option('sigstore', {
        type: 'boolean',
        default: false,
        describe: 'Keyless signature; needs the network',
      })
      .example('$0 report runs/wilms-relapse', 'pack/index.html, same input same bytes') as never,
  handler: async (args) => {
    const { reportFolder } = await import('../pack/report-folder.ts');
    process.exitCode = await reportFolder(args);
  },
};
