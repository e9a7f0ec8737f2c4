import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  predictionFiles,
  rankingFiles,
  requireDecisionFolder,
  requireOutFolder,
  requireParquetOut,
} from './out-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-out-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text = '') => writeFileSync(join(folder, name), text);

describe('requireOutFolder', () => {
  it('refuses the folder of a run, of a validation and of a training', () => {
    put('.experiment', 'x');
    expect(() => requireOutFolder(folder, predictionFiles)).toThrow('is the folder of a run or validation');
    rmSync(join(folder, '.experiment'));
    put('pack-facts.json');
    expect(() => requireOutFolder(folder, rankingFiles)).toThrow('is the folder of a run or validation');
    rmSync(join(folder, 'pack-facts.json'));
    mkdirSync(join(folder, 'model'));
    put('model/models.json');
    expect(() => requireOutFolder(folder, predictionFiles)).toThrow('is the folder of a run or validation');
  });

  it('replaces what the command wrote before, and nothing else of that name', () => {
    put('predictions.parquet');
    expect(() => requireOutFolder(folder, predictionFiles)).toThrow('did not write (predictions.parquet)');
    put('risks.csv', 'patient,risk\n');
    expect(() => requireOutFolder(folder, predictionFiles)).toThrow('did not write (risks.csv)');
    put('risks.csv', 'sample_id,patient_id,site,p_died\n');
    requireOutFolder(folder, predictionFiles);
    put('rankings.parquet');
    expect(() => requireOutFolder(folder, rankingFiles)).toThrow('did not write (rankings.parquet)');
    put('differentials.csv', 'case,rank,disease,name,p\n');
    requireOutFolder(folder, rankingFiles);
  });

  it('takes a folder that is not there, or holds other files, and no file', () => {
    requireOutFolder(join(folder, 'new'), predictionFiles);
    put('notes.txt');
    requireOutFolder(folder, predictionFiles);
    expect(() => requireOutFolder(join(folder, 'notes.txt'), predictionFiles)).toThrow('a file stands where');
  });
});

describe('requireDecisionFolder', () => {
  it('takes an earlier decision, and no file of somebody else', () => {
    requireDecisionFolder(folder, 'name: x');
    put('policy.yaml', 'name: x');
    requireDecisionFolder(folder, 'name: x');
    expect(() => requireDecisionFolder(folder, 'name: y')).toThrow('did not write (policy.yaml)');
    put('decision.json', '{"schemaVersion":1,"verdict":"pass"}');
    requireDecisionFolder(folder, 'name: y');
    put('decision.json', '{"mine":1}');
    expect(() => requireDecisionFolder(folder, 'name: y')).toThrow('did not write (decision.json)');
  });
});

describe('requireParquetOut', () => {
  it('refuses another format, and the source by whatever name', () => {
    const source = join(folder, 'a.parquet');
    put('a.parquet');
    linkSync(source, join(folder, 'b.parquet'));
    expect(() => requireParquetOut('f.csv', source)).toThrow('--out: not a Parquet file (f.csv)');
    expect(() => requireParquetOut(source, source)).toThrow('is the file that is read');
    expect(() => requireParquetOut(join(folder, 'b.parquet'), source)).toThrow('is the file that is read');
    requireParquetOut(join(folder, 'c.parquet'), source);
  });
});
