import { inWords, type MonitoringCheck } from '@raredx/gate';
import { type MonitoringPage, type PageSection, renderMonitoring, type SequenceChart } from '@raredx/report';
import type { MonitoringReport } from './monitoring-report.ts';
import {
  assumptionRows,
  checkRows,
  labelFreeRows,
  latencyRows,
  settingRows,
  verdictSentence,
  verdictWords,
} from './monitoring-rows.ts';

/** The report as one self-contained page. */
export function monitoringHtml(report: MonitoringReport): string {
  const page: MonitoringPage = {
    title: `${report.predictions} against ${report.reference.folder}`,
    verdict: report.verdict,
    verdictWords: verdictWords[report.verdict],
    sentence: verdictSentence(report),
    sections: [
      checksSection(report),
      chartsSection(report.checks),
      labelFreeSection(report),
      ...(report.latency === null ? [] : [latencySection(report)]),
      limitsSection(report),
    ],
  };
  return renderMonitoring(page);
}

function checksSection(report: MonitoringReport): PageSection {
  return {
    id: 'checks',
    title: 'Checks',
    paragraphs: [
      `The chance of any false alarm on this page is declared as ${inWords(report.falseAlarmRate)}; each of the families of checks has ${inWords(report.alarmRateOfFamily)} of it.`,
      'Too few to say means: nothing was seen, and a large change (0.8 standard deviations of the risks, or the odds of the outcome tripled) might have been missed.',
    ],
    tables: [{ caption: 'What was looked at', ...checkRows(report) }],
    charts: [],
  };
}

function chartsSection(checks: readonly MonitoringCheck[]): PageSection {
  return {
    id: 'sequence',
    title: 'Patient after patient',
    paragraphs: [],
    tables: [],
    charts: checks.filter(({ paths }) => paths.some(({ values }) => values.length > 1)).map(chartOf),
  };
}

function chartOf(check: MonitoringCheck): SequenceChart {
  const isChart = check.id === 'cusum';
  const began =
    check.changeAfter === null ? '' : ` The change most likely began after patient ${check.changeAfter}.`;
  return {
    id: `chart-${check.id}`,
    title: check.title,
    description: `${isChart ? 'Summed log likelihood ratio' : 'Evidence that something changed'} after each patient; the dashed line is the limit.${began}`,
    lines: check.paths.map(({ name, patients, values }) => ({
      name,
      points: patients.map((x, i) => ({ x, y: values[i] as number })),
    })),
    limit: check.limit,
    alarmAt: check.alarmAt,
    scale: isChart ? 'linear' : 'log',
    x: 'Patients seen',
    y: isChart ? 'Height' : 'Evidence',
  };
}

function labelFreeSection(report: MonitoringReport): PageSection {
  const { undefinedBecause, method } = report.labelFree;
  return {
    id: 'label-free',
    title: 'Performance without outcomes',
    paragraphs: [undefinedBecause === null ? `${method}.` : `Not estimable: ${undefinedBecause}.`],
    tables: [
      { caption: 'What the estimate rests on', ...assumptionRows(report) },
      ...(undefinedBecause === null ? [{ caption: 'Estimates', ...labelFreeRows(report) }] : []),
    ],
    charts: [],
  };
}

function latencySection(report: MonitoringReport): PageSection {
  return {
    ...{ id: 'latency', title: 'Latency', charts: [], paragraphs: [] },
    tables: [{ caption: 'Percentiles, in the unit of the column', ...latencyRows(report) }],
  };
}

function limitsSection(report: MonitoringReport): PageSection {
  return {
    id: 'provenance',
    title: 'Provenance and limits',
    paragraphs: report.unchecked.map((gap) => `Unchecked: ${gap}.`),
    tables: [{ caption: 'Settings', ...settingRows(report) }],
    charts: [],
  };
}
