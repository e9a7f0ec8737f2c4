/** What `raredx monitor` is asked. */
export interface MonitorRequest {
  readonly predictions: string;
  readonly against: string;
  readonly y?: string;
  readonly p?: string;
  readonly patient?: string;
  readonly sample?: string;
  readonly attr: readonly string[];
  readonly model?: string;
  readonly label?: string;
  readonly partition?: string;
  readonly order?: string;
  readonly latency?: string;
  readonly policy?: string;
  readonly features?: string;
  readonly referenceFeatures?: string;
  readonly thresholds?: string;
  readonly falseAlarmRate: number;
  readonly runLength?: number;
  readonly permutations: number;
  readonly confidence: number;
  readonly seed: number;
  readonly out?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}
