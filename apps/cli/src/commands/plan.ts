import type { Argv, CommandModule } from 'yargs';

const number = (describe: string) => ({ type: 'number', describe }) as const;
const text = (describe: string) => ({ type: 'string', describe }) as const;

const develop = (yargs: Argv) =>
  yargs
    .option('prevalence', { ...number('Anticipated share of patients with the event'), demandOption: true })
    .option('parameters', { ...number('Candidate parameters, before any selection'), demandOption: true })
    .option('c-statistic', number('Anticipated AUROC; or give --cox-snell or --nagelkerke'))
    .option('cox-snell', number('Anticipated R² (Cox-Snell), adjusted for optimism'))
    .option('nagelkerke', number('Anticipated R² (Nagelkerke), adjusted for optimism'))
    .option('shrinkage', { ...number('Least expected shrinkage factor'), default: 0.9 })
    .option('patients', number('Patients at hand: says what they allow'))
    .option('subgroups', text('name=share:prevalence,… whose overall risk shall be known too'))
    .example('$0 plan develop --prevalence 0.15 --parameters 6 --c-statistic 0.7', '');

const validate = (yargs: Argv) =>
  yargs
    .option('prevalence', { ...number('Anticipated share of patients with the event'), demandOption: true })
    .option('c-statistic', { ...number('Anticipated AUROC'), demandOption: true })
    .option('lp-mean', number('Mean of the logits of risk (default: follows from AUROC and prevalence)'))
    .option('lp-sd', number('Standard deviation of the logits of risk'))
    .option('threshold', number('Decision threshold: adds net benefit and what a threshold does'))
    .option('sensitivity', number('Anticipated at the threshold (default: follows from the risks)'))
    .option('specificity', number('Anticipated at the threshold (default: follows from the risks)'))
    .option('oe', { ...number('Anticipated observed / expected events'), default: 1 })
    .option('widths', text('Widths of interval asked for: auroc=0.1,oe_ratio=0.2,…'))
    .option('bounds', text('Bounds that an interval shall clear: auroc=0.65,…'))
    .option('patients', number('Patients at hand: adds the widths that they give'))
    .option('confidence', { ...number('Confidence of every interval'), default: 0.95 })
    .option('subgroups', text('name=share[:prevalence[:auroc]],… each to be validated by itself'))
    .example('$0 plan validate --prevalence 0.13 --c-statistic 0.7 --threshold 0.15', '');

const check = (yargs: Argv) =>
  yargs
    .positional('dir', { type: 'string', demandOption: true, describe: 'Folder of a run or validation' })
    .option('model', text('Model (default: the primary one)'))
    .option('label', text('Outcome, where there are several'))
    .option('partition', text('Partition (default: external, else test, else internal)'))
    .option('threshold', number('Decision threshold (default: the declared one nearest the prevalence)'))
    .option('widths', text('Widths of interval asked for: auroc=0.1,oe_ratio=0.2,…'))
    .option('power', { ...number('Power of the detectable differences'), default: 0.8 })
    .example('$0 plan check runs/wilms-relapse', '');

export const planCommand: CommandModule = {
  command: 'plan',
  describe: 'Sample size: to develop a model, to validate one, and what the present n can and cannot show',
  builder: (yargs) =>
    yargs
      .command('develop', 'Patients needed to develop a model (Riley et al.)', develop, async (args) => {
        const { planDevelopment } = await import('../plan/plan-development.ts');
        process.exitCode = planDevelopment(args as never);
      })
      .command('validate', 'Patients needed to validate a model elsewhere', validate, async (args) => {
        const { planValidation } = await import('../plan/plan-validation.ts');
        process.exitCode = planValidation(args as never);
      })
      .command(
        'check <dir>',
        'What the patients of a finished validation can and cannot show',
        check,
        async (args) => {
          const { checkPlan } = await import('../plan/check-plan.ts');
          process.exitCode = await checkPlan(args as never);
        },
      )
      .demandCommand(1, 'plan: which of develop, validate and check?'),
  handler: () => {},
};
