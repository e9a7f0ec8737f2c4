import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

interface Target {
  readonly host: string;
  readonly port: number;
}

/** What is done to a connection in place of handing it through; `target` is the real server. */
export type Trouble = (client: Socket, target: Target) => void;

export interface NetProxy {
  readonly uri: string;
  /** connections seen */
  count(): number;
  /** from the first piece of a request on that `begins` says yes to; nothing means: through */
  trouble(trouble: Trouble | undefined, begins?: (piece: Buffer) => boolean): void;
  /** nobody listens any more / again, at the same address */
  down(): Promise<void>;
  up(): Promise<void>;
}

/**
 * A connection to the real server that ends with the client's. Either side may be cut at any write, so an error
 * on it is part of the game and must never become one of the process.
 */
function reach(target: Target, client: Socket): Socket {
  const server = connect(target);
  server.on('error', () => client.destroy());
  client.once('close', () => server.destroy());
  return server;
}

/** Hands through until `turned` gives a trouble for a piece, which then has the connection and the piece. */
function through(client: Socket, target: Target, turned: (piece: Buffer) => Trouble | undefined): void {
  const server = reach(target, client);
  server.once('close', () => client.end());
  server.pipe(client, { end: false });
  const pass = (piece: Buffer): void => {
    const trouble = turned(piece);
    if (trouble === undefined) return void server.write(piece);
    client.off('data', pass);
    client.pause();
    server.unpipe(client);
    server.removeAllListeners('close');
    server.destroy();
    client.unshift(piece);
    trouble(client, target);
    client.resume();
  };
  client.on('data', pass);
}

/** Answers whatever is asked with this text, and hangs up. */
const answering =
  (head: string, body = ''): Trouble =>
  (client) => {
    client.once('data', () =>
      client.end(`HTTP/1.1 ${head}\r\n${sized(head, body)}connection: close\r\n\r\n${body}`),
    );
  };

const sized = (head: string, body: string): string =>
  /content-length/.test(head) ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;

/** The request goes through, its answer does not. */
const answerWithheld =
  (instead: (client: Socket, answer: Buffer) => void): Trouble =>
  (client, target) => {
    const server = reach(target, client);
    client.pipe(server);
    server.once('data', (answer) => instead(client, answer));
  };

/** What goes wrong on a connection that was made. */
export const troubles: Readonly<Record<string, Trouble>> = {
  'no answer': (client) => void client.resume(),
  'one byte a while': answerWithheld((client, answer) => {
    let at = 0;
    const drip = setInterval(() => client.write(answer.subarray(at, ++at)), 50);
    client.once('close', () => clearInterval(drip));
  }),
  '500 again and again': answering('500 Internal Server Error'),
  '503 with Retry-After': answering('503 Service Unavailable\r\nretry-after: 7'),
  '429': answering('429 Too Many Requests'),
  'reset in the middle of the request': (client, target) => {
    const server = reach(target, client);
    client.once('data', (chunk) => {
      server.write(chunk.subarray(0, Math.ceil(chunk.length * 0.7)), () => {
        client.resetAndDestroy();
        server.resetAndDestroy();
      });
    });
  },
  'reset in the middle of the answer': answerWithheld((client, answer) => {
    client.write(answer.subarray(0, answer.length - 20), () => client.resetAndDestroy());
  }),
  '200 with its JSON cut short': answering('200 OK', '{"experiment":{"exp'),
  '200 with a web page': answering('200 OK\r\ncontent-type: text/html', '<html>please log in</html>'),
  'done, then dropped': answerWithheld((client) => client.destroy()),
  '401': answering('401 Unauthorized'),
  '403': answering('403 Forbidden', 'Invalid Host header'),
  '413': answering('413 Payload Too Large'),
  redirect: answering('302 Found\r\nlocation: https://elsewhere.example/login'),
};

/** Stands before a server on the level of TCP, or of TLS where a certificate is given. */
export async function netProxy(
  targetUri: string,
  tls?: TlsOptions,
): Promise<NetProxy & { close(): Promise<void> }> {
  const { hostname: host, port: targetPort } = new URL(targetUri);
  const target = { host, port: Number(targetPort) };
  const sockets = new Set<Socket>();
  let current: Trouble | undefined;
  let begins: (piece: Buffer) => boolean = () => true;
  let begun = false;
  let seen = 0;
  const turned = (piece: Buffer): Trouble | undefined => {
    begun ||= current !== undefined && begins(piece);
    return begun ? current : undefined;
  };
  const accept = (client: Socket): void => {
    seen += 1;
    sockets.add(client);
    client.once('close', () => sockets.delete(client));
    client.on('error', () => client.destroy());
    if (current && begun) current(client, target);
    else through(client, target, turned);
  };
  const server = tls ? createTlsServer(tls, accept) : createServer(accept);
  server.on('tlsClientError', () => {});
  const listen = (port: number): Promise<void> =>
    new Promise((done) => void server.listen(port, '127.0.0.1', () => done()));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const down = (): Promise<void> =>
    new Promise((done) => {
      cut();
      server.close(() => done());
    });
  return {
    uri: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    count: () => seen,
    trouble: (next, when = () => true) => {
      current = next;
      begins = when;
      begun = false;
      cut();
    },
    down,
    up: () => listen(port),
    close: down,
  };
}
