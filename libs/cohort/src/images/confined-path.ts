import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { ImageError } from './image-error.ts';

/**
 * The absolute path of a file named in a manifest. A manifest comes from outside, so a name may not lead out of the
 * folder: not by `..`, an absolute path, a drive, a backslash or a link.
 *
 * @param root folder that must contain the file, absolute
 * @throws ImageError `outside` or `missing`
 */
export function confinedPath(root: string, file: string): string {
  const parts = file.split('/');
  const unsafe =
    file.trim() === '' ||
    isAbsolute(file) ||
    /[\\\0]/.test(file) ||
    /^[a-z][a-z0-9+.-]*:/i.test(file) ||
    parts.includes('..');
  if (unsafe) throw outside(file);
  const path = join(root, ...parts);
  let real: string;
  try {
    real = realpathSync(path);
    if (!statSync(real).isFile()) throw new Error('not a file');
  } catch {
    throw new ImageError(shown(file), 'missing', 'there is no such file');
  }
  const inside = relative(realpathSync(root), real);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) throw outside(file);
  return path;
}

function outside(file: string): ImageError {
  const advice = 'name files by their path below the folder of the manifest, with forward slashes';
  return new ImageError(shown(file), 'outside', 'does not name a file below the folder of the data', advice);
}

/** Long or unprintable names do not belong in a line of a log. */
function shown(file: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  const plain = file.replace(/[\u0000-\u001f\u007f]/g, '?');
  return plain.length > 120 ? `${plain.slice(0, 117)}...` : plain || '(no name)';
}
