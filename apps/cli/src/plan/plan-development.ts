import { ConfigError } from '@raredx/experiment';
import {
  coxSnellFromAuroc,
  type DevelopmentPlan,
  type DevelopmentSize,
  developmentSize,
  expectedShrinkage,
  maximumCoxSnell,
  overallRiskSize,
} from '@raredx/stats';
import { auroc, checkFlag, positive, share, subgroups, wholePositive } from './flags.ts';
import { sayCount, sayNumber, sayPercent } from './say-number.ts';
import { textTable } from './text-table.ts';

interface DevelopmentRequest {
  readonly prevalence: number;
  readonly parameters: number;
  readonly cStatistic?: number;
  readonly coxSnell?: number;
  readonly nagelkerke?: number;
  readonly shrinkage: number;
  readonly patients?: number;
  readonly subgroups?: string;
  readonly json: boolean;
}

/** Patients so that the overall risk of a subgroup is known as well as the cohort's. */
interface SubgroupNeed {
  readonly name: string;
  readonly prevalence: number;
  /** In the subgroup, and in all for it to be that large. */
  readonly patients: number;
  readonly patientsInAll: number;
}

interface AtHand {
  readonly patients: number;
  readonly events: number;
  readonly expectedShrinkage: number;
  /** Parameters for which these patients are enough. */
  readonly parameters: number;
}

/** `raredx plan develop`. */
export function planDevelopment(request: DevelopmentRequest): number {
  const plan = planOf(request);
  const size = developmentSize(plan);
  const needs = subgroupNeeds(request, plan);
  const atHand = request.patients === undefined ? null : withPatients(request.patients, plan);
  const result = { ...plan, ...size, subgroups: needs, atHand };
  process.stdout.write(
    `${request.json ? JSON.stringify(result) : readable(plan, { size, needs, atHand })}\n`,
  );
  return 0;
}

function planOf(request: DevelopmentRequest): DevelopmentPlan & { readonly shrinkage: number } {
  const { prevalence, parameters, shrinkage } = request;
  checkFlag('prevalence', prevalence, share);
  checkFlag('parameters', parameters, wholePositive);
  checkFlag('shrinkage', shrinkage, share);
  checkFlag('patients', request.patients, positive);
  const coxSnell = coxSnellOf(request);
  const most = Math.min(maximumCoxSnell(prevalence), shrinkage);
  if (!(coxSnell > 0 && coxSnell < most))
    throw new ConfigError(
      'plan develop',
      `R² (Cox-Snell) of ${coxSnell} is out of reach (0 to ${most.toFixed(3)})`,
      `at a prevalence of ${prevalence} no R² can be above ${maximumCoxSnell(prevalence).toFixed(3)}`,
    );
  return { prevalence, parameters, shrinkage, coxSnell };
}

function coxSnellOf({ prevalence, cStatistic, coxSnell, nagelkerke }: DevelopmentRequest): number {
  const given = [cStatistic, coxSnell, nagelkerke].filter((value) => value !== undefined);
  if (given.length !== 1)
    throw new ConfigError(
      'plan develop',
      `${given.length === 0 ? 'none' : 'more than one'} of --c-statistic, --cox-snell and --nagelkerke is given`,
      'give one: how well the new model is expected to do',
    );
  checkFlag('c-statistic', cStatistic, auroc);
  checkFlag('cox-snell', coxSnell, share);
  checkFlag('nagelkerke', nagelkerke, share);
  if (cStatistic !== undefined) return coxSnellFromAuroc(cStatistic, prevalence);
  return coxSnell ?? (nagelkerke as number) * maximumCoxSnell(prevalence);
}

function subgroupNeeds(
  { subgroups: text }: DevelopmentRequest,
  plan: DevelopmentPlan,
): readonly SubgroupNeed[] {
  return subgroups(text).map(({ name, share: ofAll, prevalence = plan.prevalence }) => {
    const patients = overallRiskSize(prevalence);
    return { name, prevalence, patients, patientsInAll: Math.ceil(patients / ofAll) };
  });
}

function withPatients(patients: number, plan: DevelopmentPlan): AtHand {
  let parameters = 0;
  while (developmentSize({ ...plan, parameters: parameters + 1 }).patients <= patients) parameters++;
  return {
    patients,
    events: patients * plan.prevalence,
    expectedShrinkage: expectedShrinkage(patients, plan),
    parameters,
  };
}

const criteria = {
  shrinkage: (plan: { shrinkage: number }) => `shrinkage factor of at least ${plan.shrinkage}`,
  optimism: () => 'optimism of R² (Nagelkerke) at most 0.05',
  overall_risk: () => 'overall risk known to ± 0.05',
};

function readable(
  plan: DevelopmentPlan & { readonly shrinkage: number },
  { size, needs, atHand }: { size: DevelopmentSize; needs: readonly SubgroupNeed[]; atHand: AtHand | null },
): string {
  const line = (what: string, of: { patients: number; events: number; eventsPerParameter: number }) => [
    what,
    sayCount(of.patients),
    sayCount(of.events),
    sayNumber(of.eventsPerParameter),
  ];
  const table = textTable(
    ['criterion', 'patients', 'events', 'events per parameter'],
    [...size.criteria.map((one) => line(criteria[one.criterion](plan), one)), line('all of them', size)],
  );
  return [
    `to develop a model of ${plan.parameters} parameters at a prevalence of ${sayPercent(plan.prevalence)}` +
      ` and R² of ${sayNumber(plan.coxSnell)} (Cox-Snell; Nagelkerke ${sayNumber(size.nagelkerke)})`,
    '',
    table,
    ...(needs.length === 0 ? [] : ['', 'overall risk of subgroups known to ± 0.05 too', needsTable(needs)]),
    ...(atHand ? ['', present(atHand, plan)] : []),
  ].join('\n');
}

function needsTable(needs: readonly SubgroupNeed[]): string {
  return textTable(
    ['subgroup', 'prevalence', 'patients in it', 'patients in all'],
    needs.map((need) => [
      need.name,
      sayPercent(need.prevalence),
      sayCount(need.patients),
      sayCount(need.patientsInAll),
    ]),
  );
}

function present(atHand: AtHand, { parameters, shrinkage }: DevelopmentPlan & { shrinkage: number }): string {
  const begin = `${sayCount(atHand.patients)} patients (${sayCount(atHand.events)} events): a shrinkage factor of ${sayNumber(atHand.expectedShrinkage)} is to be expected`;
  if (atHand.parameters >= parameters) return `${begin}; enough for the ${parameters} parameters.`;
  const allowed =
    atHand.parameters === 0
      ? 'not enough for a single parameter'
      : `enough for ${atHand.parameters} of the ${parameters} parameters`;
  return `${begin}; ${allowed}${atHand.expectedShrinkage < shrinkage ? ', so penalise or take fewer' : ''}.`;
}
