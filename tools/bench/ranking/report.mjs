const bar = 5000;
const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));
const rate = ({ best, median }) => `${number(best)} (${number(median)})`;
const table = (head, body) =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const names = {
  phenotype: 'raredx, phenotype model',
  mica: 'raredx, MICA-LR',
  hpo3: 'hpo3, graph information content',
};

/** The page, and the bars that were missed. */
export function report(m, machine) {
  const { hpo3 } = m.rates;
  const times = (own, by) => (hpo3 ? `${number(own[by].whole / hpo3[by].whole)}×` : 'not measured');
  const rates = table(
    ['ranker', 'by processor time', 'by the clock', 'against hpo3, processor', 'against hpo3, clock'],
    Object.entries(m.rates).map(([name, own]) => [
      names[name],
      ...(name === 'hpo3'
        ? [number(own.processor.whole), number(own.clock.whole)]
        : [rate(own.processor), rate(own.clock)]),
      ...(name === 'hpo3' ? ['', ''] : [times(own, 'processor'), times(own, 'clock')]),
    ]),
  );
  const judged = [
    ['by processor time, median', m.rates.phenotype.processor.median],
    ['by the clock, median', m.rates.phenotype.clock.median],
    ['by the clock, best', m.rates.phenotype.clock.best],
  ].map(([what, got]) => ({ what: `phenotype model, cases/s ${what}`, got }));
  const verdict = table(
    ['bar', 'wanted', 'measured', ''],
    judged.map(({ what, got }) => [
      what,
      `≥ ${bar.toLocaleString('en')}`,
      number(got),
      got >= bar ? 'met' : '**missed**',
    ]),
  );
  const missed = judged.filter(({ got }) => got < bar).map(({ what, got }) => `${what}: ${number(got)}`);
  return { text: page(m, { machine, rates, verdict }), missed };
}

function page(m, { machine, rates, verdict }) {
  const peer = m.peer
    ? `hpo3 ${m.peer.version} reads the same HPO release (${m.peer.release}) and ranks ${m.peer.candidates.toLocaleString('en')} of the same
candidates by \`batch_set_similarity\`, method graphic, one thread, one case a round: from each twentieth of the patients by
number of findings one (mean ${number(m.peerFindings)}). Its rate and the ratios are of all rounds together.`
    : 'hpo3 could not be installed: not measured.';
  return `# Speed of ranking diseases

Written by \`npm run bench -- ranking\`. ${machine.text}; load before the run ${machine.loadBefore}, after it ${machine.loadAfter}. Cases a second on
one core: every candidate is scored and the ten best are put in order. The best round and in brackets the median one;
rounds of ${m.block} cases, the rankers in turn.

${verdict}

Other work on the machine takes from the clock and not from processor time.

${rates}

${m.patients.toLocaleString('en')} simulated patients with ${number(m.findings)} findings on average, ${m.distinct.toLocaleString('en')} distinct terms, ${m.candidates.toLocaleString('en')} candidates. Ours are warm:
the rows of all those terms are in memory (33 kB a term; up to 4,096 terms are kept). The model is one for timing: profiles
and dimensions (${m.dimension}) of the shipped one, towers of one step.

${peer}
What is compared is the work of ranking, not how well it is done.
`;
}
