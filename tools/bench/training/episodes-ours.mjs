/** The contestant raredx: `{ method, size }` a line in, milliseconds of processor for all episodes out, and the accuracy of each. */
import { createInterface } from 'node:readline';
import { openRuntime } from '../../../libs/runtime/dist/index.js';
import { createRandom } from '../../../libs/stats/dist/index.js';
import {
  bdCspn,
  classifyEpisodes,
  laplacianShot,
  prototypicalMethod,
  ridgeMethod,
  simpleShot,
} from '../../../libs/training/dist/index.js';
import { sampleEpisodes } from './episodes-sample.mjs';

const { tf } = await openRuntime();
const methods = {
  prototypical: prototypicalMethod(),
  'simple-shot': simpleShot(),
  'bd-cspn': bdCspn(),
  'laplacian-shot': laplacianShot(),
  ridge: ridgeMethod(),
};
const samples = new Map();

function sampleOf(size) {
  const key = JSON.stringify(size);
  if (!samples.has(key)) samples.set(key, sampleEpisodes(size));
  return samples.get(key);
}

/** Share of right answers of one episode, the largest probability counting as the answer. */
function accuracy(probabilities, { ways, queryClasses }) {
  const count = ways.length;
  let right = 0;
  for (let q = 0; q < queryClasses.length; q++) {
    let best = 0;
    for (let c = 1; c < count; c++)
      if (probabilities[q * count + c] > probabilities[q * count + best]) best = c;
    if (best === queryClasses[q]) right++;
  }
  return right / queryClasses.length;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { method, size } = JSON.parse(line);
  const { task, episodes, base } = sampleOf(size);
  const start = process.cpuUsage();
  const made = classifyEpisodes(methods[method], task.features, episodes, {
    random: createRandom(1),
    base,
    tensors: tf,
  });
  const accuracies = made.map((one, i) => accuracy(one, episodes[i]));
  const { user, system } = process.cpuUsage(start);
  const ms = (user + system) / 1000;
  process.stdout.write(`${JSON.stringify({ ms, accuracies })}\n`);
}
