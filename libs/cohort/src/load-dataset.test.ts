import { describe, expect, it } from 'vitest';
import { datasetFolder, smallDeclaration } from '../tests/small-cohort.ts';
import { loadDataset } from './index.ts';

const changed = (from: string, to: string) => {
  expect(smallDeclaration).toContain(from);
  return () => loadDataset(datasetFolder(smallDeclaration.replace(from, to)));
};

describe('loadDataset', () => {
  it('writes defaults out and names the file as errors will', () => {
    const dataset = loadDataset(datasetFolder());
    expect(dataset.undeclared).toBe('error');
    expect(dataset.where).toMatch(/raredx-cohort-.*[/\\]small\.csv$/);
    expect(dataset.columns[2]).toMatchObject({ levels: [{ code: '1' }, { code: '2' }, { code: '3' }] });
  });

  it('takes dates of accrual as years, months or days', () => {
    const dated = (period: string) =>
      loadDataset(datasetFolder(smallDeclaration.replace('patient: id', `patient: id\nperiod: ${period}`)));
    expect(dated('{ from: 1979, to: 1979-05 }').period).toEqual({ from: '1979', to: '1979-05' });
    expect(dated('{ from: 1979-05-31, to: 1995-08, source: a page }').period?.source).toBe('a page');
  });

  it.each([
    ['file: small.csv', 'file: small.xlsx', 'file must end in .csv or .parquet'],
    ['patient: id', 'patient: id\nperiod: { from: 1979, to: 1978-12 }', 'period ends before it begins'],
    ['patient: id', 'patient: id\nperiod: { from: 1979-13, to: 1980 }', 'a date is a year, a month or a day'],
    ['patient: id', 'patient: nobody', 'no column nobody'],
    ['patient: id', 'patient: age', 'age must be text or a category'],
    [
      'type: integer, title: Age,',
      'type: integer, title: Age, units: x,',
      'unknown key in columns.3 (units)',
    ],
    ['type: text,', 'type: string,', 'columns.0.type is not as declared'],
    ['range: [0, 200]', 'range: [200, 0]', 'range must be [low, high]'],
    ["missing: ['9']", 'missing: [3]', 'code 3 is declared twice'],
    ['as: relapse', 'as: marker', 'column marker is declared twice'],
    ['from: age,', 'from: agee,', 'no column agee above age_years'],
    ['from: age_years,', 'from: stage,', 'bands needs a number column'],
    ['cuts: [2, 5]', 'cuts: [5, 2]', 'cuts must ascend'],
    ['cuts: [2, 5]', 'cuts: [5]', 'labels must be one more than cuts'],
    ['from: [III] }', 'from: [II] }', 'level II of stage must be taken up once'],
    ['from: [III] }', 'from: [III, IV] }', 'level IV of stage must be taken up once'],
    ['kind: known, column: stage', 'kind: known, column: stge', 'no column stge'],
    ['kind: known, column: stage', 'kind: levels, column: stage, levels: [V]', 'stage has no level V'],
    ['column: age_years, range', 'column: stage, range', 'stage is not a number'],
  ])('one line for %s → %s', (from, to, message) => {
    expect(changed(from, to)).toThrow(message);
    expect(changed(from, to)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it('says so when there is no dataset.yaml', () => {
    expect(() => loadDataset('/nowhere/at-all')).toThrow('dataset.yaml: there is no such file');
  });
});
