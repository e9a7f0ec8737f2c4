import { describe, expect, it } from 'vitest';
import { evidenceFile, evidenceRow } from '../../tests/evidence-row.ts';
import { policyText } from '../../tests/policy-text.ts';
import { judge } from '../judge.ts';
import { parsePolicy } from '../parse-policy.ts';
import type { ChangeFacts } from './change-facts.ts';
import { parseChangePlan } from './change-plan.ts';
import { checkChange } from './check-change.ts';

const policy = parsePolicy(policyText(), 'p');
const text = `name: Yearly retraining
agreed: { by: [a board], on: 2026-11-24 }
modifications:
  - { id: yearly, kind: retrain, says: Refitted each year., models: [logistic] }
  - { id: penalty, kind: settings, says: The penalty is tuned anew., model: logistic, settings: [penalty] }
  - { id: new-patients, kind: data, says: Patients of the year., rows: [added], largest_share: 0.2, sites: [Bonn] }
  - { id: resamples, kind: plan, says: More resamples., settings: [bootstrap] }
protocol:
  data: Consecutive patients, kept apart from those for judging.
  retraining: experiments/relapse/wilms.yaml without changes.
  evaluation: By the policy named here.
  update: At night, with the version before kept ready.
policy: ${policy.hash}
acceptance:
  - id: ranks-as-before
    says: It ranks as well as before.
    metric: auroc
    model: logistic
    partition: external
    better: higher
    largest_loss: 0.05
benefit_and_risk: The model advises and decides nothing.
`;
const plan = parseChangePlan(text, 'plan.yaml');
const decision = judge(evidenceFile(evidenceRow()), policy, 'e');
const none = { added: [], removed: [] };
const rows = { added: 0, removed: 0, risk: 0, outcome: 0, other: 0 };

interface Changes extends Partial<Omit<ChangeFacts, 'data'>> {
  readonly data?: Partial<ChangeFacts['data']>;
}
const check = ({ data, ...rest }: Changes = {}) =>
  checkChange(plan, {
    models: { ...none, settings: [] },
    data: { before: { rows: 100 }, rows, sites: none, attributes: none, ...data },
    ...{ refitted: [], uncompared: [], statistics: [], decision },
    evidence: { before: [evidenceRow()], after: [evidenceRow({ estimate: 0.72, lower: 0.68, upper: 0.76 })] },
    ...rest,
  });
const blocked = (changes: Changes) =>
  check(changes)
    .findings.filter(({ holds }) => !holds)
    .map(({ clause, what }) => `${clause}: ${what}`);

describe('inside the plan', () => {
  it('nothing changed but the acceptance criteria hold', () => {
    expect(check().inside).toBe(true);
  });

  it('a retrain on new patients of a named site, each change with its clause', () => {
    const { inside, findings } = check({
      refitted: ['logistic'],
      data: { rows: { ...rows, added: 20, risk: 80 }, sites: { added: ['Bonn'], removed: [] } },
      models: { ...none, settings: [{ of: 'logistic', setting: 'penalty' }] },
      statistics: [
        { of: 'plan', setting: 'bootstrap' },
        { of: 'provenance', setting: 'predictions' },
      ],
    });
    expect(inside).toBe(true);
    expect(findings.map(({ clause }) => clause)).toEqual([
      'modifications.penalty',
      'modifications.yearly',
      'modifications.new-patients',
      'modifications.new-patients',
      'modifications.resamples',
      'protocol.evaluation',
      'policy',
      'acceptance.ranks-as-before',
    ]);
    expect(findings.at(-1)?.what).toBe('auroc: 0.7 → 0.72 (0.68 to 0.76), required not below 0.65');
  });
});

describe('outside it, by clause', () => {
  it.each<[string, Changes, string]>([
    [
      'another setting',
      { models: { ...none, settings: [{ of: 'logistic', setting: 'features' }] } },
      'modifications (kind settings): setting features of model logistic changed: permitted by none',
    ],
    [
      'another model refitted',
      { refitted: ['network'] },
      'modifications (kind retrain): risks of model network changed: permitted by none',
    ],
    [
      'a model that may have been refitted',
      { uncompared: ['logistic', 'network'] },
      'modifications (kind retrain): model network may have been fitted anew, as no sample is in both packs: permitted by none',
    ],
    [
      'a new model',
      { models: { added: ['network'], removed: [], settings: [] } },
      'modifications: model network is new: a plan speaks of released models only',
    ],
    [
      'more rows than agreed',
      { data: { rows: { ...rows, added: 21 } } },
      'modifications.new-patients.largest_share: rows added: 21 % of those before, more than 20 %',
    ],
    [
      'rows removed',
      { data: { rows: { ...rows, removed: 1 } } },
      'modifications (kind data): rows removed: 1 % of those before: permitted by none',
    ],
    [
      'outcomes corrected',
      { data: { rows: { ...rows, outcome: 1 } } },
      'modifications (kind data): rows corrected: 1 % of those before: permitted by none',
    ],
    [
      'another site',
      { data: { sites: { added: ['Ulm'], removed: [] } } },
      'modifications (kind data): site Ulm is new: permitted by none',
    ],
    [
      'another seed',
      { statistics: [{ of: 'plan', setting: 'seed' }] },
      'modifications (kind plan): plan seed changed: permitted by none',
    ],
    [
      'other software',
      { statistics: [{ of: 'provenance', setting: 'software' }] },
      'modifications (kind plan): provenance software changed: permitted by none',
    ],
    [
      'insufficient evidence',
      { decision: { ...decision, verdict: 'insufficient_evidence' } },
      'protocol.evaluation: verdict on the new model: insufficient evidence',
    ],
    [
      'another policy',
      { decision: { ...decision, policyHash: 'other' } },
      'policy: judged by another policy than that of the plan',
    ],
    [
      'a worse limit',
      {
        evidence: {
          before: [evidenceRow()],
          after: [evidenceRow({ estimate: 0.7, lower: 0.64, upper: 0.76 })],
        },
      },
      'acceptance.ranks-as-before: auroc: 0.7 → 0.7 (0.64 to 0.76), required not below 0.65',
    ],
    [
      'an undefined metric',
      { evidence: { before: [evidenceRow()], after: [] } },
      'acceptance.ranks-as-before: auroc: not known of the new model (the evidence has no interval)',
    ],
  ])('%s', (_, changes, words) => {
    expect(check(changes).inside).toBe(false);
    expect(blocked(changes)).toEqual([words]);
  });

  it('not judged at all: evaluation and policy', () => {
    expect(blocked({ decision: null })).toEqual([
      'protocol.evaluation: verdict on the new model: not judged',
      'policy: judged by another policy than that of the plan',
    ]);
  });
});

describe('a plan that is none', () => {
  it('names file, line and key', () => {
    expect(() => parseChangePlan(text.replace('largest_share', 'largest_shar'), 'plan.yaml')).toThrow(
      'plan.yaml:6: unknown key in modifications.2 (largest_shar)',
    );
  });
});
