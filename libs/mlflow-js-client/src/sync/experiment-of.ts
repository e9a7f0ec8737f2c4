import type { MlflowClient } from '../client/mlflow-client.ts';
import type { Experiment } from '../endpoints/experiments.ts';
import { isMlflowError } from '../errors/mlflow-error.ts';
import { RemoteError } from '../errors/remote-error.ts';
import type { JournalHeader } from '../journal/operation.ts';
import { journalTag } from './run-tags.ts';

/** The experiment's id on this server: the one that was synced to, else the one of this name, else a new one. */
export async function experimentIdOf(
  client: MlflowClient,
  journal: JournalHeader,
  synced: string | undefined,
): Promise<string> {
  const name = journal.experiment;
  const before = synced === undefined ? undefined : await stillOurs(client, journal, synced);
  const experiment = before ?? (await client.experiments.getByName(name));
  if (experiment?.lifecycleStage === 'deleted')
    throw new RemoteError(`experiment ${name}`, 'was deleted on the server', {
      problem: 'rejected',
      retryable: false,
      ambiguous: false,
      advice: 'restore it there, or journal under another name',
    });
  return experiment?.experimentId ?? create(client, name);
}

/** It may have been renamed; or the address may serve another database now, where the id means something else. */
async function stillOurs(
  client: MlflowClient,
  journal: JournalHeader,
  id: string,
): Promise<Experiment | undefined> {
  const experiment = await getOrNothing(client, id);
  if (experiment === undefined || experiment.name === journal.experiment) return experiment;
  const filter = `tags.\`${journalTag}\` = '${journal.id}'`;
  const { items } = await client.runs.search({ experimentIds: [id], filter, viewType: 'ALL', maxResults: 1 });
  return items.length > 0 ? experiment : undefined;
}

async function getOrNothing(client: MlflowClient, id: string) {
  try {
    return await client.experiments.get(id);
  } catch (error) {
    if (isMlflowError(error, 'RESOURCE_DOES_NOT_EXIST')) return undefined;
    throw error;
  }
}

/** Names are unique on the server: whoever lost a race, or an answer, finds the experiment by its name. */
async function create(client: MlflowClient, name: string): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await client.experiments.create({ name });
    } catch (error) {
      const exists = isMlflowError(error, 'RESOURCE_ALREADY_EXISTS');
      const unknown = error instanceof RemoteError && error.retryable && attempt < client.retryLimit;
      if (!exists && !unknown) throw error;
      if (!exists) await client.pause(error, attempt);
      const experiment = await client.experiments.getByName(name);
      if (experiment) return experiment.experimentId;
      if (exists) throw error;
    }
  }
}
