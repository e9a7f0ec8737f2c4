import type { CommandModule } from 'yargs';
import { changeCommand } from './commands/change.ts';
import { consentCommand } from './commands/consent.ts';
import { dataCommand } from './commands/data.ts';
import { doctorCommand } from './commands/doctor.ts';
import { embedCommand } from './commands/embed.ts';
import { explainCommand } from './commands/explain.ts';
import { gateCommand } from './commands/gate.ts';
import { ledgerCommand } from './commands/ledger.ts';
import { mlflowCommand } from './commands/mlflow.ts';
import { monitorCommand } from './commands/monitor.ts';
import { planCommand } from './commands/plan.ts';
import { predictCommand } from './commands/predict.ts';
import { rankCommand } from './commands/rank.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { trainCommand } from './commands/train.ts';
import { validateCommand } from './commands/validate.ts';
import { verifyCommand } from './commands/verify.ts';
import { failure } from './failure.ts';
import { aboutRaredx, overview } from './overview.ts';
import { refuseUnusable, UsageRefused } from './usage-error.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  process.exit(failure(Object.assign(error, { path: 'stdout' }), say));
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    say(`\nraredx: interrupted; what is finished is kept, run the same command to go on`);
    process.exit(code);
  });
}

const typed = process.argv.slice(2);
const width = Math.min(110, process.stdout.columns ?? 110);
const commands: readonly CommandModule[] = [
  runCommand as CommandModule,
  trainCommand as CommandModule,
  predictCommand as CommandModule,
  embedCommand as CommandModule,
  explainCommand as CommandModule,
  rankCommand as CommandModule,
  validateCommand as CommandModule,
  reportCommand as CommandModule,
  verifyCommand as CommandModule,
  gateCommand as CommandModule,
  ledgerCommand as CommandModule,
  changeCommand as CommandModule,
  consentCommand as CommandModule,
  monitorCommand as CommandModule,
  planCommand as CommandModule,
  dataCommand as CommandModule,
  mlflowCommand as CommandModule,
  doctorCommand as CommandModule,
];

/** The parser is loaded where there is something to parse: it takes longer than all else that `--help` needs. */
async function parse(): Promise<void> {
  const { default: yargs } = await import('yargs');
  const cli = yargs(typed)
    .scriptName('raredx')
    .usage(`$0 <command>\n\n${aboutRaredx.purpose}`)
    .command(commands as CommandModule[])
    .option('json', { type: 'boolean', default: false, describe: aboutRaredx.json })
    .option('quiet', { type: 'boolean', default: false, describe: aboutRaredx.quiet })
    .middleware((given) => refuseUnusable(given, typed), true)
    .completion('completion', aboutRaredx.completion)
    .demandCommand(1, 'no command given')
    .recommendCommands()
    .strict()
    .wrap(width)
    .epilogue(aboutRaredx.exitCodes)
    .fail((message, error, usage) => {
      if (error && !/^YError/.test(error.name)) throw error;
      // The types say that this is the builder; it is what lists the options of the command that was asked.
      const described = usage as unknown as { getDescriptions(): Readonly<Record<string, unknown>> };
      throw new UsageRefused(message ?? error.message, Object.keys(described.getDescriptions()));
    });
  await cli.parseAsync();
}

try {
  if (typed.length === 1 && typed[0] === '--help') process.stdout.write(overview(commands, width));
  else await parse();
} catch (error) {
  process.exitCode = failure(await explained(error), say);
}

async function explained(error: unknown): Promise<unknown> {
  if (!(error instanceof UsageRefused)) return error;
  const { explainedUsage } = await import('./explained-usage.ts');
  return explainedUsage(error, typed);
}
