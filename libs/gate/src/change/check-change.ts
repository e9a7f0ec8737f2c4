import { accepted } from './accepted.ts';
import type { ChangeFacts } from './change-facts.ts';
import type { ChangePlan, Modification } from './change-plan.ts';
import type { ClauseFinding } from './clause-finding.ts';

export interface ChangeCheck {
  /** True where every change is one that the plan permits and all of its acceptance criteria hold. */
  readonly inside: boolean;
  readonly findings: readonly ClauseFinding[];
}

type Kind = Modification['kind'];
type Of<K extends Kind> = Extract<Modification, { readonly kind: K }>;

/**
 * Whether what changed lies inside a predetermined change control plan. Every change must be permitted by name: what the
 * plan does not speak of is outside it.
 */
export function checkChange(plan: ChangePlan, facts: ChangeFacts): ChangeCheck {
  const findings = [
    ...modelFindings(plan, facts),
    ...dataFindings(plan, facts),
    ...planFindings(plan, facts),
    ...decisionFindings(plan, facts),
    ...plan.acceptance.map((one) => accepted(one, facts)),
  ];
  return { inside: findings.every(({ holds }) => holds), findings };
}

function ofKind<K extends Kind>({ modifications }: ChangePlan, kind: K): Of<K>[] {
  return modifications.filter((one): one is Of<K> => one.kind === kind);
}

/** Permitted by the first modification that fits; else the clause is all modifications of that kind. */
function permitted<K extends Kind>(
  plan: ChangePlan,
  kind: K,
  { what, fits }: { readonly what: string; readonly fits: (one: Of<K>) => boolean },
): ClauseFinding {
  const found = ofKind(plan, kind).find(fits);
  if (found) return { clause: `modifications.${found.id}`, what, holds: true };
  return { clause: `modifications (kind ${kind})`, what: `${what}: permitted by none`, holds: false };
}

function modelFindings(plan: ChangePlan, { models, refitted, uncompared }: ChangeFacts): ClauseFinding[] {
  const never = (what: string) => ({ clause: 'modifications', what, holds: false });
  return [
    ...models.added.map((model) => never(`model ${model} is new: a plan speaks of released models only`)),
    ...models.removed.map((model) => never(`model ${model} is gone: a plan speaks of released models only`)),
    ...models.settings.map(({ of, setting }) =>
      permitted(plan, 'settings', {
        what: `setting ${setting} of model ${of} changed`,
        fits: (one) => one.model === of && one.settings.includes(setting),
      }),
    ),
    ...refitted.map((model) =>
      permitted(plan, 'retrain', {
        what: `risks of model ${model} changed`,
        fits: (one) => one.models.includes(model),
      }),
    ),
    ...uncompared.map((model) =>
      permitted(plan, 'retrain', {
        what: `model ${model} may have been fitted anew, as no sample is in both packs`,
        fits: (one) => one.models.includes(model),
      }),
    ),
  ];
}

function dataFindings(plan: ChangePlan, { data }: ChangeFacts): ClauseFinding[] {
  const counts = {
    added: data.rows.added,
    removed: data.rows.removed,
    corrected: data.rows.outcome + data.rows.other,
  };
  const rows = (['added', 'removed', 'corrected'] as const).filter((how) => counts[how] > 0);
  return [
    ...rows.map((how) => rowFinding(plan, how, counts[how] / data.before.rows)),
    ...data.sites.added.map((site) =>
      permitted(plan, 'data', {
        what: `site ${site} is new`,
        fits: (one) => one.sites?.includes(site) === true,
      }),
    ),
    ...data.sites.removed.map((site) => ({
      clause: 'modifications (kind data)',
      what: `site ${site} is gone: permitted by none`,
      holds: false,
    })),
    ...[...data.attributes.added, ...data.attributes.removed].map((attribute) => ({
      clause: 'modifications (kind data)',
      what: `subgroup attribute ${attribute} came or went: permitted by none`,
      holds: false,
    })),
  ];
}

function rowFinding(plan: ChangePlan, how: 'added' | 'removed' | 'corrected', share: number): ClauseFinding {
  const what = `rows ${how}: ${Number((100 * share).toPrecision(3))} % of those before`;
  const speaking = ofKind(plan, 'data').filter((one) => one.rows.includes(how));
  const fitting = speaking.find(({ largest_share: most }) => most === undefined || share <= most);
  if (fitting) return { clause: `modifications.${fitting.id}`, what, holds: true };
  const [first] = speaking;
  if (!first) return permitted(plan, 'data', { what, fits: () => false });
  const most = Number((100 * (first.largest_share ?? 0)).toPrecision(3));
  return {
    clause: `modifications.${first.id}.largest_share`,
    what: `${what}, more than ${most} %`,
    holds: false,
  };
}

/** The hashes of the inputs change with the rows, which have their own clauses. */
const follows = new Set(['predictions', 'replays', 'experiment', 'cohort', 'splits', 'data', 'dataset']);

function planFindings(plan: ChangePlan, { statistics }: ChangeFacts): ClauseFinding[] {
  return statistics
    .filter(({ of, setting }) => !(of === 'provenance' && follows.has(setting)))
    .map(({ of, setting }) =>
      permitted(plan, 'plan', {
        what: `${of} ${setting} changed`,
        fits: (one) => one.settings.includes(setting),
      }),
    );
}

function decisionFindings({ policy }: ChangePlan, { decision }: ChangeFacts): ClauseFinding[] {
  const verdict = decision?.verdict.replaceAll('_', ' ') ?? 'not judged';
  const judged = {
    clause: 'protocol.evaluation',
    what: `verdict on the new model: ${verdict}`,
    holds: decision?.verdict === 'pass',
  };
  if (policy === undefined) return [judged];
  const same = decision?.policyHash === policy;
  const what = same ? 'judged by the policy of the plan' : 'judged by another policy than that of the plan';
  return [judged, { clause: 'policy', what, holds: same }];
}
