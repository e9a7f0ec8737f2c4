import { describe, expect, it } from 'vitest';
import { smallCohort, smallDeclaration } from '../tests/small-cohort.ts';
import { attributeValues, attrition, binaryOutcome, eligibleCohort } from './index.ts';

describe('attrition and eligibleCohort', () => {
  it('count what the rules leave out, in order, by site or group', async () => {
    const cohort = await smallCohort();
    const bySite = attrition(cohort);
    expect(bySite.cohorts.map(({ cohort: name }) => name)).toEqual(['Ayr', 'Bonn']);
    expect(bySite.cohorts[0]?.steps).toEqual([
      { step: 'in the data set', patients: 3, excluded: 0, reason: null },
      { step: 'stage known', patients: 2, excluded: 1, reason: 'stage not recorded' },
      { step: 'at most ten years', patients: 2, excluded: 0, reason: null },
    ]);
    const together = attrition(cohort, { all: ['Ayr', 'Bonn'] });
    expect(together.cohorts[0]?.steps.map((step) => step.patients)).toEqual([6, 5, 4]);
    const eligible = eligibleCohort(cohort);
    expect(eligible.patientId).toEqual(['00012', '00013', '00016', '00017']);
    expect(eligible.rows).toBe(4);
    expect(attributeValues(eligible, 'stage')).toEqual(['I', 'II', 'I', 'II']);
    expect(attributeValues(cohort, 'stage')[2]).toBe('unknown');
  });

  it('a level rule', async () => {
    const declaration = smallDeclaration.replace(
      'kind: known, column: stage',
      'kind: levels, column: stage, levels: [II, III]',
    );
    expect(eligibleCohort(await smallCohort(declaration)).patientId).toEqual(['00013', '00017']);
  });

  it('an outcome with missing values stops, and names the way out', async () => {
    const file = 'id,site,stage,age,marker,rel\n1,A,1,2,3,\n2,A,1,2,3,1\n';
    const cohort = await smallCohort(smallDeclaration, file);
    expect(() => binaryOutcome(cohort, 'relapse')).toThrow('outcome relapse is missing in 1 rows');
    expect(() => attributeValues(cohort, 'age')).toThrow('age is a number and has no levels');
  });
});
