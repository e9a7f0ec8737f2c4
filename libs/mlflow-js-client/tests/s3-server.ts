import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { ProvisionedServer } from '../src/index.ts';
import { serverPython } from './server-python.ts';

const packages = [
  'moto==5.2.5',
  ...['boto3==1.44.8', 'botocore==1.44.8', 's3transfer==0.19.3', 'jmespath==1.1.0'],
  ...['responses==0.26.3', 'xmltodict==1.0.4', 'py-partiql-parser==0.6.3'],
] as const;

export interface S3Server {
  /** an MLflow server that keeps its artifacts there, and gives clients addresses to put parts to */
  readonly provisioned: ProvisionedServer;
  stop(): void;
}

/** The S3 of moto on 127.0.0.1, with one bucket: it checks no signatures, but keeps parts as S3 does. */
export async function startS3(
  provisioned: ProvisionedServer,
  /** the address under which server and clients see it */
  seenAs: (uri: string) => Promise<string>,
): Promise<S3Server> {
  const port = await freePort();
  const uri = `http://127.0.0.1:${port}`;
  const variables = {
    MLFLOW_S3_ENDPOINT_URL: await seenAs(uri),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
  const { python } = serverPython(provisioned, { packages, variables });
  const child = spawn(python, ['-m', 'moto.server', '-p', String(port)], { stdio: 'ignore' });
  for (let waited = 0; waited < 60_000; waited += 200) {
    const made = await fetch(`${uri}/bucket`, { method: 'PUT' }).catch(() => undefined);
    if (made?.ok) break;
    await wait(200);
  }
  const more = ['--artifacts-destination', 's3://bucket/artifacts'];
  return {
    provisioned: serverPython(provisioned, { packages, variables, more }),
    stop: () => {
      child.kill('SIGKILL');
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
