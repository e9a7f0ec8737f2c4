import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, crc32 as ofZlib } from 'node:zlib';

const crc32 = ofZlib ?? (() => 0);

/** A zip file of the given entries, as a wheel is one. */
export const zipOf = (entries) => {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const { name, text, stored = false, executable = false } of entries) {
    const raw = Buffer.from(text);
    const data = stored ? raw : deflateRawSync(raw);
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(stored ? 0 : 8, 10);
    entry.writeUInt32LE(crc32(raw), 16);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(raw.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(((executable ? 0o100755 : 0o100644) << 16) >>> 0, 38);
    entry.writeUInt32LE(offset, 42);
    entry.write(name, 46);
    locals.push(local, data);
    directory.push(entry);
    offset += local.length + data.length;
  }
  const end = Buffer.alloc(22);
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
};

export const sha256Of = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * A wheel, the pin that asks for it, a server that serves it (badly, if told so) and a `python3` for PATH whose pip answers
 * without a network. `served` lists the byte offsets at which downloads began; `damage(bytes, request)` may return
 * `{ body, cutAfter }`.
 */
export const openFakeIndex = async ({ damage = () => ({}), pip = 'report' } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'raredx-index-'));
  const file = 'tensorflow_cpu-9.9.9-cp311-cp311-manylinux_2_27_x86_64.whl';
  const noise = Array.from({ length: 20_000 }, (_, index) => Math.imul(index, 2_654_435_761) >>> 0).join(' ');
  const wheel = zipOf([
    { name: 'tensorflow/libtensorflow_cc.so.2', text: noise },
    { name: 'tensorflow/include/tensorflow/c/c_api.h', text: '// header', stored: true },
    { name: 'tensorflow/python/unwanted.so', text: 'not kept' },
  ]);
  const served = [];
  const server = createServer((request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    served.push(from);
    const { body = wheel, cutAfter } = damage(wheel, served.length);
    if (from >= body.length) return response.writeHead(416).end();
    response.writeHead(from > 0 ? 206 : 200, {
      'Content-Length': body.length - from,
      ...(from > 0 ? { 'Content-Range': `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
    });
    if (cutAfter === undefined) return response.end(body.subarray(from));
    return response.write(body.subarray(from, from + cutAfter), () => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}/${file}`;
  writeFileSync(join(folder, 'wheel'), wheel);
  const report = JSON.stringify({ install: [{ download_info: { url } }] });
  const answers = {
    report: `*--report*) printf '%s' '${report}';;`,
    download: `*--report*) exit 2;; *'pip download'*) while [ "$1" != --dest ]; do shift; done; cp '${folder}/wheel' "$2/${file}";;`,
    offline: `*--report*|*'pip download'*) echo 'ERROR: no network' >&2; exit 1;;`,
    absent: `*'pip --version'*) echo 'No module named pip' >&2; exit 1;;`,
  };
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const script = `#!/bin/sh\ncase "$*" in *fetch.py*) PATH="$RAREDX_REAL_PATH" exec python3 "$@";; ${answers[pip]} esac\n`;
  writeFileSync(join(bin, 'python3'), script);
  chmodSync(join(bin, 'python3'), 0o755);
  const keep = ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/include/'];
  const pin = {
    ...{
      version: '9.9.9',
      python: { version: '3.11', implementation: 'cp', abi: 'cp311' },
      platforms: ['any'],
    },
    wheels: {
      cpu: [
        {
          name: 'tensorflow-cpu',
          version: '9.9.9',
          file,
          bytes: wheel.length,
          sha256: sha256Of(wheel),
          keep,
        },
      ],
    },
  };
  const close = () => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { pin, wheel, file, served, bin, cache: join(folder, 'cache'), noise, close };
};

/** Progress that only remembers what was said. */
export const silentProgress = () => {
  const said = [];
  const step = { detail() {}, bytes() {}, done: (text) => said.push(text), drop() {} };
  return { said, start: () => step, say: (line) => said.push(line), close() {} };
};
