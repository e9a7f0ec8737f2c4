import { MlflowClient, sync } from '../src/index.ts';

/** A process of its own that syncs a journal: to be killed in the middle of it. */
const [folder = '', trackingUri = ''] = process.argv.slice(2);
const client = new MlflowClient({ trackingUri });
const report = await sync(folder, client);
process.stdout.write(`${report.operations}\n`);
await client.close();
