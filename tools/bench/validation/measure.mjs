import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../run/workspace-files.mjs';
import { interleave, median, openContestant } from '../contestant.mjs';
import { peerEnvironment, peerPython } from '../python-venv.mjs';
import { attributes, thresholds, writeSample, writeTable } from './sample.mjs';
import { timeThreads } from './scaling.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const sizes = [1_000, 10_000, 100_000];
/** Replicates a round: about as long for each contestant. */
const reps = {
  ours: (n) => Math.max(20, Math.round(4e6 / n)),
  python: (n) => Math.max(3, Math.round(1e5 / n)),
  r: (n) => Math.max(50, Math.round(2e5 / n)),
};

/** Everything that docs/bench/validation.md tells. */
export async function measure({ quick }) {
  const folder = await mkdtemp(join(tmpdir(), 'raredx-bench-'));
  const rounds = quick ? 2 : 9;
  const ours = openContestant(process.execPath, [here('ours.mjs')]);
  try {
    for (const n of [...sizes, 1_000_000]) await writeSample(folder, n);
    return {
      sklearn: await againstScikitLearn(ours, { folder, rounds }),
      proc: await againstProc(ours, { folder, rounds }),
      linear: await linearity(ours, rounds),
      threads: await threadScaling(quick ? 1 : 10),
      command: await commandTime(folder, quick ? 1 : 5),
    };
  } finally {
    ours.close();
    await rm(folder, { recursive: true });
  }
}

async function againstScikitLearn(ours, { folder, rounds }) {
  const python = peerPython();
  if (!python) return undefined;
  const peer = openContestant(
    python,
    [here('peer.py'), folder, JSON.stringify(thresholds)],
    peerEnvironment(),
  );
  const rows = [];
  for (const n of sizes) {
    const agreement = await agree(ours, peer, n);
    const times = await interleave(
      {
        ours: () => ours.ask({ n, reps: reps.ours(n) }),
        twin: () => ours.ask({ n, reps: reps.ours(n) / 4, engine: 'typescript' }),
        peer: () => peer.ask({ n, reps: reps.python(n), model: 'default' }),
        converged: () => peer.ask({ n, reps: reps.python(n), model: 'converged' }),
      },
      rounds,
    );
    rows.push({ n, ...times, agreement });
  }
  peer.close();
  const version = (name) =>
    execFileSync(python, ['-c', `import ${name}; print(${name}.__version__)`])
      .toString()
      .trim();
  return { rows, versions: `scikit-learn ${version('sklearn')}, numpy ${version('numpy')}` };
}

/** Largest difference between the two on the same resample, the peer's fit run to convergence. */
async function agree(ours, peer, n) {
  const { counts, ...values } = await ours.ask({ n, check: true });
  const theirs = await peer.ask({ n, counts, model: 'converged' });
  const flat = (made) => [
    made.auroc,
    made.averagePrecision,
    made.brier,
    made.intercept,
    made.slope,
    ...made.netBenefits,
  ];
  const [a, b] = [flat(values), flat(theirs)];
  return Math.max(...a.map((value, k) => Math.abs(value - b[k])));
}

async function againstProc(ours, { folder, rounds }) {
  const probe = spawnSync('Rscript', [
    '-e',
    'cat(R.version$major, R.version$minor, sep="."); cat(" ", as.character(packageVersion("pROC")))',
  ]);
  if (probe.status !== 0) {
    console.error('bench: no R with pROC here, skipped');
    return undefined;
  }
  const peer = openContestant('Rscript', [here('peer.R'), folder], peerEnvironment());
  const rows = [];
  for (const n of sizes.slice(0, 2)) {
    const times = await interleave(
      {
        ours: () => ours.ask({ n, reps: reps.ours(n), line: false }),
        resample: () => peer.ask({ n, reps: reps.r(n), how: 'resample' }),
        interval: () => peer.ask({ n, reps: reps.r(n), how: 'interval' }),
      },
      rounds,
    );
    rows.push({ n, ...times });
  }
  peer.close();
  const [r, pROC] = probe.stdout.toString().split(/\s+/);
  return { rows, versions: `pROC ${pROC} in R ${r}` };
}

async function linearity(ours, rounds) {
  const all = [...sizes, 1_000_000];
  const times = await interleave(
    Object.fromEntries(all.map((n) => [n, () => ours.ask({ n, reps: reps.ours(n) })])),
    rounds,
  );
  return all.map((n) => ({ n, ...times[n] }));
}

async function threadScaling(rounds) {
  const task = { n: 10_000, reps: 20_000 };
  const times = { 1: [], 2: [] };
  for (let round = 0; round < rounds; round++)
    for (const threads of [1, 2]) times[threads].push(await timeThreads(threads, task));
  const least = (threads, of) => Math.min(...times[threads].map((time) => time[of]));
  return {
    ...task,
    wall: [least(1, 'wall'), least(2, 'wall')],
    cpu: [least(1, 'cpu'), least(2, 'cpu')],
  };
}

/** `raredx validate` as a user runs it, start of the process and pack included: seconds by the clock and of processor. */
async function commandTime(folder, rounds) {
  const main = join(root, 'apps/cli/dist/main.js');
  if (!existsSync(main)) throw new Error('bench: the command line is not built; run: npm run build');
  const table = join(folder, 'table.csv');
  await writeTable(table, 10_000);
  const wall = [];
  const cpu = [];
  for (let round = 0; round < rounds; round++) {
    const [start, used] = [performance.now(), childProcessor()];
    const { status, stderr } = spawnSync(process.execPath, [
      ...[main, 'validate', table, '--patient', 'patient', '--attr', ...attributes],
      ...[
        '--thresholds',
        '0.1,0.2,0.3',
        '--bootstrap',
        '2000',
        '--quiet',
        '--out',
        join(folder, `out-${round}`),
      ],
    ]);
    if (status !== 0) throw new Error(`bench: raredx validate failed\n${stderr}`);
    wall.push((performance.now() - start) / 1000);
    cpu.push(childProcessor() - used);
  }
  return { min: Math.min(...wall), median: median(wall), cpu: Math.min(...cpu) };
}

/** Seconds of processor of all children that have ended; NaN where the system does not tell. */
function childProcessor() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}
