import type { Random } from '@raredx/stats';
import { deletionGates, deletionTest } from '../gates/deletion-test.ts';
import { admittedBy, type GateResult } from '../gates/gate-result.ts';
import { randomisationGate } from '../gates/randomisation-gate.ts';
import { stabilityGate } from '../gates/stability-gate.ts';
import type { AttributionMap } from './attribution-map.ts';
import type { ExplainedNetwork, MapExplainer, Readout } from './explained-network.ts';
import type { PictureBatch } from './picture-batch.ts';
import { withRandomWeights } from './with-random-weights.ts';

export interface ExplainPicturesOptions {
  readonly explainer: MapExplainer;
  /** Patient of each picture. */
  readonly groups: ArrayLike<string | number>;
  /** Readouts of fits on bootstrap samples of the training patients. */
  readonly refits: readonly Readout[];
  readonly random: Random;
  /** Random networks that maps are compared with. @default 2 */
  readonly randomNetworks?: number;
  /** Side of the grid that maps are compared on. @default 7 */
  readonly grid?: number;
  readonly confidence?: number;
  readonly resamples?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface ExplainedPictures {
  readonly maps: readonly AttributionMap[];
  readonly gates: readonly GateResult[];
  readonly admitted: boolean;
}

/** Maps of pictures, and whether they pass the gates: only maps that are admitted may be shown to anybody. */
export async function explainPictures(
  network: ExplainedNetwork,
  pictures: PictureBatch,
  options: ExplainPicturesOptions,
): Promise<ExplainedPictures> {
  const { explainer, refits, random, randomNetworks = 2, grid = 7, onProgress } = options;
  const total = 2 + randomNetworks + refits.length;
  let done = 0;
  const step = <T>(value: T): T => {
    onProgress?.(++done, total);
    return value;
  };
  const maps = step(await explainer(network, pictures));
  const randomised: (readonly AttributionMap[])[] = [];
  for (let k = 0; k < randomNetworks; k++) {
    const without = { pictures, random: random.fork('random-network').fork(k) };
    randomised.push(step(await withRandomWeights(network, without, (other) => explainer(other, pictures))));
  }
  const refitted: (readonly AttributionMap[])[] = [];
  for (const readout of refits) refitted.push(step(await explainer({ ...network, readout }, pictures)));
  const test = step(
    await deletionTest(network, { pictures, maps }, { random: random.fork('deletion'), grid }),
  );
  const { groups, confidence = 0.95, resamples = 1000 } = options;
  const clustered = (name: string) => ({ groups, confidence, resamples, random: random.fork(name) });
  const gates = [
    randomisationGate(maps, randomised, { ...clustered('randomisation'), grid }),
    ...deletionGates(test, clustered('deletion-gate')),
    stabilityGate(maps, refitted, { ...clustered('stability'), grid }),
  ];
  return { maps, gates, admitted: admittedBy(gates) };
}
