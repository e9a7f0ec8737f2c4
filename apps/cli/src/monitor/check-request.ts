import { ConfigError } from '@raredx/experiment';
import type { MonitorRequest } from './monitor-request.ts';

/** @throws ConfigError on a flag outside its range, or without the one that it needs */
export function checkRequest(request: MonitorRequest): void {
  const { falseAlarmRate, runLength, permutations, confidence, seed } = request;
  if (!(falseAlarmRate >= 0.001 && falseAlarmRate <= 0.5))
    refuse('--false-alarm-rate', `outside [0.001, 0.5] (${falseAlarmRate})`, 'as in --false-alarm-rate 0.05');
  if (runLength !== undefined && !(runLength >= 20 && runLength <= 1e6))
    refuse('--run-length', `outside [20, 1000000] (${runLength})`, 'patients between false alarms: 500');
  if (!Number.isInteger(permutations) || permutations < 99 || permutations > 1e6)
    refuse('--permutations', `not a count from 99 to 1000000 (${permutations})`, 'as in --permutations 1999');
  if (!(confidence > 0.5 && confidence < 1))
    refuse('--confidence', `outside (0.5, 1) (${confidence})`, 'as in --confidence 0.95');
  if (!Number.isSafeInteger(seed) || seed < 0)
    refuse('--seed', `not a whole number (${seed})`, 'as in --seed 1');
  if ((request.features === undefined) !== (request.referenceFeatures === undefined))
    refuse('--features', 'needs --reference-features, and the reverse', 'both as raredx embed writes them');
  if (request.policy !== undefined && request.latency === undefined)
    refuse('--policy', 'sets bars to latencies, which no column is named for', 'name it with --latency');
}

/** Decision thresholds; the reference's own where none are given. */
export function thresholdsOf(text: string | undefined, own: readonly number[]): readonly number[] {
  if (text === undefined) return own;
  const values = text.split(',').map(Number);
  if (values.every((value) => value > 0 && value < 1)) return values;
  return refuse('--thresholds', `not risks between 0 and 1 (${text})`, 'as in --thresholds 0.1,0.2');
}

function refuse(flag: string, problem: string, advice: string): never {
  throw new ConfigError(flag, problem, advice);
}
