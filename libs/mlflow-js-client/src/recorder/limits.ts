import type { DatasetInput } from '../endpoints/run.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';

/** MLflow 3's limits, in characters; it cuts or refuses what is longer. */
export const valueLimits = Object.freeze({
  key: 250,
  param: 6000,
  tag: 8000,
  datasetName: 500,
  datasetDigest: 36,
  datasetSource: 65_535,
  datasetSchema: 1_048_575,
  datasetProfile: 16_777_215,
});

export function checkLength(what: string, value: string, limit: number): void {
  if (value.length <= limit) return;
  const advice = 'log the whole of it as an artifact and a digest or summary here';
  throw new ConfigurationError(what, `${value.length} characters where MLflow keeps ${limit}`, advice);
}

export function checkDataset(dataset: DatasetInput): void {
  const what = `dataset ${dataset.name.slice(0, 80)}`;
  checkLength(`${what}: name`, dataset.name, valueLimits.datasetName);
  checkLength(`${what}: digest`, dataset.digest, valueLimits.datasetDigest);
  checkLength(`${what}: source`, dataset.source, valueLimits.datasetSource);
  checkLength(`${what}: schema`, dataset.schema ?? '', valueLimits.datasetSchema);
  checkLength(`${what}: profile`, dataset.profile ?? '', valueLimits.datasetProfile);
  if (dataset.name === '' || dataset.digest === '')
    throw new ConfigurationError(what, 'name or digest is empty');
}

export function checkTime(what: string, milliseconds: number): void {
  if (Number.isSafeInteger(milliseconds) && milliseconds >= 0) return;
  throw new ConfigurationError(what, 'not a time in whole milliseconds since 1970');
}
