import { createRandom } from '@raredx/stats';
import { describe, expect, test } from 'vitest';
import { redNetwork, redSquares } from '../../../tests/red-squares.ts';
import { jsRuntime } from '../../../tests/toy.ts';
import { edgeMap } from '../pictures/edge-map.ts';
import { explainPictures } from '../pictures/explain-pictures.ts';
import type { MapExplainer, Readout } from '../pictures/explained-network.ts';
import { gradCam } from '../pictures/grad-cam.ts';
import { integratedGradients } from '../pictures/integrated-gradients.ts';

const rows = 16;
const { pictures } = redSquares(rows, 1);
const groups = Array.from({ length: rows }, (_, row) => Math.floor(row / 2));

const refitsOf = ({ weights, ...rest }: Readout): Readout[] =>
  [1, 2, 3].map((seed) => {
    const random = createRandom(seed);
    return { ...rest, weights: weights.map((value) => value + 0.3 * random.normal()) };
  });

async function judged(explainer: MapExplainer) {
  const { tf } = await jsRuntime();
  const network = redNetwork(tf, rows);
  const { gates, admitted } = await explainPictures(network, pictures, {
    ...{ explainer, groups, refits: refitsOf(network.readout), random: createRandom(3) },
    ...{ randomNetworks: 3, resamples: 300 },
  });
  const failed = gates.filter(({ passed }) => !passed).map(({ name }) => name);
  return { gates, admitted, failed };
}

const gradientMaps: MapExplainer = async (network, some) =>
  (await integratedGradients(network, some, { steps: 6 })).maps;
const noise: MapExplainer = async (_network, { height, width }) =>
  Array.from({ length: rows }, (_, row) => {
    const random = createRandom(row);
    return { height, width, values: Float64Array.from({ length: height * width }, () => random.uniform()) };
  });

describe('the gates', () => {
  test.each([
    ['Grad-CAM', gradCam],
    ['integrated gradients', gradientMaps],
  ])('admit %s of a network that looks at red', async (_, explainer) => {
    const { gates, admitted } = await judged(explainer);
    expect(gates.filter(({ passed }) => !passed)).toEqual([]);
    expect(admitted).toBe(true);
  });

  test('refuse edges of the picture, which any network would get', async () => {
    const { gates, admitted, failed } = await judged(edgeMap);
    expect(admitted).toBe(false);
    expect(failed).toContain('changes when the network forgets');
    const [first] = gates;
    expect(first.statistic).toBe(1);
    expect(first.why).toContain('asked: upper limit below 0.5; found 1.0 (1.0 to 1.0) over 8 patients');
  });

  test('refuse noise, which names no place that matters', async () => {
    expect((await judged(noise)).failed).toEqual(expect.arrayContaining(['deletion', 'insertion']));
  });
});
