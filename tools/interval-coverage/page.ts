import type { Certificate } from './certificate.ts';
import { defaults } from './defaults.ts';
import { distortion, populations, reader, separation, trueAuroc } from './population.ts';
import type { Cell } from './simulate-cell.ts';
import { coverageOf, type Group, groups, leastShare, monteCarloError } from './summary.ts';
import { targetPrevalence } from './truth.ts';

const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)}`;
const sizes = [...new Set(populations.map(({ n }) => n))];
const prevalences = [...new Set(populations.map(({ prevalence }) => prevalence))];

function heading({ samples, resamples, seed, confidence }: Certificate): string {
  return `# Coverage of intervals

Written by \`node tools/interval-coverage/main.mjs\` (seed "${seed}"); \`npm run test-slow\` simulates all of it again,
\`npm test\` two cells. Numbers: [coverage.json](coverage.json), with how often an interval lies above and below the truth
and its median width. Picture: [coverage.svg](coverage.svg).

Each cell: the share of ${percent(confidence, 0)} % intervals that hold the truth, in %, ± its Monte Carlo standard error, of
${samples['closed form'].toLocaleString('en')} samples; of ${samples['as validated']} samples with ${resamples} resamples each where the row is what \`raredx validate\` gives. In
brackets: the share of samples without an interval, in %, where there are any. A dash: fewer than ${percent(leastShare, 0)} % of the samples have
one. **Bold**: more than three standard errors below ${percent(confidence, 0)} %, and below ${percent(confidence - 0.02, 0)} %.

What is simulated: n patients drawn at random, each with the outcome with the stated probability, so the number of
events varies. Scores of the two classes are normal, ${separation.good} standard deviations apart (AUROC ${trueAuroc(separation.good).toFixed(3)}), and the risk is the
true one given the score: slope 1, intercept 0, O/E 1. Thresholds are put at the prevalence. A second model has more noise
(AUROC ${trueAuroc(separation.noisy).toFixed(3)}), shifts the logit by ${distortion.shift} and stretches it by ${distortion.stretch}: differences are between the two, and
calibration distances (ICI, E50, E90, ECI, ECE) are the second one's, since those of a calibrated model are 0, which no
percentile interval of a distance can hold. Two readers of sensitivity ${reader.sensitivity} and specificity ${reader.specificity} give kappa. Predictive values
"at prevalence" are at ${targetPrevalence}. One population shape is not every population: the table ranks procedures, it does not
promise its percentages elsewhere. Intervals of patients with several samples, of repeats and of sites are simulated in
\`libs/validation/src/**/*.slow.ts\`.
`;
}

function defaultsSection(): string {
  const rows = defaults.map(({ metric, interval, why }) => `| ${metric} | ${interval} | ${why} |`);
  return [
    '## The default of each metric',
    '',
    '| metric | interval | why |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function cellText(cell: Cell | undefined, confidence: number): string {
  if (cell === undefined) return '';
  const { defined, samples } = cell;
  const without = defined < samples ? ` (${percent(1 - defined / samples)})` : '';
  const share = coverageOf(cell);
  if (share === undefined) return `–${without}`;
  const text = `${percent(share)} ± ${percent(monteCarloError(share, defined))}`;
  const low = share < confidence - 3 * monteCarloError(confidence, defined) && share < confidence - 0.02;
  return (low ? `**${text}**` : text) + without;
}

/** Reasons for no interval, the commonest in most samples first. */
function reasonsOf(cells: readonly Cell[]): string {
  const times = new Map<string, number>();
  for (const { undefinedBecause: reason, undefinedThus } of cells) {
    if (reason !== null) times.set(reason, (times.get(reason) ?? 0) + undefinedThus);
  }
  const sorted = [...times].sort((a, b) => b[1] - a[1]).map(([reason]) => reason);
  return sorted.length === 0 ? '' : `No interval: ${sorted.slice(0, 3).join('; ')}.\n`;
}

function procedureSection({ procedure, cells }: Group, confidence: number): string {
  const line = (prevalence: number) => {
    const at = (n: number) => cells.find((cell) => cell.n === n && cell.prevalence === prevalence);
    return `| ${percent(prevalence, 0)} % | ${sizes.map((n) => cellText(at(n), confidence)).join(' | ')} |`;
  };
  return [
    `### ${procedure}`,
    '',
    `| prevalence | ${sizes.map((n) => `n = ${n}`).join(' | ')} |`,
    `|---|${sizes.map(() => '---:|').join('')}`,
    ...prevalences.map(line),
    '',
    reasonsOf(cells),
  ].join('\n');
}

export function coveragePage(certificate: Certificate): string {
  const all = groups(certificate.cells);
  const metrics = [...new Set(all.map(({ metric }) => metric))];
  const sections = metrics.flatMap((metric) => [
    `## ${metric}\n`,
    ...all
      .filter((group) => group.metric === metric)
      .map((group) => procedureSection(group, certificate.confidence)),
  ]);
  const text = [heading(certificate), defaultsSection(), ...sections].join('\n');
  return `${text.replace(/\n{3,}/g, '\n\n').trimEnd()}\n`;
}
