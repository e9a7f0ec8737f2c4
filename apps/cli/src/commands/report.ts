import type { Argv, CommandModule } from 'yargs';
import { withPackOptions } from '../pack/report-options.ts';

const write = (yargs: Argv) =>
  withPackOptions(yargs)
    .positional('dir', { type: 'string', demandOption: true, describe: 'Folder of a run or validation' })
    .option('key', {
      type: 'string',
      describe: 'Ed25519 private key (PEM) that seals the pack (default: your own)',
    })
    .option('sigstore', {
      type: 'boolean',
      default: false,
      describe: 'Sign keyless too, with the identity of the CI job or SIGSTORE_ID_TOKEN; needs the network',
    })
    .option('fulcio', { type: 'string', describe: 'Address of another Fulcio than the public one' })
    .option('rekor', { type: 'string', describe: 'Address of another Rekor than the public one' })
    .option('trusted-root', {
      type: 'string',
      describe: 'Trusted root of these services (JSON): checked at once and carried in the pack',
    })
    .example('$0 report runs/wilms-relapse', 'pack/index.html, same input same bytes')
    .example('$0 report diff runs/v1 runs/v2', 'What changed between two packs');

const diff = (yargs: Argv) =>
  yargs
    .positional('a', { type: 'string', demandOption: true, describe: 'Pack, or the folder of its run' })
    .positional('b', { type: 'string', demandOption: true, describe: 'The pack to compare with it' })
    .option('markdown', { type: 'string', describe: 'Write the comparison as Markdown to this file' })
    .example('$0 report diff runs/v1 runs/v2 --markdown changes.md', '');

export const reportCommand: CommandModule = {
  command: 'report',
  describe: 'Write the evidence pack of a run or validation again from its files; diff: compare two packs',
  builder: (yargs) =>
    yargs
      .command(
        '$0 <dir>',
        'Write the evidence pack again from the files of a folder',
        write,
        async (args) => {
          const { reportFolder } = await import('../pack/report-folder.ts');
          process.exitCode = await reportFolder(args as never);
        },
      )
      .command(
        'diff <a> <b>',
        'What changed between two packs: data, model, statistics, claims',
        diff,
        async (args) => {
          const { diffPacks } = await import('../diff/diff-packs.ts');
          process.exitCode = await diffPacks(args as never);
        },
      ),
  handler: () => {},
};
