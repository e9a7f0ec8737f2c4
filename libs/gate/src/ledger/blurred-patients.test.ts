import { describe, expect, it } from 'vitest';
import { predictionsOf } from '../../tests/predictions.ts';
import { blurredPatients, patientsInCommon } from './blurred-patients.ts';

/** Patients numbered from one number to before another. */
const patients = (from: number, to: number, more = {}) =>
  blurredPatients(
    predictionsOf(Array.from({ length: to - from }, (_, i) => ({ patient: `p${from + i}`, ...more }))),
  );

describe('patients of two cohorts', () => {
  it.each([
    ['the same', 0, 200, 200],
    ['one less', 0, 199, 199],
    ['half', 100, 300, 100],
    ['a fifth', 160, 360, 40],
    ['all of a cohort five times as large', 0, 1000, 200],
  ])('%s: about how many are in both', (_, from, to, common) => {
    const found = patientsInCommon(patients(0, 200), patients(from, to));
    expect(Math.abs(found - common)).toBeLessThan(0.2 * common + 10);
    expect(patientsInCommon(patients(from, to), patients(0, 200))).toBe(found);
  });

  it('of others chance alone is none', () => {
    for (let k = 1; k <= 200; k++) {
      expect(patientsInCommon(patients(0, 60), patients(1000 * k, 1000 * k + 40 + k))).toBe(0);
    }
    expect(patientsInCommon(patients(0, 20_000), patients(20_000, 40_000))).toBe(0);
  });

  it('the same number at another site, or of another partition, is another patient', () => {
    expect(patientsInCommon(patients(0, 200), patients(0, 200, { site: 'Ulm' }))).toBe(0);
    expect(patientsInCommon(patients(0, 200), patients(0, 200, { partition: 'internal' }))).toBe(0);
  });

  it('a few are too few to tell, and tell nobody', () => {
    expect(patientsInCommon(patients(0, 1), patients(0, 1))).toBe(0);
    expect(patientsInCommon(patients(0, 0), patients(0, 0))).toBe(0);
  });
});

describe('what is kept', () => {
  it('is one bit of a box for four to eight of them, so that of one patient it says "perhaps"', () => {
    const { bits, boxes } = patients(0, 200);
    expect(bits).toBe(10);
    expect(boxes).toMatch(/^[0-9a-f]{256}$/);
    const of = (patient: string) => blurredPatients(predictionsOf([{ patient }]));
    const holds = (patient: string) => {
      const box = [...of(patient).boxes].findIndex((digit) => digit !== '0');
      const place = 4 * box + 3 - Math.log2(Number.parseInt(of(patient).boxes[box] as string, 16));
      return [...boxes].some((digit, at) => {
        const bit = (k: number) => (Number.parseInt(digit, 16) >>> (3 - k)) & 1;
        return [0, 1, 2, 3].some((k) => bit(k) === 1 && (4 * at + k) >>> (bits - 6) === place);
      });
    };
    expect(holds('p7')).toBe(true);
    const others = Array.from({ length: 300 }, (_, i) => holds(`q${i}`)).filter(Boolean).length;
    expect(others).toBeGreaterThan(30);
  });
});
