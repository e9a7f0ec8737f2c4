import type { LookEvidence } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { evidenceFile, evidenceRow } from '../../tests/evidence-row.ts';
import { policyText } from '../../tests/policy-text.ts';
import { predictionsOf } from '../../tests/predictions.ts';
import { judge } from '../judge.ts';
import { parsePolicy } from '../parse-policy.ts';
import { appendEntry } from './append-entry.ts';
import { blurredPatients } from './blurred-patients.ts';
import type { LedgerCohort } from './ledger-entry.ts';
import { lookRecord } from './look-record.ts';
import { nextLook } from './next-look.ts';
import { readLedger } from './read-ledger.ts';

const policyOf = (looks?: string, head = {}) =>
  parsePolicy(
    policyText({}, { ...(looks ? { looks: `{ cohort: study, ${looks}, because: so }` } : {}), ...head }),
    'p',
  );
const planned = (count: number, more = 'spending: fixed, data: reused', head = {}) =>
  policyOf(`planned: ${count}, ${more}`, head);
const growing = 'spending: obrien-fleming, data: accumulating, planned_events: 400';
const cohortOf = (name: string | null, changes: Partial<LedgerCohort> = {}): LedgerCohort => ({
  ...{ name, fingerprint: 'f', patients: 200, events: 60, ...changes },
});

/** The ledger of looks taken one after another, each under its own policy. */
function taken(looks: readonly (readonly [ReturnType<typeof policyOf>, Partial<LedgerCohort>?])[]) {
  let ledger = '';
  const decisions = looks.map(([policy, changes], index) => {
    const entries = readLedger(ledger, 'ledger');
    const cohort = cohortOf(policy.looks?.cohort ?? null, changes);
    const look = nextLook(policy, entries, cohort);
    const { spent: _, ...seen } = look ?? { spent: null };
    const decision = judge(
      evidenceFile(evidenceRow()),
      policy,
      `e${index}`,
      look ? { look: seen as never } : {},
    );
    const record = lookRecord(decision, policy, { entries, cohort, look, timing: 'so' });
    ledger = appendEntry(ledger, record, { at: `2026-11-2${index}T00:00:00Z`, where: 'ledger' }).ledger;
    return decision;
  });
  return { decisions, entries: readLedger(ledger, 'ledger') };
}

describe('error that earlier looks spent is not there again', () => {
  it('where the plan was widened after all of it was spent', () => {
    const { decisions, entries } = taken([[planned(1)], [planned(2)]]);
    expect(decisions[1]?.look).toEqual({ number: 2, of: 2, alpha: 0, spentBefore: expect.closeTo(0.05, 12) });
    expect(decisions[1]?.verdict).toBe('insufficient_evidence');
    expect(decisions[1]?.criteria[0]?.why).toContain('under another plan, spent all of the error');
    expect(entries[1]).toMatchObject({ alpha: 0, spent: expect.closeTo(0.05, 12) });
  });

  it('where the plan was narrowed: what is left, and no more', () => {
    const { decisions, entries } = taken([[planned(4)], [planned(2)], [planned(3)]]);
    expect(decisions.map(({ look }) => Number(look?.alpha.toFixed(9)))).toEqual([0.0125, 0.025, 0.0125]);
    const sum = decisions.reduce((total, { look }) => total + (look?.alpha ?? 0), 0);
    expect(sum).toBeCloseTo(0.05, 12);
    expect(entries[2]).toMatchObject({ spent: expect.closeTo(0.05, 12) });
  });

  it('whatever plans follow one another, the levels add up to no more than α', () => {
    const plans = [planned(3, 'spending: pocock, data: reused'), planned(2), planned(9), planned(1, growing)];
    for (const first of plans) {
      for (const second of plans) {
        const { decisions } = taken([[first], [second], [first], [second]]);
        const levels = decisions.map(({ look }) => look?.alpha ?? Number.NaN);
        const differ = first !== second;
        if (differ) expect(levels.reduce((sum, level) => sum + level, 0)).toBeLessThanOrEqual(0.05 + 1e-9);
      }
    }
  });

  it('a lower confidence does not bring it back', () => {
    const { decisions } = taken([[planned(1)], [planned(2, undefined, { confidence: '0.9' })]]);
    expect(decisions[1]?.look?.alpha).toBeCloseTo(0.05, 12);
  });

  it('one plan followed to its end is as it was, of accumulating events by their joint law', () => {
    const { decisions } = taken(
      [100, 200, 400].map((events) => [planned(3, growing), { events, fingerprint: `${events}` }]),
    );
    expect(decisions.every(({ look }) => look?.spentBefore === undefined)).toBe(true);
    expect(decisions.reduce((sum, { look }) => sum + (look?.alpha ?? 0), 0)).toBeGreaterThan(0.05);
  });

  it('a look without a plan spent the whole level', () => {
    const { decisions } = taken([[policyOf()], [planned(2)]]);
    expect(decisions[1]?.look).toMatchObject({ number: 2, alpha: 0 });
  });

  it('looks added up as e-values spent theirs once', () => {
    const adding = policyOf('method: e-value, expected_shift: 2.5, data: new');
    const { decisions } = taken([
      [adding, { fingerprint: 'a' }],
      [adding, { fingerprint: 'b' }],
      [planned(3, undefined, { confidence: '0.9' })],
    ]);
    expect(decisions[2]?.look?.spentBefore).toBeCloseTo(0.05, 12);
  });

  it('no policy without looks, and no e-value, begins where looks are counted', () => {
    const { entries } = taken([[planned(2)]]);
    expect(() => nextLook(policyOf(), entries, cohortOf(null))).toThrow(
      'ledger:1: looks at these patients are counted (look 1 of 2 at study), and this policy plans none',
    );
    expect(nextLook(policyOf(), entries, cohortOf(null, { fingerprint: 'others' }))).toBe(null);
    const adding = policyOf('method: e-value, expected_shift: 2.5, data: new');
    expect(() => nextLook(adding, entries, cohortOf('study', { fingerprint: 'others' }))).toThrow(
      'ledger:1: α of this cohort is shared out already (look 1 of 2 at study)',
    );
  });

  it('too early to spend anything is said as such', () => {
    const { decisions } = taken([[planned(2, growing), { events: 1 }]]);
    expect(decisions[0]?.criteria[0]?.why).toContain('too few events are new at this look');
  });
});

describe('e-values add up over one question and new patients', () => {
  const adding = (criterion = {}, head = {}) =>
    parsePolicy(
      policyText(criterion, {
        looks: '{ cohort: study, method: e-value, expected_shift: 2.5, data: new, because: so }',
        ...head,
      }),
      'p',
    );
  const of = (from: number, count: number) =>
    blurredPatients(predictionsOf(Array.from({ length: count }, (_, i) => ({ patient: `p${from + i}` }))));
  const { entries } = taken([[adding(), { fingerprint: 'a', blurred: of(0, 100) }]]);
  const next = (policy: ReturnType<typeof adding>, changes: Partial<LedgerCohort> = {}) =>
    nextLook(policy, entries, cohortOf('study', { fingerprint: 'b', ...changes }));

  it('the same question of others: what was measured is handed on with the question', () => {
    expect(next(adding(), { blurred: of(100, 100) })?.past?.ranking?.[0]?.of).toMatchObject({
      metric: 'auroc',
    });
    expect(next(adding())?.past?.ranking).toHaveLength(1);
  });

  it.each([
    [adding({ metric: 'brier', require: '{ at_most: 0.2 }' }), 'metric auroc, now brier'],
    [adding({}, { model: 'network' }), 'model logistic, now network'],
    [adding({ label: 'death' }), 'label relapse, now death'],
    [adding({ site: 'Bonn' }), 'site none, now Bonn'],
    [adding({ threshold: '0.2' }), 'threshold none, now 0.2'],
    [adding({ partition: 'test' }), 'partition external, now test'],
  ])('another is refused before anything is judged (%#)', (policy, words) => {
    expect(() => next(policy)).toThrow(
      `ledger:1: criterion ranking asked something else at look 1 (${words})`,
    );
  });

  it('another under another id begins anew', () => {
    expect(next(adding({ id: 'second', metric: 'brier' }))?.past).toEqual({ second: [] });
  });

  it('a patient less or more is the same patients all the same', () => {
    expect(() => next(adding(), { blurred: of(1, 99) })).toThrow(
      /^ledger:1: about \d+ of these patients were looked at before \(look 1 at study\)/,
    );
    expect(() => next(adding(), { blurred: of(50, 100) })).toThrow('of these patients were looked at before');
  });

  it('of a ledger of before the question was kept, the model is compared', () => {
    const older = entries.map((entry) => {
      if (entry.kind !== 'look') return entry;
      const criteria = entry.criteria.map((one) => {
        const { of: _, ...measured } = one.eValue ? one.eValue.measured : ({} as LookEvidence);
        return { ...one, eValue: { value: 1, measured } };
      });
      return { ...entry, criteria };
    });
    const cohort = cohortOf('study', { fingerprint: 'b' });
    expect(nextLook(adding(), older, cohort)?.past?.ranking).toHaveLength(1);
    expect(() => nextLook(adding({}, { model: 'network' }), older, cohort)).toThrow(
      'model logistic, now network',
    );
  });
});
