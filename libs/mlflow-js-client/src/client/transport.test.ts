import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { ClientConfig } from './client-config.ts';
import { defaultRetryPolicy } from './retry-policy.ts';
import { type Call, Transport } from './transport.ts';

const open: (Server | Transport)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) {
    if (one instanceof Transport) await one.close();
    else one.closeAllConnections();
    if (!(one instanceof Transport)) one.close();
  }
});

type Answering = (request: number, incoming: IncomingMessage, outgoing: ServerResponse) => void;

async function serve(answering: Answering): Promise<{ uri: string; count: () => number }> {
  let seen = 0;
  const server = createServer((incoming, outgoing) => answering(seen++, incoming, outgoing));
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, count: () => seen };
}

function transport(trackingUri: string, config: Partial<ClientConfig> = {}) {
  const waits: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  const made = new Transport({ trackingUri, random: () => 0, sleep, ...config });
  open.push(made);
  return { made, waits };
}

const call: Call = { method: 'POST', path: '/x', what: 'x', json: {}, idempotent: true };

describe('a request', () => {
  test('is tried again after growing waits, and no more often than the policy says', async () => {
    const { uri, count } = await serve((_, __, outgoing) => outgoing.writeHead(500).end());
    const { made, waits } = transport(uri);
    await expect(made.json(call)).rejects.toMatchObject({ httpStatus: 500, exitCode: 7 });
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000]);
    expect(count()).toBe(6);
  });

  test('waits as long as the server asks', async () => {
    const { uri } = await serve((request, _, outgoing) => {
      if (request > 0) return outgoing.end('{"ok":1}');
      return outgoing.writeHead(503, { 'retry-after': '17' }).end();
    });
    const { made, waits } = transport(uri);
    expect(await made.json({ ...call, idempotent: false })).toEqual({ ok: 1 });
    expect(waits).toEqual([17_000]);
  });

  test('that must not happen twice is not repeated when its fate is unknown', async () => {
    const { uri, count } = await serve((_, incoming) => incoming.socket.destroy());
    const { made, waits } = transport(uri);
    await expect(made.json({ ...call, idempotent: false })).rejects.toMatchObject({
      problem: 'reset',
      ambiguous: true,
    });
    expect(waits).toEqual([]);
    expect(count()).toBe(1);
  });

  test.each([302, 400, 401, 403, 404, 413])('answered %i is not repeated', async (status) => {
    const { uri, count } = await serve((_, __, outgoing) =>
      outgoing.writeHead(status, { location: 'http://elsewhere/' }).end(),
    );
    await expect(transport(uri).made.json(call)).rejects.toMatchObject({ retryable: false });
    expect(count()).toBe(1);
  });

  test('carries the credentials, and no word about a browser', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const { uri } = await serve((_, incoming, outgoing) => {
      seen.push(incoming.headers);
      outgoing.end('{}');
    });
    await transport(uri, { credentials: { kind: 'bearer', token: 't' } }).made.json(call);
    await transport(uri, { credentials: { kind: 'basic', username: 'ü', password: 'p' } }).made.json(call);
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer t', 'Basic w7w6cA==']);
    expect(Object.keys(seen[0] ?? {}).filter((name) => /^(origin|sec-)/.test(name))).toEqual([]);
  });

  test('is given up after the timeout, silent server or dripping one', async () => {
    const retry = { ...defaultRetryPolicy, limit: 0 };
    for (const drip of [false, true]) {
      const { uri } = await serve((_, incoming, outgoing) => {
        if (!drip) return;
        const timer = setInterval(() => outgoing.write(' '), 20);
        incoming.socket.once('close', () => clearInterval(timer));
      });
      const { made } = transport(uri, { retry, timeoutMs: 150 });
      await expect(made.json(call)).rejects.toMatchObject({ problem: 'timeout', retryable: true });
    }
  });
});

describe('a server that cannot be reached', () => {
  const retry = { ...defaultRetryPolicy, limit: 0 };

  test.each([
    ['http://127.0.0.1:9', 'refused', 'nobody answers at this address'],
    ['http://no-such-host.invalid', 'dns', 'the host name is unknown'],
  ])('%s reads %s', async (uri, problem, words) => {
    const { made } = transport(uri, { retry });
    const error = await made.json(call).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ problem, ambiguous: false, exitCode: 7, message: `x: ${words} (${uri})` });
  });

  test('over TLS reads tls, and is not tried again', async () => {
    const { uri, count } = await serve((_, __, outgoing) => outgoing.end('{}'));
    const { made, waits } = transport(uri.replace('http:', 'https:'));
    await expect(made.json(call)).rejects.toMatchObject({ problem: 'tls', retryable: false });
    expect([waits, count()]).toEqual([[], 0]);
  });
});
