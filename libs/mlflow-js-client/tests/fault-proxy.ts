import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Exchange {
  readonly path: string;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly body: Buffer;
  /** lets the real server do it; nothing is answered yet */
  forward(): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>;
  /** lets the real server do it and answers what it answered */
  pass(): Promise<void>;
}

/** Does something wrong with a request. */
export type Fault = (exchange: Exchange) => Promise<void> | void;

export interface FaultProxy {
  readonly uri: string;
  /** requests seen */
  count(): number;
  close(): Promise<void>;
}

const answer = (outgoing: ServerResponse, status: number, body = '', headers: Record<string, string> = {}) =>
  void outgoing.writeHead(status, headers).end(body);

/** What a network, a proxy and an overloaded server do to a client. */
export const faults: Readonly<Record<string, Fault>> = {
  'HTTP 500': ({ outgoing }) => answer(outgoing, 500, '{"error_code":"INTERNAL_ERROR","message":"x"}'),
  'HTTP 502': ({ outgoing }) => answer(outgoing, 502, '<html>bad gateway</html>'),
  'HTTP 503 with Retry-After': ({ outgoing }) => answer(outgoing, 503, '', { 'retry-after': '1' }),
  'HTTP 429': ({ outgoing }) => answer(outgoing, 429),
  'pool exhausted (HTTP 400)': ({ outgoing }) =>
    answer(
      outgoing,
      400,
      '{"error_code":"BAD_REQUEST","message":"QueuePool limit of size 5 overflow 10 reached"}',
    ),
  'reset before the server saw it': ({ incoming }) => void incoming.socket.destroy(),
  'done, then the answer dropped': async ({ incoming, forward }) => {
    await forward();
    incoming.socket.destroy();
  },
  'done, then answered 504': async ({ outgoing, forward }) => {
    await forward();
    answer(outgoing, 504);
  },
  'answer cut in the middle': async ({ outgoing, forward }) => {
    const { status, body } = await forward();
    outgoing.writeHead(status, { 'content-length': String(body.length + 10) });
    outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
  },
  'JSON cut short under HTTP 200': async ({ outgoing, forward }) => {
    const { body } = await forward();
    answer(outgoing, 200, `{"x":${body.toString().slice(0, 5)}`);
  },
  'a web page under HTTP 200': ({ outgoing }) => answer(outgoing, 200, '<html>log in</html>'),
  'no answer in time': () => {},
  'done, but no answer in time': async ({ forward }) => void (await forward()),
  'one byte a while': ({ incoming, outgoing }) => {
    outgoing.writeHead(200);
    const drip = setInterval(() => outgoing.write(' '), 50);
    incoming.socket.once('close', () => clearInterval(drip));
  },
};

/** Stands before a server and does `pick`'s fault to a request, or hands it through. */
export async function faultProxy(target: string, pick: (request: number, path: string) => Fault | undefined) {
  let seen = 0;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks);
    const forward = () => forwarded(target, incoming, body);
    const pass = async (): Promise<void> => {
      const reply = await forward();
      const { 'transfer-encoding': _, connection: __, 'keep-alive': ___, ...headers } = reply.headers;
      outgoing.writeHead(reply.status, headers).end(reply.body);
    };
    const path = incoming.url ?? '';
    const fault = pick(seen++, path);
    try {
      await (fault ? fault({ incoming, outgoing, body, path, forward, pass }) : pass());
    } catch {
      incoming.socket.destroy();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const proxy: FaultProxy = {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => seen,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
  return proxy;
}

function forwarded(target: string, incoming: IncomingMessage, body: Buffer): ReturnType<Exchange['forward']> {
  return new Promise((done, fail) => {
    const headers = { ...incoming.headers, host: new URL(target).host };
    const outgoing = request(
      target + incoming.url,
      { method: incoming.method ?? 'GET', headers },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () =>
          done({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}
