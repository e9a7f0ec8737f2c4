import type { Rate } from './cell.ts';

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** Monte Carlo standard error of a rate. */
export const noiseOf = (rate: number, replicates: number) =>
  Math.sqrt((Math.max(rate, 1 / replicates) * (1 - Math.min(rate, 1 - 1 / replicates))) / replicates);

/** `docs/gate-error-rates.md` from the committed rates. */
export function page(rates: readonly Rate[]): string {
  const rows = rates.map(({ rule, truth, kind, counted, nominal, replicates, rate }) =>
    [
      ...[
        '',
        rule,
        truth,
        counted,
        kind === 'error' ? (nominal === null ? 'none' : `≤ ${percent(nominal)}`) : 'power',
      ],
      ...[percent(rate), `± ${percent(noiseOf(rate, replicates))}`, replicates.toLocaleString('en-US'), ''],
    ]
      .join(' | ')
      .trim(),
  );
  return `# How often the gate is wrong, and how often it sees

Rates at which the gate decides what is counted, in simulated worlds of which the truth is known. Every verdict comes from
\`judge\` itself, on evidence rows with the intervals that evidence has: DeLong on the logit scale for AUROC, DeLong paired
for differences, the log scale for O/E, Wilson for sensitivity, 20 % of patients with the outcome; the rows on multiplicity
and looks take estimates with known standard errors, so that they show the rule and nothing else. Confidence 0.95
throughout: an interval errs on the side that matters in 2.5 % of worlds.

**Read** an error against what is promised: "pass" on the bound is a wrong release, "fail" on the bound a wrong refusal. "none"
says that nothing is promised, which is what the row is there to show. Power is what is left of worlds in which the claim
holds; where neither happens the verdict is _insufficient evidence_. ± is the Monte Carlo standard error.

| rule | truth | counted | promised | rate | ± | worlds |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

Made by \`UPDATE=1 npm run test-slow -- gate/error-rates\`, which without \`UPDATE\` fails where the rates are others.
The tests of every day make the first worlds of each row again.

## What the numbers say

- **One criterion** keeps its promise: with 500 patients (100 with the outcome) and more, wrong releases and wrong refusals
  are between 1.3 and 3.0 % where 2.5 % is promised, the excess within the noise of 4,000 worlds. O/E errs less than promised
  towards a release, as its interval takes the expected number as fixed.
- **Proportions** move in whole patients: with 50 events Wilson's limits err in 2.0 % towards a release and in 3.0 % towards a
  refusal where 2.5 % is promised, and as much at the level of a look, to which they are carried exactly.
- **Power is the price.** 150 patients (30 with the outcome) cannot show an O/E within 0.8 to 1.25 even where it is exactly 1;
  500 show a gain of 0.05 in AUROC in half of the worlds. Insufficient evidence is then the right answer, and the usual one.
- **All must pass** needs no correction: with one criterion on its bound the release passes wrongly in 2.6 %. Where any
  single pass will be claimed, five uncorrected criteria claim wrongly in 9.2 %; Bonferroni and Holm keep that below 2.5 %,
  and Holm loses less (78 % against 55 % of good releases with all five met).
- **Looks without a ledger** nearly treble the error: 7.0 % over five releases on the same patients, 7.3 % over five looks as
  events come in. Sharing α out keeps the first below 2.5 % (1.7 to 2.1 %: releases that share patients share luck), the
  group-sequential bounds spend the second whole (2.5 to 2.7 %) and keep 77 to 84 % power.
- **e-values** may be looked at and stopped at any time: over five looks they err in 0.5 to 0.8 %, over twenty in 0.9 to 1.3 %,
  and what is promised for five looks is promised for any number. The price is power: 64 % where the group-sequential bounds
  have 77 to 84 %, made up for by looks that those do not allow (95 % after five more). They speak of the looks together: a
  fifth release on its bound passes in 31 % of worlds on the strength of four good ones before it.
- **A reusable holdout** is no test. Asked directly, a holdout "confirms" noise in every world once 200 questions were put to
  it. Thresholdout with a tolerance of four standard errors brings that to 10 %; what is left are answers that agree with
  the development sample to within the tolerance, which is all that such an answer says. A tolerance of two standard errors
  with noise to match protects little (57 %). A release is decided by the gate, on patients it did not ask before.
`;
}
