import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { raredx } from './raredx.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-recalibrate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Risks twice as extreme on the logit scale as they should be. */
function vendor(partitions: readonly string[]): string {
  const rows = partitions.flatMap((partition) =>
    Array.from({ length: 150 }, (_, i) => {
      const risk = ((i * 53) % 150) / 150 + 1 / 300;
      const y = ((i * 89) % 150) / 150 < risk ? 1 : 0;
      const odds = (risk / (1 - risk)) ** 2;
      return `${partition}${i},${y},${odds / (1 + odds)},${partition}`;
    }),
  );
  const path = join(folder, 'vendor.csv');
  writeFileSync(path, `patient_id,y,p,partition\n${rows.join('\n')}\n`);
  return path;
}

const validate = (path: string, kinds: string) =>
  raredx(['validate', path, '--out', join(folder, 'out'), '--bootstrap', '50', '--recalibrate', kinds]);

describe('raredx validate --recalibrate', () => {
  it('judges the recalibrated risks where they were not fitted', () => {
    expect(validate(vendor(['tuning', 'test']), 'platt,intercept_slope').status).toBe(0);
    const { rows } = JSON.parse(readFileSync(join(folder, 'out/evidence.json'), 'utf8'));
    const found = (model: string, partition: string) =>
      rows.find(
        (row: Record<string, unknown>) =>
          row.model === model && row.partition === partition && row.metric === 'calibration_slope',
      );
    expect(found('model', 'test').estimate).toBeCloseTo(0.5, 1);
    expect(found('model+intercept_slope', 'test').estimate).toBeCloseTo(1, 6);
    expect(found('model+platt', 'test')).toBeDefined();
    expect(found('model+platt', 'tuning')).toBeUndefined();
  });

  it('refuses to fit on the patients that it judges (exit 3), and unknown kinds (exit 2)', () => {
    const judged = validate(vendor(['test']), 'platt');
    expect(judged.status).toBe(3);
    expect(judged.stderr).toContain('recalibration: no tuning rows of model model');
    const mistyped = validate(vendor(['tuning', 'test']), 'plat');
    expect(mistyped.status).toBe(2);
    expect(mistyped.stderr).toContain('--recalibrate: no such recalibration (plat)');
    expect(mistyped.stderr).toContain('did you mean platt?');
  });
});
