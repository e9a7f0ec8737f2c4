import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GateRequest, gateFolder } from '../src/gate/gate-folder.ts';
import { checkLedgerFile } from '../src/gate/ledger/check-ledger-file.ts';
import { listLedger } from '../src/gate/ledger/list-ledger.ts';
import { json } from '../src/run/json.ts';
import { recomputeDecision } from '../src/verify/recompute.ts';
import { said } from './said.ts';
import { makeSmallPack } from './small-pack.ts';

let folder: string;
const at = (name: string) => join(folder, name);
const read = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-e-values-'));
  await makeSmallPack(folder);
  await makeSmallPack(folder, { out: 'more', patients: 60, first: 120 });
  const policy = readFileSync(at('release.yaml'), 'utf8').replace(
    'criteria:',
    'looks: { method: e-value, cohort: made up, expected_shift: 2.5, data: new, because: a cohort a year }\ncriteria:',
  );
  writeFileSync(at('adding.yaml'), policy.replace('at_least: 0.6', 'at_least: 0.65'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const judged = (dir: string, time: string, more: Partial<GateRequest> = {}) =>
  said(() =>
    gateFolder({
      ...{ dir: at(dir), policy: at('adding.yaml'), ledger: at('looks.jsonl'), at: time },
      ...{ out: at(`${dir}-judged`), json: false, quiet: false, ...more },
    }),
  );

describe('looks added up as e-values', () => {
  it('are counted by a ledger, each with what those before it measured; the same look costs nothing', async () => {
    await expect(judged('out', '2026-11-24T10:00:00Z', { ledger: undefined as never })).rejects.toThrow(
      '--ledger: the policy plans looks at made up, which a ledger must count',
    );
    await judged('out', '2026-11-24T10:00:00Z');
    const first = read('out-judged/decision.json');
    expect(first.look).toEqual({
      number: 1,
      of: null,
      alpha: expect.closeTo(0.05, 12),
      past: { ranking: [] },
    });
    await judged('more', '2026-11-25T10:00:00Z');
    const second = read('more-judged/decision.json');
    expect(second.look.past).toEqual({ ranking: [first.criteria[0].eValue.measured] });
    expect(second.criteria[0].why).toMatch(/e-value .* over 2 looks/);
    await judged('out', '2026-11-26T10:00:00Z');
    expect(read('out-judged/decision.json')).toEqual(first);
    const { out } = await said(() => listLedger({ file: at('looks.jsonl'), json: false }));
    expect(out.match(/made up/g)).toHaveLength(2);
  });

  it('the same patients under other numbers are refused', async () => {
    await makeSmallPack(folder, { out: 'again', factor: 0.9 });
    await expect(judged('again', '2026-11-27T10:00:00Z')).rejects.toThrow(
      'these very patients were looked at before (look 1 at made up)',
    );
  });

  it('a patient less of them, and another question under the same name, are refused', async () => {
    await makeSmallPack(folder, { out: 'less', patients: 119 });
    await expect(judged('less', '2026-11-27T10:00:00Z')).rejects.toThrow(
      /about \d+ of these patients were looked at before \(look 1 at made up\)/,
    );
    await makeSmallPack(folder, { out: 'others', patients: 60, first: 200 });
    const policy = readFileSync(at('adding.yaml'), 'utf8');
    writeFileSync(at('other.yaml'), policy.replace('metric: auroc', 'metric: oe_ratio'));
    await expect(judged('others', '2026-11-27T10:00:00Z', { policy: at('other.yaml') })).rejects.toThrow(
      'criterion ranking asked something else at look 1 (metric auroc, now oe_ratio)',
    );
    expect(readFileSync(at('looks.jsonl'), 'utf8')).not.toContain('secret-');
  });

  it('a pack is decided again by its reader, and an earlier look that was made up is found', async () => {
    const pack = at('more-judged');
    copyFileSync(at('more/evidence.json'), join(pack, 'evidence.json'));
    expect(await recomputeDecision(pack)).toEqual([]);
    const decision = read('more-judged/decision.json');
    const [past] = decision.look.past.ranking;
    const better = { ...past, at: past.at + 1 };
    const bold = { ...decision, look: { ...decision.look, past: { ranking: [better] } } };
    writeFileSync(join(pack, 'decision.json'), json(bold));
    expect((await recomputeDecision(pack)).map(({ problem }) => problem)).toContainEqual(
      expect.stringContaining('criterion ranking is not what evidence and policy give'),
    );
    const check = { file: at('looks.jsonl'), decision: pack, json: false, quiet: false };
    expect((await said(() => checkLedgerFile(check))).err).toContain('entry of another decision');
  });
});
