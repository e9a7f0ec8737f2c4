import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ImageError } from './image-error.ts';

/**
 * The absolute path of a file that its owner names, wherever it lies: for manifests that were written on this machine by
 * whoever runs the command. A manifest from outside goes through `confinedPath`.
 *
 * @param root folder that relative names start from
 * @throws ImageError `missing`
 */
export function namedPath(root: string, file: string): string {
  const path = resolve(root, file);
  if (file.trim() !== '' && !file.includes('\0') && statSync(path, { throwIfNoEntry: false })?.isFile())
    return path;
  const advice = file.includes('\\')
    ? 'write paths with forward slashes'
    : 'pictures are named by their path from the folder of the manifest, or from the root';
  throw new ImageError(file.slice(0, 120) || '(no name)', 'missing', 'there is no such file', advice);
}
