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
import { refuseRepeatedFlags, usageProblem } from './usage-error.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
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

const known = new Set(
  [
    runCommand,
    trainCommand,
    predictCommand,
    embedCommand,
    explainCommand,
    rankCommand,
    validateCommand,
    reportCommand,
    verifyCommand,
    gateCommand,
    ledgerCommand,
    changeCommand,
    consentCommand,
    monitorCommand,
    planCommand,
    dataCommand,
    mlflowCommand,
    doctorCommand,
  ].map(({ command }) => String(command).split(' ')[0]),
);

const cli = yargs(hideBin(process.argv))
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
  .option('quiet', { type: 'boolean', default: false, describe: 'Say nothing but errors' })
  .middleware(refuseRepeatedFlags, true)
  .completion('completion', 'Print a script for shell completion')
  .demandCommand(1, 'no command given')
  .recommendCommands()
  .strict()
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .epilogue(
    'Exit codes: 0 done, 2 usage, 3 data, 4 gate failed or monitor alerts, 5 insufficient evidence, 6 environment, 7 remote, 75 held.',
  )
  .fail((message, error) => {
    if (error && !/^YError/.test(error.name)) throw error;
    say(`raredx: ${usageProblem(message ?? error.message)}`);
    say(`  → raredx ${known.has(process.argv[2] ?? '') ? `${process.argv[2]} ` : ''}--help`);
    process.exit(2);
  });

try {
  await cli.parseAsync();
} catch (error) {
  process.exitCode = failure(error, say);
}
