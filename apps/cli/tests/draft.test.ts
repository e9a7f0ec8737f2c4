import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { raredx } from './raredx.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-draft-'));
  const rows = Array.from(
    { length: 80 },
    (_, i) =>
      `${30 + ((i * 7) % 40)}.5,${i % 2 ? 'f' : 'm'},${i % 3},${i === 7 ? '' : i % 5 < 2 ? 'dead' : 'alive'}`,
  );
  writeFileSync(join(folder, 'clinic.csv'), ['age,sex,grade,vital', ...rows].join('\n'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const draft = (...more: string[]) => draftInto('clinic', ...more);
const draftInto = (out: string, ...more: string[]) =>
  raredx(['data', 'draft', join(folder, 'clinic.csv'), '--out', join(folder, out), ...more]);

it('goes from a table nobody has declared to a pack', () => {
  const drafted = draft('--outcome', 'vital');
  expect(drafted.status, drafted.stderr).toBe(0);
  expect(drafted.stderr).toContain('no column tells patients apart');
  const declared = readFileSync(join(folder, 'clinic/dataset.yaml'), 'utf8');
  expect(declared).toContain('one_row_a_patient: true');
  expect(declared).toContain('#   grade: codes or counts?');
  expect(declared).toContain('#   vital: dead is taken as the event');
  const checked = raredx(['data', 'check', join(folder, 'clinic')]);
  expect(checked.stdout).toContain('every row is taken as another patient');
  const run = raredx([
    ...['run', join(folder, 'clinic/experiment.yaml'), '--out', join(folder, 'run')],
    ...['--set', 'validation.bootstrap=0', '--set', 'cross_validation.repeats=1'],
  ]);
  expect(run.status, run.stderr).toBe(0);
  expect(run.stderr).toContain('79 patients, 32 with vital_dead; 79 to learn from');
  writeFileSync(join(folder, 'new.csv'), 'age,sex,grade\n44,f,2\n,,\n');
  const predicted = raredx([
    ...['predict', join(folder, 'new.csv'), '--model', join(folder, 'run'), '--out', join(folder, 'out')],
  ]);
  expect(predicted.status, predicted.stderr).toBe(0);
  expect(predicted.stderr).toContain('left out: 1 of 2 rows without a single predictor');
  expect(readFileSync(join(folder, 'out/risks.csv'), 'utf8')).toMatch(
    /\nrow-1,row-1,all,0\.\d+,,,(un)?familiar\n$/,
  );
});

it('writes over nothing, and names a column that is not there (exit 2)', () => {
  expect(draft().status).toBe(0);
  const again = draft();
  expect(again.stderr).toContain('there is one already (dataset.yaml)');
  expect(again.status).toBe(2);
  const mistyped = draftInto('other', '--outcome', 'vitl');
  expect(mistyped.stderr).toContain('--outcome: no such column (vitl)');
  expect(mistyped.status).toBe(2);
});

it('asks which of three levels is the event', () => {
  const asked = draft('--outcome', 'grade');
  expect(asked.stderr).toContain('grade has the levels 0, 1, 2: which are the event?');
  expect(asked.status).toBe(2);
  expect(draft('--outcome', 'grade', '--event', '2').status).toBe(0);
  const declared = readFileSync(join(folder, 'clinic/dataset.yaml'), 'utf8');
  expect(declared).toMatch(/kind: is\n +name: grade_2\n/);
  expect(draftInto('other', '--outcome', 'age').stderr).toContain('age is no yes or no (number)');
});
