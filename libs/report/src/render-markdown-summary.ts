import { cohortName } from './cohort-name.ts';
import { comparisonSentence } from './comparison-sentence.ts';
import {
  formatCount,
  formatEstimate,
  formatInterval,
  formatScalar,
  formatValue,
  notEstimable,
} from './format-number.ts';
import { visibleText } from './html.ts';
import { metricFacts } from './metric-facts.ts';
import { leadComparisons } from './model-comparisons.ts';
import { openPack, type Pack } from './pack.ts';
import type { PackInput } from './pack-input.ts';
import { verdictSentence, verdictWords } from './verdict-sentence.ts';

const metricsOf = {
  risks: ['auroc', 'brier', 'calibration_slope', 'oe_ratio'],
  rankings: ['top_1', 'top_3', 'top_10', 'ece_top_1'],
} as const;

/** Text that Markdown leaves alone, in a table too. */
function escapeMarkdown(text: string): string {
  return visibleText(text)
    .replace(/[\\`*_[\]#|~@$]/g, '\\$&')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('://', '&#58;//')
    .trim();
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function criteriaLines({ input }: Pack): string[] {
  const { decision } = input;
  if (decision === null || decision.criteria.length === 0) return [];
  const metricById = new Map(input.evidence.rows.map((row) => [row.id, row.metric]));
  return [
    line(['Criterion', 'Verdict', 'Value (interval)', 'Bound', 'Patients', 'Events', 'Why']),
    line(['---', '---', '--:', '--:', '--:', '--:', '---']),
    ...decision.criteria.map((one) => {
      const metric = metricById.get(one.evidenceId ?? '') ?? '';
      const interval =
        one.lower === null || one.upper === null ? '' : ` (${formatInterval(metric, one.lower, one.upper)})`;
      const value = one.value === null ? notEstimable : formatValue(metric, one.value) + interval;
      return line([
        escapeMarkdown(one.id),
        verdictWords[one.verdict],
        value,
        formatScalar(one.bound),
        formatCount(one.patients),
        formatCount(one.events),
        escapeMarkdown(one.why),
      ]);
    }),
    '',
  ];
}

function resultLines({ evidence, input }: Pack): string[] {
  const metrics = metricsOf[input.judged ?? 'risks'];
  return evidence.cohorts
    .filter((cohort) => cohort.site === null || evidence.cohorts.every((other) => other.site !== null))
    .flatMap((cohort) => {
      const rows = evidence.models.flatMap((model) => {
        const found = metrics.map((metric) => evidence.find({ metric, model, cohort }));
        const first = found.find((row) => row !== null);
        if (!first) return [];
        const values = found.map((row) => (row === null ? '' : formatEstimate(row)));
        return [
          line([escapeMarkdown(model), formatCount(first.patients), formatCount(first.events), ...values]),
        ];
      });
      if (rows.length === 0) return [];
      const heads = ['Model', 'Patients', 'Events', ...metrics.map((metric) => metricFacts(metric).heading)];
      return [
        `**${escapeMarkdown(cohortName(cohort, evidence))}**`,
        '',
        line(heads),
        line(['---', ...heads.slice(1).map(() => '--:')]),
        ...rows,
        '',
      ];
    });
}

const transfer = {
  helped: 'transfer helped',
  hurt: 'transfer hurt',
  'no difference shown': 'transfer shows no difference',
} as const;

function transferLines({ trainings }: PackInput): string[] {
  const tests = trainings?.transfers ?? [];
  if (tests.length === 0) return [];
  return [
    ...tests.map(
      ({ model, partition, patients, verdict }) =>
        `- ${escapeMarkdown(model)}, ${escapeMarkdown(partition)}, ${formatCount(patients)} patients: ${transfer[verdict]}, by the log loss against untrained weights and a logistic head.`,
    ),
    '',
  ];
}

/** Verdict, criteria and main results in Markdown: for a CI step summary or a terminal. */
export function renderMarkdownSummary(input: PackInput): string {
  const pack = openPack(input);
  const compared = leadComparisons(pack).map(comparisonSentence);
  const undefinedRows = input.evidence.rows.filter((row) => row.estimate === null).length;
  return [
    `## ${verdictWords[input.decision?.verdict ?? 'none']}: ${escapeMarkdown(input.title)}`,
    '',
    verdictSentence(input.decision),
    '',
    ...criteriaLines(pack),
    ...compared.map(
      ({ claim, measure, figures }) => `- ${escapeMarkdown(claim)}: ${measure} ${escapeMarkdown(figures)}.`,
    ),
    ...(compared.length > 0 ? [''] : []),
    ...transferLines(input),
    ...resultLines(pack),
    ...(undefinedRows === 0
      ? []
      : [
          `${formatCount(undefinedRows)} statements could not be estimated; the pack lists them with their reasons.`,
          '',
        ]),
    ...input.unchecked.map((text) => `- Not checked: ${escapeMarkdown(text)}`),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
