import { createRandom, expit } from '@raredx/stats';
import type { HandRow } from './predictions-table.ts';

/** A simulated cohort of one model, reproducible from its name. */
export function simulated(
  name: string,
  patients: number,
  options: { intercept?: number; noise?: number } = {},
): HandRow[] {
  const random = createRandom(name);
  return Array.from({ length: patients }, (_, i): HandRow => {
    const linear = (options.intercept ?? -1) + 1.2 * random.normal();
    const y = random.uniform() < expit(linear) ? 1 : 0;
    return {
      y,
      p: expit(linear + (options.noise ?? 0.5) * random.normal()),
      patient: `patient ${String(i).padStart(5, '0')}`,
      attributes: { stage: ['I', 'II', 'III', 'IV'][random.integer(4)] as string },
    };
  });
}
