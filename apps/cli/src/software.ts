import { readFileSync } from 'node:fs';

const manifest = new URL('../package.json', import.meta.url);

/** The version of raredx, as in every evidence file. */
export const softwareVersion: string = JSON.parse(readFileSync(manifest, 'utf8')).version;
