import type { CommandModule } from 'yargs';

interface GateArguments {
  dir: string;
  policy: string;
  junit?: string;
  summary?: string;
  json: boolean;
  quiet: boolean;
}

export const gateCommand: CommandModule<object, GateArguments> = {
  command: 'gate <dir>',
  describe: 'Decide by a policy: exit 0 pass, 4 fail, 5 insufficient evidence',
  builder: (yargs) =>
    yargs
      .positional('dir', { type: 'string', demandOption: true, describe: 'Folder of a run or validation' })
      .option('policy', { type: 'string', demandOption: true, describe: 'Release policy (YAML)' })
      .option('junit', { type: 'string', describe: 'Write the criteria as JUnit XML' })
      .option('summary', { type: 'string', describe: 'Append a Markdown summary (a CI step summary)' })
      .example('$0 gate runs/wilms-relapse --policy policies/wilms.yaml', '') as never,
  handler: async (args) => {
    const { gateFolder } = await import('../gate/gate-folder.ts');
    process.exitCode = await gateFolder(args);
  },
};
