import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

const readAt = async (file, position, length) => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error('zip: ends early');
  return buffer;
};

const isSafe = (name) => !name.startsWith('/') && !name.includes('\\') && !name.split('/').includes('..');

const listEntries = async (file) => {
  const { size } = await file.stat();
  const tailLength = Math.min(size, 65_557);
  const tail = await readAt(file, size - tailLength, tailLength);
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== endOfDirectory) end -= 1;
  if (end < 0) throw new Error('zip: no central directory');
  const count = tail.readUInt16LE(end + 10);
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries = [];
  for (let at = 0; entries.length < count; ) {
    if (directory.readUInt32LE(at) !== directoryEntry) throw new Error('zip: damaged central directory');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      directory.readUInt16LE(at + field),
    );
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      isExecutable: ((directory.readUInt32LE(at + 38) >>> 16) & 0o100) !== 0,
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
};

const writeEntry = async (file, entry, { source: archive, folder, signal }) => {
  if (!isSafe(entry.name)) throw new Error(`zip: a path that leaves the folder (${entry.name})`);
  if (entry.method !== 8 && entry.method !== 0) throw new Error(`zip: unknown compression (${entry.name})`);
  const local = await readAt(file, entry.offset, 30);
  const start = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  const path = join(folder, entry.name);
  await mkdir(dirname(path), { recursive: true });
  const target = createWriteStream(path, { mode: entry.isExecutable ? 0o755 : 0o644 });
  if (entry.compressedSize > 0) {
    const end = start + entry.compressedSize - 1;
    const source = createReadStream(archive, { start, end, highWaterMark: 1 << 20 });
    const stages = entry.method === 8 ? [createInflateRaw({ chunkSize: 1 << 20 })] : [];
    await pipeline(source, ...stages, target, { signal });
  } else {
    await pipeline([], target);
  }
  if (target.bytesWritten !== entry.size) throw new Error(`zip: wrong size (${entry.name})`);
};

/**
 * Unpacks the entries of a zip file that `keep` accepts and returns their sizes by name. No zip64 and no encryption: wheels
 * have neither. `onBytes` hears how many bytes were written so far.
 */
export const unzip = async (path, { folder, keep, onBytes = () => {}, signal }) => {
  const file = await open(path);
  try {
    const entries = (await listEntries(file)).filter(({ name }) => !name.endsWith('/') && keep(name));
    let written = 0;
    for (const entry of entries) {
      await writeEntry(file, entry, { source: path, folder, signal });
      written += entry.size;
      onBytes(written);
    }
    return Object.fromEntries(entries.map(({ name, size }) => [name, size]));
  } finally {
    await file.close();
  }
};
