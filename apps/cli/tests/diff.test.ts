import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimChanges } from '../src/diff/claim-changes.ts';
import { decisionChanges } from '../src/diff/decision-changes.ts';
import { openPackFolder } from '../src/diff/opened-pack.ts';
import { packDiff } from '../src/diff/pack-diff.ts';
import { sayDiff } from '../src/diff/say-diff.ts';
import { modelChanges } from '../src/diff/setting-changes.ts';
import { chaptersAsMarkdown, chaptersAsText } from '../src/diff/write-chapters.ts';
import { raredx } from './raredx.ts';
import { makeSmallPack } from './small-pack.ts';

let folder: string;
let first: string;
let second: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-diff-'));
  first = await makeSmallPack(folder, { out: 'first' });
  second = await makeSmallPack(folder, {
    out: 'second',
    patients: 130,
    factor: 0.7,
    bootstrap: 60,
    thresholds: '0.2,0.3',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const between = async (a: string, b: string) => packDiff(await openPackFolder(a), await openPackFolder(b));

describe('raredx report diff', () => {
  it('says in words what changed, writes Markdown, exits 0', () => {
    const file = join(folder, 'changes.md');
    const { status, stdout, stderr } = raredx(['report', 'diff', first, second, '--markdown', file]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('Rows: 10 added, 0 removed, 120 changed (120 in the risk, 0 in the outcome');
    expect(stdout).toMatch(/patients +120 +130/);
    expect(stdout).toMatch(/bootstrap +50 +60/);
    expect(stdout).toMatch(/external:model:oe_ratio/);
    expect(readFileSync(file, 'utf8')).toContain('| patients | 120 | 130 |');
  });

  it('gives everything as JSON, warns of a pack that is not as sealed, and refuses what is no pack', () => {
    writeFileSync(join(second, 'summary.md'), 'x');
    const { stdout, stderr, status } = raredx(['report', 'diff', first, second, '--json']);
    expect(stderr).toContain('not as sealed');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).data.rows).toMatchObject({ added: 10, removed: 0, changed: 120 });
    expect(raredx(['report', 'diff', first, join(folder, 'none')]).status).toBe(2);
    expect(raredx(['report', 'diff', first]).status).toBe(2);
  });
});

describe('a comparison', () => {
  it('of a pack with itself finds nothing', async () => {
    const diff = await between(first, first);
    expect(diff.data.rows).toEqual({ added: 0, removed: 0, changed: 0, risk: 0, outcome: 0, other: 0 });
    expect(diff.statistics).toEqual([]);
    expect(diff.models).toEqual({ added: [], removed: [], settings: [] });
    expect(diff.decision.criteria).toEqual([]);
    expect(diff.claims.moved).toEqual([]);
    expect(diff.claims.same).toBe((await openPackFolder(first)).evidence.rows.length);
    expect(chaptersAsText(sayDiff(diff))).toContain('The same 120 rows');
  });

  it('says by how much estimate and limits moved', async () => {
    const before = await openPackFolder(first);
    const row = before.evidence.rows.find((one) => one.id === 'external:model:oe_ratio');
    const { moved } = (await between(first, second)).claims;
    const claim = moved.find((one) => one.id === 'external:model:oe_ratio');
    expect(claim?.before.estimate).toBe(row?.estimate);
    expect(claim?.moved).toBe((claim?.after.estimate as number) - (row?.estimate as number));
    expect(claim?.upperMoved).toBe((claim?.after.upper as number) - (row?.upper as number));
    expect(moved.findIndex((one) => !one.outside)).toBeGreaterThan(0);
    expect(moved.slice(moved.findIndex((one) => !one.outside)).some((one) => one.outside)).toBe(false);
  });

  it('tells what can be estimated now and what no longer can', async () => {
    const { evidence } = await openPackFolder(first);
    const gone = evidence.rows.map((row) =>
      row.id === 'external:model:auroc'
        ? { ...row, estimate: null, lower: null, upper: null, undefinedBecause: 'no events' }
        : row,
    );
    const without = { ...evidence, rows: gone };
    expect(claimChanges(evidence, without, []).notEstimable.map((claim) => claim.id)).toEqual([
      'external:model:auroc',
    ]);
    expect(claimChanges(without, evidence, []).estimable).toHaveLength(1);
    expect(claimChanges(evidence, { ...evidence, rows: gone.slice(1) }, []).removed).toEqual([gone[0].id]);
  });

  it('tells verdicts, bounds and criteria that changed', async () => {
    const { decision } = await openPackFolder(first);
    if (!decision) throw new Error('no decision in the pack');
    const [one] = decision.criteria;
    const failed = {
      ...decision,
      verdict: 'fail' as const,
      policyHash: 'other',
      criteria: [
        { ...one, verdict: 'fail' as const },
        { ...one, id: 'new' },
      ],
    };
    expect(decisionChanges(decision, failed)).toMatchObject({
      before: decision.verdict,
      after: 'fail',
      policyChanged: true,
      criteria: [
        { id: 'ranking', before: { verdict: one.verdict }, after: { verdict: 'fail' } },
        { id: 'new', before: null },
      ],
    });
    expect(decisionChanges(null, decision).criteria).toHaveLength(1);
  });

  it('tells models that came, went or were set otherwise', async () => {
    const { facts } = await openPackFolder(first);
    const [model] = facts.models;
    const other = {
      ...facts,
      models: [
        { ...model, kind: 'network', settings: { epochs: 3 } },
        { ...model, name: 'new' },
      ],
    };
    expect(modelChanges(facts, other)).toEqual({
      added: ['new'],
      removed: [],
      settings: [
        { of: 'model', setting: 'epochs', before: null, after: '3' },
        { of: 'model', setting: 'kind', before: 'external', after: 'network' },
      ],
    });
  });

  it('lets no name become markup', () => {
    const chapter = { title: 'Models', sentences: ['a <b> | c'], header: ['x'], rows: [['[a](b)\n| c |']] };
    const markdown = chaptersAsMarkdown('# *x*', [chapter]);
    expect(markdown).toContain('a \\<b\\> \\| c');
    expect(markdown).toContain('| \\[a\\](b) \\| c \\| |');
  });
});
