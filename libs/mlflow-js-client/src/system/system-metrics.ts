import { readFileSync, statfsSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import type { MetricValue } from '../recorder/recorder.ts';

export interface SystemMetricsSettings {
  readonly intervalMs: number;
  /** averaged into one point */
  readonly samplesBeforeLogging: number;
  /** tells the machines of one run apart */
  readonly nodeId: string | undefined;
}

/** What the machine is doing; counters run from the start of the machine. */
export interface SystemReading {
  readonly cpuBusyMs: number;
  readonly cpuTotalMs: number;
  readonly memoryUsedBytes: number;
  readonly memoryTotalBytes: number;
  readonly diskUsedBytes: number;
  readonly diskFreeBytes: number;
  /** undefined where the system does not tell */
  readonly receivedBytes: number | undefined;
  readonly sentBytes: number | undefined;
}

export function readSystem(): SystemReading {
  const times = cpus().map(({ times }) => times);
  const total = times.reduce(
    (sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq,
    0,
  );
  const idle = times.reduce((sum, one) => sum + one.idle, 0);
  const disk = statfsSync('/');
  return {
    cpuBusyMs: total - idle,
    cpuTotalMs: total,
    memoryUsedBytes: totalmem() - available(),
    memoryTotalBytes: totalmem(),
    diskUsedBytes: (disk.blocks - disk.bfree) * disk.bsize,
    diskFreeBytes: disk.bavail * disk.bsize,
    ...network(),
  };
}

/** What programs could still have: caches of the system count as free, as they do for Python's client. */
function available(): number {
  const line = /^MemAvailable:\s+(\d+) kB/m.exec(textOf('/proc/meminfo'));
  return line ? Number(line[1]) * 1024 : freemem();
}

function network(): { receivedBytes: number | undefined; sentBytes: number | undefined } {
  const lines = textOf('/proc/net/dev').split('\n').slice(2).filter(Boolean);
  if (lines.length === 0) return { receivedBytes: undefined, sentBytes: undefined };
  const fields = lines.map((line) =>
    line
      .slice(line.indexOf(':') + 1)
      .trim()
      .split(/\s+/)
      .map(Number),
  );
  const sum = (column: number): number => fields.reduce((all, row) => all + (row[column] ?? 0), 0);
  return { receivedBytes: sum(0), sentBytes: sum(8) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

export interface SystemMetrics {
  /** The points since the last call, for `logMetrics`. */
  take(): MetricValue[];
  stop(): void;
}

/** Samples the machine until stopped; holds no process open. Names and units are those of Python's client. */
export function sampleSystemMetrics(
  settings: SystemMetricsSettings,
  given: { now: () => number; read?: () => SystemReading },
): SystemMetrics {
  const { read = readSystem, now } = given;
  const first = read();
  let before = first;
  let step = 0;
  let samples: Record<string, number>[] = [];
  let points: MetricValue[] = [];
  const sample = (): void => {
    const reading = read();
    samples.push(valuesOf(reading, { before, first }));
    before = reading;
    if (samples.length < settings.samplesBeforeLogging) return;
    points.push(...pointsOf(samples, { settings, step: step++, timestamp: Math.trunc(now()) }));
    samples = [];
  };
  const timer = setInterval(sample, settings.intervalMs);
  timer.unref();
  return Object.freeze({
    take: () => {
      const taken = points;
      points = [];
      return taken;
    },
    stop: () => clearInterval(timer),
  });
}

const megabytes = (bytes: number): number => bytes / 1e6;

function valuesOf(
  now: SystemReading,
  { before, first }: { before: SystemReading; first: SystemReading },
): Record<string, number> {
  const passed = now.cpuTotalMs - before.cpuTotalMs;
  const received =
    now.receivedBytes === undefined ? undefined : now.receivedBytes - (first.receivedBytes ?? 0);
  const sent = now.sentBytes === undefined ? undefined : now.sentBytes - (first.sentBytes ?? 0);
  return {
    ...(passed > 0
      ? { cpu_utilization_percentage: (100 * (now.cpuBusyMs - before.cpuBusyMs)) / passed }
      : {}),
    system_memory_usage_megabytes: megabytes(now.memoryUsedBytes),
    system_memory_usage_percentage: (100 * now.memoryUsedBytes) / now.memoryTotalBytes,
    disk_usage_percentage: (100 * now.diskUsedBytes) / (now.diskUsedBytes + now.diskFreeBytes),
    disk_usage_megabytes: megabytes(now.diskUsedBytes),
    disk_available_megabytes: megabytes(now.diskFreeBytes),
    ...(received === undefined ? {} : { network_receive_megabytes: megabytes(received) }),
    ...(sent === undefined ? {} : { network_transmit_megabytes: megabytes(sent) }),
  };
}

function pointsOf(
  samples: readonly Record<string, number>[],
  { settings, step, timestamp }: { settings: SystemMetricsSettings; step: number; timestamp: number },
): MetricValue[] {
  const names = [...new Set(samples.flatMap((sample) => Object.keys(sample)))];
  const prefix = settings.nodeId === undefined ? 'system' : `system/${settings.nodeId}`;
  return names.map((name) => {
    const values = samples.flatMap((sample) => (sample[name] === undefined ? [] : [sample[name]]));
    // A counter since the start of the run is not averaged.
    const last = values.at(-1) ?? 0;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const value = name.startsWith('network_') ? last : Math.round(10 * mean) / 10;
    return { key: `${prefix}/${name}`, value, step, timestamp };
  });
}
