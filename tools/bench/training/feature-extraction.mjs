import { fileURLToPath } from 'node:url';
import { interleave, openContestant } from '../contestant.mjs';
import { trainingEnvironment } from './python.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const peers = { keras: 'Keras predict_on_batch', function: 'tf.function' };
const sizes = [128, 224];
const batch = 32;

/** Frozen features of EfficientNet-Lite0 against the same net, with the same weights, in Keras. */
export async function measure({ quick, python }) {
  if (!python) return undefined;
  const environment = trainingEnvironment();
  const ours = openContestant(process.execPath, [here('feature-extraction-ours.mjs')], environment);
  const { weights } = await ours.ask({ weights: true });
  const theirs = openContestant(python, [here('feature-extraction.py'), weights], environment);
  try {
    const rows = [];
    const notes = [];
    for (const size of sizes) {
      notes.push(await compareFeatures(size, { ours, theirs }));
      const task = { size, batch, calls: size > 200 ? 2 : 4 };
      const times = await interleave(
        {
          ours: () => milliseconds(ours, task),
          ...Object.fromEntries(
            Object.keys(peers).map((how) => [how, () => milliseconds(theirs, { ...task, how })]),
          ),
        },
        quick ? 3 : 25,
      );
      const rate = (batch / times.ours.min) * 1000;
      notes.push(`${size} px: ${rate.toFixed(0)} images a second at best, on ${batch} at a time.`);
      for (const [how, peer] of Object.entries(peers)) {
        rows.push({
          what: `${batch} images of ${size} px`,
          ...{ ours: times.ours, peer, theirs: times[how], bar: 1.2 },
          ratio: times.ours.min / times[how].min,
        });
      }
    }
    return {
      title: 'Frozen features',
      command: 'npm run bench -- training feature-extraction',
      rows,
      notes: [
        ...notes,
        'Ours takes bytes and makes floats of them, as in use; Keras is given an array of floats, the function a tensor made before.',
        'float32, the libraries’ own threads; TensorFlow 2.21.0 on both sides, Keras 3.15.1.',
      ],
    };
  } finally {
    ours.close();
    theirs.close();
  }
}

const milliseconds = async (contestant, task) => (await contestant.ask(task)).ms;

/** The same pixels through both: how far the features are apart. */
async function compareFeatures(size, { ours, theirs }) {
  const task = { size, batch: 2, check: true };
  const [{ features: own }, { features: other }] = [await ours.ask(task), await theirs.ask(task)];
  const greatest = Math.max(...own.map((value, at) => Math.abs(value - other[at])));
  if (own.length !== other.length || !(greatest < 1e-4)) {
    throw new Error(`bench: features differ by ${greatest} at ${size} px`);
  }
  return `${size} px: the features differ by at most ${greatest.toExponential(1)}.`;
}
