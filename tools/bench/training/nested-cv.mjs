import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interleave, openContestant } from '../contestant.mjs';
import { trainingEnvironment } from './python.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const grid = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100];

/** Nested cross-validation of a softmax head against GridSearchCV over LogisticRegression, one thread each. */
export async function measure({ quick, python }) {
  if (!python) return undefined;
  const rows = [];
  const notes = [];
  for (const standardise of [false, true]) {
    const size = quick ? { rows: 150, width: 200, folds: 3 } : { rows: 600, width: 1280, folds: 5 };
    const one = await compare({ ...size, grid, standardise }, { quick, python });
    rows.push(...one.rows);
    notes.push(...one.notes);
  }
  return {
    title: 'Nested cross-validation of a head on frozen features',
    command: 'npm run bench -- training nested-cv',
    rows,
    notes: [
      ...notes,
      'The same outer and inner folds, choice by log loss; scikit-learn 1.7.2, lbfgs, one thread on either side; single precision at its default tolerance, double at 1e-8.',
      'Ours: inner fits to an excess of 1e-5 of the objective, the fits to a whole training set to a proven 1e-4 in the coefficients.',
    ],
  };
}

async function compare(settings, { quick, python }) {
  const folder = await mkdtemp(join(tmpdir(), 'raredx-bench-'));
  const env = { ...trainingEnvironment(), OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const args = [folder, JSON.stringify(settings)];
  const ours = openContestant(process.execPath, [here('nested-cv-ours.mjs'), ...args], env);
  const theirs = openContestant(python, [here('nested-cv.py'), ...args], env);
  try {
    const { rows: n, width, folds, standardise } = settings;
    const found = await ours.ask({ check: true });
    // one to two minutes of scikit-learn: what the check takes at a tight tolerance is what is reported of it
    const reference = await theirs.ask({ check: found.map(({ setting }) => setting) });
    const run = { ours: () => ours.ask({}), default: () => theirs.ask({ tol: 1e-4 }) };
    const times = await interleave(run, quick ? 1 : standardise ? 3 : 5);
    const tight = { min: reference.milliseconds, median: reference.milliseconds };
    const fits = folds * folds * grid.length + folds;
    const how = standardise ? ', columns standardised in the fold' : '';
    const what = `${fits} fits, n = ${n}, d = ${width}, 5 classes, ${grid.length} penalties${how}`;
    const row = (tol, theirs, bar) => ({
      what,
      ours: times.ours,
      peer: `GridSearchCV, tol ${tol}`,
      theirs,
      bar,
      ratio: times.ours.min / theirs.min,
    });
    return {
      // Columns divided within the fold ask for inner products of their own: reported, without a bar of its own.
      rows: [row('1e-4 (default)', times.default, standardise ? null : 0.1), row('1e-8, once', tight, 0.1)],
      notes: [agreement(found, reference.folds, how)],
    };
  } finally {
    ours.close();
    theirs.close();
    await rm(folder, { recursive: true });
  }
}

function agreement(found, reference, how) {
  const most = (of) =>
    Math.max(
      ...found.map((fold, f) =>
        fold[of].reduce((largest, value, i) => Math.max(largest, Math.abs(value - reference[f][of][i])), 0),
      ),
    );
  const same = found.filter(({ setting }, f) => setting === reference[f].setting).length;
  const coefficients = most('coefficients');
  if (coefficients > 1e-4)
    throw new Error(`bench: coefficients differ from scikit-learn's by ${coefficients}${how}`);
  return `Checked${how}: coefficients of the ${found.length} outer fits within ${coefficients.toExponential(1)} of scikit-learn's (tol 1e-10); ${same} of ${found.length} penalties chosen alike (${found.map(({ setting }) => setting).join(', ')}); inner log losses within ${most('curve').toExponential(1)} of those at tol 1e-8.`;
}
