import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bundleProcess,
  type Ended,
  freshFolder,
  killUntilDone,
  removeBundle,
  runTraining,
} from '../../tests/killed-training.ts';

beforeAll(bundleProcess);
afterAll(removeBundle);

/** `RAREDX_KILLS` is the number of kills, 200 unless said otherwise. */
const wanted = Number(process.env.RAREDX_KILLS ?? 200);

describe.each(['js', 'native'])('killed on the %s runtime', (runtime) => {
  const whole = (): Ended | undefined => {
    try {
      return runTraining(freshFolder(), { runtime }) as Ended;
    } catch {
      return undefined;
    }
  };

  it('at every event once: the same bits', ({ skip }) => {
    const undisturbed = whole();
    if (!undisturbed) return skip('the runtime is not there');
    for (let killAt = 1; killAt <= undisturbed.events; killAt++) {
      const folder = freshFolder();
      expect(runTraining(folder, { killAt, runtime })).toBe('killed');
      const { weights } = runTraining(folder, { runtime }) as Ended;
      expect(weights, `killed at event ${killAt}`).toBe(undisturbed.weights);
    }
  });

  it('at random until there were enough of them: the same bits', ({ skip }) => {
    const undisturbed = whole();
    if (!undisturbed) return skip('the runtime is not there');
    for (let seed = 0, kills = 0; kills < wanted; seed++) {
      const done = killUntilDone(seed, { most: undisturbed.events, runtime });
      kills += done.kills;
      expect(done.ended.weights, `seed ${seed}`).toBe(undisturbed.weights);
    }
  });
});
