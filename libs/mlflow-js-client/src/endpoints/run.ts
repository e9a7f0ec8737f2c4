import { pairsOf, recordOf, type WirePair } from './key-values.ts';
import { numberFromWire } from './wire-number.ts';

export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface Metric {
  readonly key: string;
  readonly value: number;
  /** milliseconds since 1970 */
  readonly timestamp: number;
  readonly step: number;
}

export type DatasetContext = 'training' | 'validation' | 'test';

export interface DatasetInput {
  readonly name: string;
  /** at most 36 characters; with the name it is the identity of the dataset */
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema?: string;
  readonly profile?: string;
  readonly context: DatasetContext;
}

export interface Run {
  readonly runId: string;
  readonly runName: string;
  readonly experimentId: string;
  readonly status: RunStatus;
  readonly startTime: number;
  readonly endTime: number | undefined;
  readonly artifactUri: string;
  readonly lifecycleStage: 'active' | 'deleted';
  /** the latest value of each */
  readonly metrics: readonly Metric[];
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly datasets: readonly DatasetInput[];
}

export interface WireMetric {
  key: string;
  value: number | string;
  timestamp?: number | string;
  step?: number | string;
}

interface WireDatasetInput {
  tags?: WirePair[];
  dataset: {
    name: string;
    digest: string;
    source_type?: string;
    source?: string;
    schema?: string;
    profile?: string;
  };
}

export interface WireRun {
  info: {
    run_id: string;
    run_name?: string;
    experiment_id: string;
    status?: RunStatus;
    start_time?: number | string;
    end_time?: number | string;
    artifact_uri?: string;
    lifecycle_stage?: string;
  };
  data?: { metrics?: WireMetric[]; params?: WirePair[]; tags?: WirePair[] };
  inputs?: { dataset_inputs?: WireDatasetInput[] };
}

const contextTag = 'mlflow.data.context';

export function runFromWire({ info, data, inputs }: WireRun): Run {
  return Object.freeze({
    runId: info.run_id,
    runName: info.run_name ?? '',
    experimentId: info.experiment_id,
    status: info.status ?? 'RUNNING',
    startTime: numberFromWire(info.start_time),
    endTime: info.end_time === undefined ? undefined : Number(info.end_time),
    artifactUri: info.artifact_uri ?? '',
    lifecycleStage: info.lifecycle_stage === 'deleted' ? 'deleted' : 'active',
    metrics: (data?.metrics ?? []).map(metricFromWire),
    params: recordOf(data?.params),
    tags: recordOf(data?.tags),
    datasets: (inputs?.dataset_inputs ?? []).map(datasetFromWire),
  });
}

export const metricFromWire = (wire: WireMetric): Metric => ({
  key: wire.key,
  value: numberFromWire(wire.value),
  timestamp: numberFromWire(wire.timestamp),
  step: numberFromWire(wire.step),
});

function datasetFromWire({ dataset, tags }: WireDatasetInput): DatasetInput {
  return {
    name: dataset.name,
    digest: dataset.digest,
    sourceType: dataset.source_type ?? '',
    source: dataset.source ?? '',
    ...(dataset.schema === undefined ? {} : { schema: dataset.schema }),
    ...(dataset.profile === undefined ? {} : { profile: dataset.profile }),
    context: recordOf(tags)[contextTag] as DatasetContext,
  };
}

export function datasetToWire(input: DatasetInput): WireDatasetInput {
  return {
    tags: pairsOf({ [contextTag]: input.context }),
    dataset: {
      name: input.name,
      digest: input.digest,
      source_type: input.sourceType,
      source: input.source,
      ...(input.schema === undefined ? {} : { schema: input.schema }),
      ...(input.profile === undefined ? {} : { profile: input.profile }),
    },
  };
}
