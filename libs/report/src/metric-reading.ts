/** What a reader is told about a metric. */
export interface MetricFacts {
  /** In running text. */
  readonly title: string;
  /** Heads a column. */
  readonly heading: string;
  readonly decimals: number;
  /** Printed times one hundred. */
  readonly percent: boolean;
  /** Which direction is better; `target` = the nearer to `optimum`. */
  readonly favours: 'higher' | 'lower' | 'target' | 'none';
  readonly optimum: number | null;
  /** One line in plain words. */
  readonly plain: string;
}
