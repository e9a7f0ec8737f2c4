import { join } from 'node:path';
import { median, openContestant } from '../contestant.mjs';
import { hpo3Python } from './python.mjs';

const here = import.meta.dirname;
const block = 200;

/** Blocks of ours and one case of the peer in turn. Cases a second, by the clock and by processor time. */
export async function measure({ quick }) {
  const ours = openContestant(process.execPath, [join(here, 'ours.mjs')]);
  const python = hpo3Python();
  const { hpo, candidates, queries, ...facts } = await ours.ask({ kind: 'open' });
  const env = { ...process.env, RAYON_NUM_THREADS: '1' };
  const peer = python && openContestant(python, [join(here, 'peer.py'), hpo], env);
  try {
    const opened = await peer?.ask({ kind: 'open', candidates });
    const asked = {
      phenotype: (round) => ours.ask({ kind: 'phenotype', from: round * block, count: block }),
      mica: (round) => ours.ask({ kind: 'mica', from: round * block, count: block }),
      ...(peer && {
        hpo3: (round) => peer.ask({ kind: 'rank', queries: [queries[round % queries.length]] }),
      }),
    };
    const answers = Object.fromEntries(Object.keys(asked).map((name) => [name, []]));
    for (let round = 0; round < (quick ? 4 : 20); round++)
      for (const [name, ask] of Object.entries(asked)) answers[name].push(await ask(round));
    const rates = Object.fromEntries(Object.entries(answers).map(([name, all]) => [name, summary(all)]));
    return { ...facts, block, candidates: candidates.length, peer: opened, rates };
  } finally {
    ours.close();
    peer?.close();
  }
}

/** `whole`: all rounds together, for a contestant whose rounds are cases of unlike length. */
const summary = (all) =>
  Object.fromEntries(
    ['clock', 'processor'].map((by) => {
      const rates = all.map((answer) => answer.cases / answer[by]);
      const total = (what) => all.reduce((sum, answer) => sum + answer[what], 0);
      return [by, { best: Math.max(...rates), median: median(rates), whole: total('cases') / total(by) }];
    }),
  );
