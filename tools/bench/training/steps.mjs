import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interleave, openContestant } from '../contestant.mjs';
import { trainingEnvironment } from './python.mjs';
import { nets } from './steps-nets.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const checkedSteps = 20;
const peers = { keras: 'Keras train_on_batch', function: 'tf.function' };

/** One training step (forward, backward, Adam) against Keras and against a compiled TensorFlow function. */
export async function measure({ quick, python }) {
  if (!python) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'raredx-bench-'));
  const environment = trainingEnvironment();
  const ours = openContestant(process.execPath, [here('steps-ours.mjs'), folder], environment);
  const theirs = openContestant(python, [here('steps.py'), folder, JSON.stringify(nets)], environment);
  try {
    const rows = [];
    const notes = [];
    for (const [name, net] of Object.entries(nets)) {
      notes.push(await compareLosses(name, net, { ours, theirs }));
      const times = await interleave(
        {
          ours: () => ours.ask({ name, steps: net.burst }),
          ...Object.fromEntries(
            Object.keys(peers).map((how) => [how, () => theirs.ask({ name, how, steps: net.burst })]),
          ),
        },
        // enough that everybody meets the same best: both cores of two for a burst are rare while others work
        quick ? 3 : 80,
      );
      for (const [how, peer] of Object.entries(peers))
        rows.push({
          what: net.title,
          ours: times.ours,
          peer,
          theirs: times[how],
          bar: net.bars[how],
          ratio: times.ours.min / times[how].min,
        });
    }
    return {
      title: 'A training step',
      command: 'npm run bench -- training steps',
      rows,
      notes: [
        ...notes,
        'Adam at 0.0001 on softmax cross-entropy, float32, the libraries’ own threads; TensorFlow 2.21.0 on both sides, Keras 3.15.1.',
        'Where other work takes one of two cores, a burst that has both is nearly twice as fast: a minimum that one side had and the other did not is no ratio of the work. The medians tell.',
        'Keras is given arrays, the function tensors made before; ours copies its batch into the graph at each step.',
      ],
    };
  } finally {
    ours.close();
    theirs.close();
    await rm(folder, { recursive: true });
  }
}

/** Same weights, same batch: how far the losses are apart after a few steps. */
async function compareLosses(name, net, { ours, theirs }) {
  const task = { name, steps: checkedSteps, check: true };
  const { losses, engine, why } = await ours.ask(task);
  if (engine !== 'graph') throw new Error(`bench: ${name} does not run as a graph (${why})`);
  const ends = [losses];
  for (const how of Object.keys(peers)) ends.push(await theirs.ask({ ...task, how }));
  const [own, keras, compiled] = ends.map((values) => values.at(-1).toFixed(5));
  return `${net.title}: loss after ${checkedSteps} steps from the same weights ${own}, Keras ${keras}, tf.function ${compiled}.`;
}
