import { createHash } from 'node:crypto';
import type { MlflowClient, Run } from '../src/index.ts';

/** All that a server holds of an experiment, without its own ids, in an order that does not depend on them. */
export async function rowsOf(client: MlflowClient, experiment: string): Promise<unknown[]> {
  const found = await client.experiments.getByName(experiment);
  if (!found) return [];
  const runs: Run[] = [];
  for await (const run of client.runs.searchAll({ experimentIds: [found.experimentId] })) runs.push(run);
  const keyOf = new Map(runs.map((run) => [run.runId, run.tags['raredx.run_key']]));
  const rows = await Promise.all(runs.map((run) => rowOf(client, run, keyOf)));
  return rows.sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function rowOf(client: MlflowClient, run: Run, keyOf: Map<string, string | undefined>) {
  const { 'raredx.journal': _, 'mlflow.parentRunId': parent, ...tags } = run.tags;
  const histories = [];
  for (const { key } of [...run.metrics].sort((a, b) => (a.key < b.key ? -1 : 1)))
    for await (const metric of client.metricHistory.all({ runId: run.runId, key, maxResults: 200 }))
      histories.push(metric);
  return {
    key: run.tags['raredx.run_key'] ?? '',
    parent: parent && keyOf.get(parent),
    name: run.runName,
    status: run.status,
    times: [run.startTime, run.endTime],
    params: { ...run.params },
    tags: { ...tags },
    latest: [...run.metrics].sort((a, b) => (a.key < b.key ? -1 : 1)),
    histories: histories.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.step - b.step)),
    datasets: [...run.datasets].sort((a, b) => (a.digest < b.digest ? -1 : 1)),
    files: await filesOf(client, run),
  };
}

async function filesOf(client: MlflowClient, run: Run, folder?: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await client.artifacts.list(run, folder)) {
    if (entry.isFolder) files.push(...(await filesOf(client, run, entry.path)));
    else {
      const hash = createHash('sha256');
      for await (const chunk of await client.artifacts.read(run, entry.path)) hash.update(chunk);
      files.push(`${entry.path} ${entry.bytes} ${hash.digest('hex')}`);
    }
  }
  return files.sort();
}
