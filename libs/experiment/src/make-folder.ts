import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, one by one: Node's recursive mkdir says ENOENT on a read-only file system, and does
 * not come back where the system makes no folders (/proc).
 *
 * @throws the system's error of the level that could not be made, which says why
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  let above = folder;
  for (; !existsSync(above); above = dirname(above)) missing.unshift(above);
  if (!statSync(above).isDirectory()) missing.unshift(above);
  for (const level of missing) {
    try {
      mkdirSync(level);
    } catch (error) {
      const made = existsSync(level) && statSync(level).isDirectory();
      if (!made) throw error;
    }
  }
}
