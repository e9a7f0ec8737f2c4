import { describe, expect, it } from 'vitest';
import { explainedUsage } from './explained-usage.ts';
import { failure } from './failure.ts';
import { refuseUnusable, UsageRefused } from './usage-error.ts';

const refused = (message: string, typed: readonly string[], known: readonly string[] = []) => {
  const { message: said, advice, exitCode } = explainedUsage(new UsageRefused(message, known), typed);
  expect(exitCode).toBe(2);
  return `${said} → ${advice}`;
};

describe('refuseUnusable', () => {
  const unusable = (given: Record<string, unknown>, ...typed: string[]) => {
    try {
      refuseUnusable(given, typed);
    } catch (error) {
      return (error as Error).message;
    }
    return null;
  };

  it('refuses empty values, of flags, of lists and of words', () => {
    expect(unusable({ _: [], out: '' }, 'validate', 'x.csv', '--out', '')).toBe('raredx: --out is empty');
    expect(unusable({ _: [], model: '' }, 'predict', 'x.csv', '--model=')).toBe('raredx: --model is empty');
    expect(unusable({ _: [], attr: ['sex', ''] }, 'validate', '--attr', 'sex', '')).toContain(
      '--attr is empty',
    );
    expect(unusable({ _: [], predictions: '' }, 'validate', '-')).toBe(
      'raredx: standard input is not read (-)',
    );
    expect(unusable({ _: [], predictions: '' }, 'validate', '')).toBe('raredx: <predictions> is empty');
  });

  it('says the word that is no number, as it was typed', () => {
    expect(unusable({ seed: Number.NaN }, 'validate', '--seed', 'foo')).toContain(
      '--seed is not a number (foo)',
    );
    expect(unusable({ seed: Number.NaN }, 'validate', '--seed=foo')).toContain(
      '--seed is not a number (foo)',
    );
    expect(unusable({ seed: Number.NaN }, 'validate', '--seed')).toContain('--seed has no value');
  });

  it('refuses a flag twice, except lists', () => {
    expect(unusable({ out: ['a', 'b'] })).toBe('raredx: --out is given twice (a, b)');
    expect(unusable({ _: ['a', 'b'], attr: ['sex', 'age'], seed: 0, json: false })).toBeNull();
  });
});

describe('explainedUsage', () => {
  it('says a mistyped flag rather than the one that is missing for it', () => {
    const known = ['policy', 'out', 'target-prevalence'];
    expect(refused('Missing required argument: policy', ['gate', 'x', '--polcy', 'y'], known)).toBe(
      'raredx: unknown argument: polcy → did you mean --policy? (raredx gate --help)',
    );
    expect(refused('Missing required argument: policy', ['gate', 'x', '--targetPrevalence=1'], known)).toBe(
      'raredx: missing required argument: policy → raredx gate --help',
    );
  });

  it('knows what others call a flag, and the help of a subcommand', () => {
    const typed = ['plan', 'develop', '--auroc', '0.7'];
    expect(refused('Unknown argument: auroc', typed, ['c-statistic'])).toBe(
      'raredx: unknown argument: auroc → did you mean --c-statistic? (raredx plan develop --help)',
    );
    expect(refused('plan: which?', ['plan'])).toBe('raredx: plan: which? → raredx plan --help');
    expect(refused('no command given', [])).toBe('raredx: no command given → raredx --help');
  });

  it('names the word that is missing, and the list that took it', () => {
    const none = 'Not enough non-option arguments: got 0, need at least 1';
    expect(refused(none, ['validate', '--attr', 'sex', 'good.csv', '--out', 'x'])).toBe(
      'raredx: missing <predictions> → --attr takes every word up to the next flag: put <predictions> before it',
    );
    expect(refused(none, ['validate', '--attr=sex', 'good.csv'])).toContain('--attr takes every word');
    expect(refused('Not enough non-option arguments: got 1, need at least 2', ['report', 'diff', 'a'])).toBe(
      'raredx: missing <b> → raredx report diff --help',
    );
  });
});

describe('failure', () => {
  it('takes what the system does not permit for no bug', () => {
    const lines: string[] = [];
    const error = Object.assign(new Error('EPERM'), { code: 'EPERM', path: '/sys/x', syscall: 'mkdir' });
    expect(failure(error, (line) => lines.push(line))).toBe(6);
    expect(lines[0]).toBe('/sys/x: the system does not permit it');
    lines.length = 0;
    const temporary = { code: 'EACCES', path: '/runs/x/.policy.yaml.3017.tmp', syscall: 'open' };
    expect(failure(Object.assign(new Error(), temporary), (line) => lines.push(line))).toBe(6);
    expect(lines).toEqual([
      '/runs/x/policy.yaml: permission denied',
      '  → write elsewhere with --out, or ask for the right to write there',
    ]);
  });
});
