import { afterEach, describe, expect, test, vi } from 'vitest';
import { readSystem, type SystemReading, sampleSystemMetrics } from './system-metrics.ts';
import { systemMetricsFromEnvironment } from './system-metrics-from-environment.ts';

const reading = (second: number): SystemReading => ({
  cpuBusyMs: 500 * second ** 2,
  cpuTotalMs: 2000 * second,
  memoryUsedBytes: 2e9,
  memoryTotalBytes: 8e9,
  diskUsedBytes: 3e9,
  diskFreeBytes: 9e9,
  receivedBytes: 7e6 + 1e6 * second,
  sentBytes: undefined,
});

describe('metrics of the machine', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('are averaged over samples, counters are not; names and units as in Python', () => {
    vi.useFakeTimers();
    let second = 0;
    const settings = { intervalMs: 1000, samplesBeforeLogging: 2, nodeId: 'node-1' };
    const metrics = sampleSystemMetrics(settings, {
      now: () => 1000 + second,
      read: () => reading(second++),
    });
    vi.advanceTimersByTime(5000);
    const points = metrics.take();
    expect(points.map(({ key, step }) => `${step} ${key.replace('system/node-1/', '')}`)).toHaveLength(14);
    const first = Object.fromEntries(
      points.filter(({ step }) => step === 0).map(({ key, value }) => [key, value]),
    );
    expect(first).toEqual({
      'system/node-1/cpu_utilization_percentage': 50,
      'system/node-1/system_memory_usage_megabytes': 2000,
      'system/node-1/system_memory_usage_percentage': 25,
      'system/node-1/disk_usage_percentage': 25,
      'system/node-1/disk_usage_megabytes': 3000,
      'system/node-1/disk_available_megabytes': 9000,
      'system/node-1/network_receive_megabytes': 2,
    });
    expect(metrics.take()).toEqual([]);
    metrics.stop();
    vi.advanceTimersByTime(5000);
    expect(metrics.take()).toEqual([]);
  });

  test('read this machine within its bounds', () => {
    const now = readSystem();
    expect(now.memoryUsedBytes).toBeGreaterThan(0);
    expect(now.memoryUsedBytes).toBeLessThan(now.memoryTotalBytes);
    expect(now.cpuBusyMs).toBeLessThan(now.cpuTotalMs);
  });

  test('are sampled where the environment says so, and not otherwise', () => {
    expect(systemMetricsFromEnvironment({})).toBeUndefined();
    expect(
      systemMetricsFromEnvironment({
        MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING: 'True',
        MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL: '0.5',
        MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING: '4',
        MLFLOW_SYSTEM_METRICS_NODE_ID: 'a=b',
      }),
    ).toEqual({ intervalMs: 500, samplesBeforeLogging: 4, nodeId: 'a-b' });
    const wrong = {
      MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING: '1',
      MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL: '-1',
    };
    expect(() => systemMetricsFromEnvironment(wrong)).toThrow('not a number above 0');
  });
});
