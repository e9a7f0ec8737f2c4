/** A line of a chart: how something stood after so many patients. */
export interface ChartLine {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface SequenceChart {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly lines: readonly ChartLine[];
  readonly limit: number | null;
  /** Where the limit was first reached. */
  readonly alarmAt: number | null;
  /** Evidence multiplies, and is drawn on a logarithmic axis. */
  readonly scale: 'linear' | 'log';
  readonly x: string;
  readonly y: string;
}

export interface PageTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface PageSection {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly tables: readonly PageTable[];
  readonly charts: readonly SequenceChart[];
}

/** A monitoring report as text, tables and charts: everything is formatted but the charts' numbers. */
export interface MonitoringPage {
  readonly title: string;
  readonly verdict: 'alert' | 'quiet' | 'insufficient';
  readonly verdictWords: string;
  readonly sentence: string;
  readonly sections: readonly PageSection[];
}
