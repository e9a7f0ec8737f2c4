import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeEvidenceJson, encodePredictions, readPredictions } from '@raredx/tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gateFolder } from '../src/gate/gate-folder.ts';
import { json } from '../src/run/json.ts';
import { examinePack } from '../src/verify/examine-pack.ts';
import { recomputeDecision } from '../src/verify/recompute.ts';
import { said } from './said.ts';
import { makeSmallPack } from './small-pack.ts';

let folder: string;
const at = (name: string) => join(folder, name);
const read = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));
const looks = 'looks: { cohort: c, planned: 2, spending: fixed, data: reused, because: two releases }';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-remade-'));
  await makeSmallPack(folder, { bootstrap: 400, judged: false });
  const policy = readFileSync(at('release.yaml'), 'utf8')
    .replace('metric: auroc', 'metric: brier')
    .replace('at_least: 0.6', 'at_most: 0.3')
    .replace('criteria:', `${looks}\ncriteria:`);
  writeFileSync(at('looks.yaml'), policy);
  writeFileSync(at('more.yaml'), policy.replace('planned: 2', 'planned: 3'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const gate = (policy: string) =>
  said(() =>
    gateFolder({
      ...{ dir: at('out'), policy: at(policy), ledger: at(`${policy}.jsonl`), out: at('judged') },
      ...{ json: false, quiet: false },
    }),
  );

describe('a decision that was made on rows', () => {
  it('is not blamed for rows that were changed after it was sealed', async () => {
    const second = (text: string) => text.slice(text.indexOf('  - id')).replace('id: ranking', 'id: again');
    const pack = await makeSmallPack(at('.'), {
      ...{ out: 'rows', bootstrap: 400 },
      policy: (text) => {
        const brier = text.replace('metric: auroc', 'metric: brier').replace('at_least: 0.6', 'at_most: 0.3');
        return `${brier.replace('method: none', 'method: bonferroni')}${second(brier)}`;
      },
    });
    const examine = () => examinePack(pack, { quick: false, tolerance: 0, onProgress: () => {} });
    expect(JSON.parse(readFileSync(join(pack, 'decision.json'), 'utf8')).criteria[0].why).toContain('97.5 %');
    expect(await examine()).toMatchObject({ findings: [], skipped: [] });
    const name = 'predictions.parquet';
    const table = await readPredictions(join(pack, name), name);
    const p = table.p.map((risk) => Math.min(1, risk + 0.2));
    writeFileSync(join(pack, name), encodePredictions({ ...table, p }));
    const { findings, skipped } = await examine();
    expect(new Set(findings.map(({ file }) => file))).toEqual(new Set([name]));
    expect(skipped).toContain(`decision.json: not recomputed, as ${name} changed`);
  });
});

describe('a percentile interval that a look wants wider', () => {
  it('is made again from the rows at the level of the look, and by the reader of the decision', async () => {
    expect((await gate('looks.yaml')).code).toBe(0);
    const decision = read('judged/decision.json');
    const [one] = decision.criteria;
    const { rows } = decodeEvidenceJson(readFileSync(at('out/evidence.json'), 'utf8'), 'evidence.json');
    const stated = rows.find(({ id }) => id === one.evidenceId);
    expect(stated?.method).toContain('percentile, 400 resamples');
    expect(one.why).toContain('97.5 % interval');
    expect(one.lower).toBeLessThan(stated?.lower as number);
    expect(one.upper).toBeGreaterThan(stated?.upper as number);
    for (const name of ['evidence.json', 'predictions.parquet', 'pack-facts.json'])
      copyFileSync(at(`out/${name}`), at(`judged/${name}`));
    expect(await recomputeDecision(at('judged'))).toEqual([]);
    const bold = { ...decision, criteria: [{ ...one, lower: stated?.lower, upper: stated?.upper }] };
    writeFileSync(at('judged/decision.json'), json(bold));
    expect((await recomputeDecision(at('judged'))).map(({ problem }) => problem)).toContainEqual(
      expect.stringContaining('criterion ranking is not what evidence and policy give'),
    );
  });

  it('says how many resamples would do where there are too few', async () => {
    expect((await gate('more.yaml')).code).toBe(5);
    expect(read('judged/decision.json').criteria[0].why).toContain(
      '400 resamples are too few for the 98.333 % that the policy asks for (600 would do)',
    );
  });
});
