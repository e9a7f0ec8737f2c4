/** The contestant raredx: one JSON task a line in, one JSON answer a line out. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { deserialize, serialize } from 'node:v8';
import {
  noiseTermOf,
  openKnowledge,
  provideHpo,
  simulatePatient,
} from '../../../libs/ontology/dist/index.js';
import { openRuntime } from '../../../libs/runtime/dist/index.js';
import { createRandom } from '../../../libs/stats/dist/index.js';
import {
  candidatesOf,
  diseaseProfiles,
  likelihoodRatioRanker,
  phenotypeRanker,
  phenotypeSettings,
  topCandidates,
  trainPhenotypeModel,
} from '../../../libs/training/dist/index.js';
import { cacheFolder } from '../../setup/cache-folder.mjs';

const patients = 1000;
const knowledge = await openKnowledge();
const { ontology, annotations } = knowledge;
const candidates = candidatesOf(annotations);
const random = createRandom(11);

/** Ranks badly and costs what the shipped one costs: same profiles, same dimensions, towers of one step. */
async function timingModel() {
  const folder = join(cacheFolder(), 'bench-ranking-model');
  const path = join(folder, 'model.bin');
  const settings = JSON.stringify(phenotypeSettings);
  const kept = existsSync(path) && deserialize(readFileSync(path));
  if (kept && kept.settings === settings) return kept.model;
  console.error('bench: making a model for timing (a minute)');
  const tower = { steps: 1 };
  const model = await trainPhenotypeModel(knowledge, {
    ...{ runtime: await openRuntime(), candidates, random: createRandom(7), tower },
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, serialize({ settings, model }));
  return model;
}

function simulated() {
  const profiles = diseaseProfiles(annotations, candidates);
  const noiseTerm = noiseTermOf(profiles);
  const cases = [];
  while (cases.length < patients) {
    const profile = profiles[random.integer(profiles.length)];
    const observed = simulatePatient(ontology, profile, { random, noiseTerm });
    if (observed.length > 0) cases.push({ observed });
  }
  return cases;
}

const cases = simulated();
const model = await timingModel();
const rankers = {
  phenotype: phenotypeRanker(ontology, model),
  mica: likelihoodRatioRanker(knowledge, candidates),
};
const scores = new Float32Array(candidates.length);

function rank({ kind, from, count }) {
  const ranker = rankers[kind];
  const clock = performance.now();
  const used = process.cpuUsage();
  for (let at = from; at < from + count; at++) {
    ranker.score(cases[at % cases.length], scores);
    topCandidates(scores, 10);
  }
  const { user, system } = process.cpuUsage(used);
  return { cases: count, clock: (performance.now() - clock) / 1e3, processor: (user + system) / 1e6 };
}

async function open() {
  // rows of every term that is asked for, and code as the engine leaves it after some thousand calls
  for (const kind of Object.keys(rankers)) rank({ kind, from: 0, count: 3 * cases.length });
  const terms = cases.flatMap(({ observed }) => [...observed]);
  // a slow peer gets few cases: as many findings as all, from the shortest to the longest, in an order that mixes them
  const byLength = cases.toSorted((a, b) => a.observed.length - b.observed.length);
  const few = Array.from({ length: 20 }, (_, at) => byLength[((at * 7) % 20) * 50 + 25]);
  return {
    hpo: await provideHpo(),
    candidates,
    queries: few.map(({ observed }) => Array.from(observed, (term) => ontology.ids[term])),
    patients,
    findings: terms.length / patients,
    peerFindings: few.reduce((sum, { observed }) => sum + observed.length, 0) / 20,
    distinct: new Set(terms).size,
    dimension: model.tower.dimension,
  };
}

for await (const text of createInterface({ input: process.stdin })) {
  const task = JSON.parse(text);
  console.log(JSON.stringify(task.kind === 'open' ? await open() : rank(task)));
}
process.exit(0);
