import type { Estimate } from '@raredx/stats';
import { calibrationInTheLarge } from './calibration-in-the-large.ts';
import { calibrationIntercept } from './calibration-intercept.ts';
import { calibrationSlope } from './calibration-slope.ts';
import { checkClasses, type JudgedClasses, oneClassJudged } from './multiclass.ts';
import { oeRatio } from './oe-ratio.ts';

export interface ClassCalibration {
  readonly calibrationInTheLarge: Estimate;
  readonly calibrationIntercept: Estimate;
  readonly calibrationSlope: Estimate;
  readonly oeRatio: Estimate;
}

/**
 * Calibration of each class's risk against all other classes together, in the order of classes. All classes can look
 * calibrated one by one while the whole is not: see {@link multinomialRecalibration}.
 *
 * @example classwiseCalibration({ classes: 2, y: Uint8Array.of(0, 1), p: Float64Array.of(0.8, 0.2, 0.6, 0.4) })[1].oeRatio // => { value: 1.66667 }
 */
export function classwiseCalibration(data: JudgedClasses): readonly ClassCalibration[] {
  checkClasses('classwise calibration', data);
  return Array.from({ length: data.classes }, (_, k) => {
    const rows = oneClassJudged(data, k);
    return {
      calibrationInTheLarge: calibrationInTheLarge(rows),
      calibrationIntercept: calibrationIntercept(rows),
      calibrationSlope: calibrationSlope(rows),
      oeRatio: oeRatio(rows),
    };
  });
}
