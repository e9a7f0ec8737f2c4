import type { CommandModule } from 'yargs';

interface ReportArguments {
  dir: string;
  json: boolean;
  quiet: boolean;
}

export const reportCommand: CommandModule<object, ReportArguments> = {
  command: 'report <dir>',
  describe: 'Write the evidence pack of a run or validation again from its files',
  builder: (yargs) =>
    yargs
      .positional('dir', { type: 'string', demandOption: true, describe: 'Folder of a run or validation' })
      .example('$0 report runs/wilms-relapse', 'pack/index.html, same input same bytes') as never,
  handler: async (args) => {
    const { reportFolder } = await import('../pack/report-folder.ts');
    process.exitCode = await reportFolder(args);
  },
};
