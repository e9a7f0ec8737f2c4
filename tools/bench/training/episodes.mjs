import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interleave, openContestant } from '../contestant.mjs';
import { writeSample } from './episodes-sample.mjs';
import { trainingEnvironment, trainingPython } from './python.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const small = { classes: 24, patients: 40, count: 1000 };
const large = { classes: 24, patients: 200, count: 1000 };
const cases = [
  { method: 'prototypical', size: small, loader: true, bar: 0.1 },
  { method: 'prototypical', size: small, bar: null },
  { method: 'simple-shot', size: small, bar: null },
  { method: 'ridge', size: small, bar: null },
  { method: 'bd-cspn', size: small, bar: null },
  { method: 'laplacian-shot', size: small, bar: null },
  { method: 'prototypical', size: large, bar: null },
];

/** A thousand 5-way 5-shot 15-query episodes over 1,280 features, against PyTorch episode by episode. */
export async function measure({ quick }) {
  const python = trainingPython('torch');
  if (!python) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'raredx-bench-'));
  const one = { ...trainingEnvironment(), TF_NUM_INTRAOP_THREADS: '1', OMP_NUM_THREADS: '1' };
  const ours = openContestant(process.execPath, [here('episodes-ours.mjs')], one);
  const theirs = openContestant(python, [here('episodes.py')], one);
  try {
    const rows = [];
    const notes = [];
    for (const { method, size, bar, loader = false } of quick ? cases.slice(0, 2) : cases) {
      const place = join(folder, String(size.patients));
      mkdirSync(place, { recursive: true });
      writeSample(place, size);
      const contestants = {
        ours: () => ours.ask({ method, size }),
        theirs: () => theirs.ask({ method, folder: place, loader }),
      };
      const what = `1,000 episodes, ${method}, ${(size.classes * size.patients).toLocaleString('en')} rows`;
      notes.push(`${what}: ${await agreement(contestants)}`);
      const timed = Object.entries(contestants).map(([name, ask]) => [name, async () => (await ask()).ms]);
      const times = await interleave(Object.fromEntries(timed), quick ? 3 : size.patients > 100 ? 3 : 7);
      const ratio = times.ours.min / times.theirs.min;
      rows.push({
        what,
        ours: times.ours,
        peer: loader ? 'PyTorch as easyfsl loads' : 'PyTorch, rows in one index',
        theirs: times.theirs,
        bar,
        ratio,
      });
    }
    return {
      title: 'Few-shot episodes',
      command: 'npm run bench -- training episodes',
      rows,
      notes: [
        ...notes,
        '5-way, 5-shot, 15 queries, 1,280 simulated features, 24 classes; the same rows in every episode of both. Float32, one thread each; drawing the episodes is in neither time, making our Gram matrix is in ours.',
        'Processor time, which other work on the machine stretches less than the clock. PyTorch 2.9.1 works an episode at a time: as easyfsl’s feature benchmark does, through a data set, a sampler and a DataLoader that collates row by row; and, tighter than easyfsl, with each episode picked by one index.',
        'Our Gram matrix grows with the square of the rows: the lead shrinks as the table grows, and with thousands of rows prototypes are worked out episode by episode, as the peer does it.',
      ],
    };
  } finally {
    ours.close();
    theirs.close();
    await rm(folder, { recursive: true });
  }
}

/** Mean accuracy of both, and in how many episodes it is not the same. */
async function agreement({ ours, theirs }) {
  const [own, peer] = [(await ours()).accuracies, (await theirs()).accuracies];
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const differing = own.filter((value, i) => Math.abs(value - peer[i]) > 1e-6).length;
  return `accuracy ${mean(own).toFixed(5)}, PyTorch ${mean(peer).toFixed(5)}; ${differing} of ${own.length} episodes differ.`;
}
