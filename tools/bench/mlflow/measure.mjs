import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultServerCache, provisionServer, startServer } from 'mlflow-js-client';
import { median, openContestant } from '../contestant.mjs';
import { processorTime } from './processor-time.mjs';

const here = import.meta.dirname;

/** What is asked of whom in each round; Python's client gets the counts it can do in a few seconds. */
const questions = ({ quick }) => {
  const few = quick ? 0.1 : 1;
  const count = (n) => Math.ceil((n * few) / 1000) * 1000;
  return {
    calls: ['ours', { kind: 'calls', n: count(50_000) }],
    sustained: ['ours', { kind: 'sustained', n: count(20_000) }],
    pythonSustained: ['python', { kind: 'logged', n: 200 * few, synchronous: true }],
    pythonAsync: ['python', { kind: 'logged', n: 200 * few, synchronous: false }],
    runs: ['ours', { kind: 'runs', n: 100 * few }],
    pythonRuns: ['python', { kind: 'runs', n: 30 * few }],
    pythonBatchedRuns: ['python', { kind: 'batched_runs', n: 40 * few }],
    journal: ['ours', { kind: 'journaled', n: count(200_000), each: 1 }],
    journalTen: ['ours', { kind: 'journaled', n: count(200_000), each: 10 }],
    batches: ['ours', { kind: 'batches', n: count(10_000) }],
    pythonBatches: ['python', { kind: 'batches', n: count(10_000) }],
  };
};

/** Rounds in turn against one server: the best and the median of each figure. */
export async function measure({ quick }) {
  const tell = (line) => console.error(`bench: ${line}`);
  const provisioned = await provisionServer({
    cacheFolder: defaultServerCache(process.env),
    onProgress: tell,
  });
  const folder = await mkdtemp(join(tmpdir(), 'bench-mlflow-server-'));
  const server = await startServer({ folder, provisioned });
  const ours = openContestant(process.execPath, [join(here, 'ours.mjs'), server.uri]);
  const python = openContestant(provisioned.python, [join(here, 'peer.py'), server.uri]);
  try {
    const { version } = await python.ask({ kind: 'version' });
    return { version, ...(await rounds({ ours, python }, { quick, tell, group: server.pid })) };
  } finally {
    ours.close();
    python.close();
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

async function rounds(contestants, { quick, tell, group }) {
  const asked = questions({ quick });
  const answers = Object.fromEntries(Object.keys(asked).map((name) => [name, []]));
  // The first round is for the caches of the server and is not counted.
  for (let round = quick ? 1 : 0; round < (quick ? 2 : 5); round++) {
    tell(`round ${round}`);
    for (const [name, [who, task]] of Object.entries(asked)) {
      const spent = () => [processorTime({ group }), processorTime({ pid: contestants[who].pid })];
      const before = spent();
      const answer = await contestants[who].ask({ ...task, experiment: `${name} ${round}` });
      const [server, client] = spent().map((after, k) => (1000 * (after - before[k])) / task.n);
      if (round > 0) answers[name].push({ ...answer, processor: { server, client } });
    }
  }
  return Object.fromEntries(Object.entries(answers).map(([name, all]) => [name, summary(all)]));
}

function summary(all) {
  const rate = all.map(({ perSecond }) => perSecond).filter((value) => value !== undefined);
  const time = (which) => all.flatMap(({ times }) => (times ? [times[which]] : []));
  const ofTimes = (which) => ({ min: Math.min(...time(which)), median: median(time(which)) });
  return {
    ...(rate.length > 0 ? { best: Math.max(...rate), median: median(rate) } : {}),
    processor: {
      server: median(all.map(({ processor }) => processor.server)),
      client: median(all.map(({ processor }) => processor.client)),
    },
    ...(all[0].times
      ? { call: { median: ofTimes('median'), p99: ofTimes('p99'), most: ofTimes('most') } }
      : {}),
  };
}
