/** The tags by which a run on a server is known to be a run of a journal. */
export const journalTag = 'raredx.journal';
export const runKeyTag = 'raredx.run_key';
export const parentTag = 'mlflow.parentRunId';
