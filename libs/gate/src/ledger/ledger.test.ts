import { fc, test } from '@fast-check/vitest';
import { canonicalJson, fingerprint } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { evidenceFile, evidenceRow } from '../../tests/evidence-row.ts';
import { policyText } from '../../tests/policy-text.ts';
import { predictionsOf } from '../../tests/predictions.ts';
import { judge } from '../judge.ts';
import { parsePolicy } from '../parse-policy.ts';
import { appendEntry } from './append-entry.ts';
import { checkLedger } from './check-ledger.ts';
import { cohortFingerprint } from './cohort-fingerprint.ts';
import type { LedgerEntry, LookRecord } from './ledger-entry.ts';
import { lookRecord, type NextLook, sameLook } from './look-record.ts';
import { nextLook } from './next-look.ts';
import { readLedger } from './read-ledger.ts';

const cohort = cohortFingerprint(predictionsOf([{ patient: 'a', y: 1 }, { patient: 'b' }]), 'study 4');
const looks = {
  looks: '{ cohort: study 4, planned: 2, spending: fixed, data: reused, because: two releases are planned }',
};
const policy = parsePolicy(policyText({}, looks), 'p.yaml');

/** Judges and notes, as the command does. */
function taken(ledger: string, evidence: string, at: string) {
  const entries = readLedger(ledger, 'ledger');
  const look = nextLook(policy, entries, cohort);
  const decision = judge(evidenceFile(evidenceRow()), policy, evidence, look ? { look } : {});
  const record = lookRecord(decision, policy, { entries, cohort, look, timing: 'so' });
  return { ...appendEntry(ledger, record, { at, where: 'ledger' }), decision };
}

const first = taken('', 'e1', '2026-11-24T10:00:00Z');
const second = taken(first.ledger, 'e2', '2026-11-25T10:00:00Z');
const third = taken(second.ledger, 'e3', '2026-11-26T10:00:00Z');
const lines = third.ledger.trimEnd().split('\n');
const text = (some: readonly string[]) => some.map((line) => `${line}\n`).join('');

describe('looks at a cohort', () => {
  it('are counted, share α, and end', () => {
    const kept = checkLedger(third.ledger).entries as (LedgerEntry & LookRecord)[];
    expect(kept.map(({ look, alpha, spent }) => [look, Number(alpha.toFixed(9)), spent])).toEqual([
      [1, 0.025, expect.closeTo(0.025, 12)],
      [2, 0.025, expect.closeTo(0.05, 12)],
      [3, 0, expect.closeTo(0.05, 12)],
    ]);
    expect(first.decision.verdict).toBe('pass');
    expect(first.decision.criteria[0]?.why).toContain('97.5 % interval');
    expect(third.decision.verdict).toBe('insufficient_evidence');
    expect(third.decision.criteria[0]?.why).toContain(
      'every look that the policy plans at this cohort is spent',
    );
  });

  it('the same decision asked for again is the same look', () => {
    const asked = { policy: { name: policy.name, hash: policy.hash }, evidence: 'e1', cohort };
    expect(sameLook(readLedger(third.ledger, 'l'), asked)?.hash).toBe(first.entry.hash);
    expect(sameLook(readLedger(third.ledger, 'l'), { ...asked, evidence: 'e9' })).toBe(undefined);
  });

  it('a patient less under the same name, or the same patients under another, do not start anew', () => {
    const entries = readLedger(first.ledger, 'l');
    const smaller = cohortFingerprint(predictionsOf([{ patient: 'a', y: 1 }]), 'study 4');
    expect(smaller.fingerprint).not.toBe(cohort.fingerprint);
    expect(nextLook(policy, entries, smaller)?.number).toBe(2);
    expect(nextLook(policy, entries, { ...cohort, name: 'another' })?.number).toBe(2);
    expect(nextLook(policy, entries, { ...smaller, name: 'another' })?.number).toBe(1);
  });
});

describe('looks added up as e-values', () => {
  const adding = parsePolicy(
    policyText(
      {},
      {
        looks: '{ method: e-value, cohort: study 5, expected_shift: 2.5, data: new, because: so }',
      },
    ),
    'p.yaml',
  );
  const seen = (patient: string) => cohortFingerprint(predictionsOf([{ patient, y: 1 }]), 'study 5');
  const take = (ledger: string, patient: string, at: string) => {
    const entries = readLedger(ledger, 'ledger');
    const look = nextLook(adding, entries, seen(patient)) as NextLook;
    const decision = judge(evidenceFile(evidenceRow()), adding, patient, { look });
    const record = lookRecord(decision, adding, { entries, cohort: seen(patient), look, timing: 'so' });
    return { ...appendEntry(ledger, record, { at, where: 'ledger' }), look, decision };
  };

  it('each is given what the ones before it measured', () => {
    const one = take('', 'a', '2026-11-24T10:00:00Z');
    const two = take(one.ledger, 'b', '2026-11-25T10:00:00Z');
    expect(one.look).toMatchObject({ number: 1, of: null, spent: null, past: { ranking: [] } });
    expect(two.look.past?.ranking).toEqual([one.decision.criteria[0]?.eValue?.measured]);
    expect(two.entry).toMatchObject({ planned: null, spent: null, look: 2 });
    expect(checkLedger(two.ledger).findings).toEqual([]);
  });

  it('the same patients are never counted twice, under whatever evidence', () => {
    const one = take('', 'a', '2026-11-24T10:00:00Z');
    expect(() => take(one.ledger, 'a', '2026-11-25T10:00:00Z')).toThrow(
      'ledger:1: these very patients were looked at before (look 1 at study 5)',
    );
  });
});

describe('the fingerprint of a cohort', () => {
  it('is of external samples and outcomes, whatever their order, model and risk', () => {
    const other = predictionsOf([
      { patient: 'b', p: 0.9, model: 'new' },
      { patient: 'c', y: 1, partition: 'internal' },
      { patient: 'a', y: 1, p: 0.1, model: 'new' },
    ]);
    expect(cohortFingerprint(other, 'study 4')).toEqual(cohort);
    expect(cohort).toMatchObject({ patients: 2, events: 1 });
    expect(cohortFingerprint(predictionsOf([{ patient: 'a' }, { patient: 'b' }]), null).fingerprint).not.toBe(
      cohort.fingerprint,
    );
  });
});

describe('what was done to a ledger is found', () => {
  const problem = (ledger: string, pinned: string[] = []) =>
    checkLedger(ledger, { pinned }).findings.map(({ line, problem: words }) => `${line}: ${words}`);

  it('untouched: nothing', () => {
    expect(problem(third.ledger, [first.entry.hash, third.entry.hash])).toEqual([]);
    expect(problem('')).toEqual([]);
  });

  it.each([
    [
      'a value edited',
      [(lines[0] as string).replace('"fail"', '"pass"').replace('0.025', '0.02'), ...lines.slice(1)],
      '1: edited',
    ],
    ['the first deleted', lines.slice(1), '1: does not follow'],
    ['one in the middle deleted', [lines[0], lines[2]], '2: does not follow'],
    ['two swapped', [lines[1], lines[0], lines[2]], '1: does not follow'],
    ['one put in twice', [lines[0], lines[0], lines[1]], '2: does not follow'],
    ['spaces put in', [`${lines[0]} `, ...lines.slice(1)], '1: not written as'],
    ['a line of something else', [...lines, '{}'], '4: not an entry'],
    ['a line of nothing', [...lines, ''], '4: not an entry'],
  ])('%s', (_, some, words) => {
    const [only, ...more] = problem(text(some as string[]));
    expect(only).toContain(words);
    expect(more).toEqual([]);
  });

  it('cut off at the end: by a hash noted elsewhere', () => {
    expect(problem(text(lines.slice(0, 2)))).toEqual([]);
    expect(problem(text(lines.slice(0, 2)), [third.entry.hash])[0]).toContain('cut off, or written anew');
  });

  it('an edit with its own hash made anew breaks the next link, and the pin where it is the last', () => {
    const { hash: _, ...body } = { ...JSON.parse(lines[2] as string), verdict: 'pass' };
    const forged = [...lines.slice(0, 2), canonicalJson({ ...body, hash: fingerprint(body) })];
    expect(problem(text(forged))).toEqual([]);
    expect(problem(text(forged), [third.entry.hash])).toHaveLength(1);
  });

  it('torn by a power cut', () => {
    expect(problem(third.ledger.slice(0, -1))).toEqual(['3: torn: no line end']);
    expect(problem(third.ledger.slice(0, -40))[0]).toBe('3: not an entry (no JSON)');
  });

  test.prop([fc.nat(third.ledger.length - 1), fc.integer({ min: 32, max: 126 })], {
    seed: 20261124,
    numRuns: 300,
  })('any one character changed anywhere', (at, code) => {
    const character = String.fromCharCode(code);
    if (third.ledger[at] === character) return;
    const edited = third.ledger.slice(0, at) + character + third.ledger.slice(at + 1);
    expect(problem(edited, [third.entry.hash])).not.toEqual([]);
  });
});

describe('appending', () => {
  it('refuses a ledger that was tampered with, and a time that runs back', () => {
    expect(() => taken(text(lines.slice(1)), 'e', '2026-12-01T00:00:00Z')).toThrow(
      'ledger:1: does not follow',
    );
    expect(() => taken(first.ledger, 'e', '2026-11-24T09:00:00Z')).toThrow('before that of the last entry');
    expect(() => taken('', 'e', 'yesterday')).toThrow('not a UTC time (yesterday)');
  });

  it('holds no patient', () => {
    expect(third.ledger).not.toMatch(/"patient_id"|"a"|"b"/);
  });
});
