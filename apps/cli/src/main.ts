import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
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

const typed = hideBin(process.argv);

const cli = yargs(typed)
  .scriptName('raredx')
  .usage('$0 <command>\n\nTrain and validate AI for rare diseases, from a raw cohort to a release decision.')
  .command(runCommand)
  .command(trainCommand)
  .command(predictCommand)
  .command(embedCommand)
  .command(explainCommand)
  .command(rankCommand)
  .command(validateCommand)
  .command(reportCommand)
  .command(verifyCommand)
  .command(gateCommand)
  .command(ledgerCommand)
  .command(changeCommand)
  .command(consentCommand)
  .command(monitorCommand)
  .command(planCommand)
  .command(dataCommand)
  .command(mlflowCommand)
  .command(doctorCommand)
  .option('json', { type: 'boolean', default: false, describe: 'Result as JSON on stdout' })
  .option('quiet', { type: 'boolean', default: false, describe: 'Say nothing but errors and the result' })
  .middleware((given) => refuseUnusable(given, typed), true)
  .completion('completion', 'Print a script for shell completion')
  .demandCommand(1, 'no command given')
  .recommendCommands()
  .strict()
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .epilogue(
    'Exit codes: 0 done, 2 usage, 3 data, 4 gate failed or monitor alerts, 5 insufficient evidence, 6 environment, 7 remote, 75 held.',
  )
  .fail((message, error, usage) => {
    if (error && !/^YError/.test(error.name)) throw error;
    // The types say that this is the builder; it is what lists the options of the command that was asked.
    const described = usage as unknown as { getDescriptions(): Readonly<Record<string, unknown>> };
    throw new UsageRefused(message ?? error.message, Object.keys(described.getDescriptions()));
  });

try {
  await cli.parseAsync();
} catch (error) {
  process.exitCode = failure(await explained(error), say);
}

async function explained(error: unknown): Promise<unknown> {
  if (!(error instanceof UsageRefused)) return error;
  const { explainedUsage } = await import('./explained-usage.ts');
  return explainedUsage(error, typed);
}
