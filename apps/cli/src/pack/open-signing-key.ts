import type { KeyObject } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { generateSigningKey, privateKeyOf } from '@raredx/report';

/**
 * The key that seals: the file given, else the user's own, which is made on first use and kept for this user alone.
 *
 * @throws ConfigError where the file is missing or no key can be kept; KeyError where it is no Ed25519 key
 */
export function openSigningKey(given: string | undefined): KeyObject {
  if (given !== undefined) {
    if (!existsSync(given)) throw new ConfigError('--key', `no such file (${basename(given)})`);
    return privateKeyOf(readFileSync(given, 'utf8'), basename(given));
  }
  const path = join(configFolder(), 'signing-key.pem');
  if (!existsSync(path)) makeKey(path);
  return privateKeyOf(readFileSync(path, 'utf8'), path);
}

/** `$XDG_CONFIG_HOME/raredx`, else where the platform keeps a user's settings. */
function configFolder(): string {
  const { XDG_CONFIG_HOME: xdg, APPDATA: windows } = process.env;
  if (xdg && isAbsolute(xdg)) return join(xdg, 'raredx');
  return process.platform === 'win32' && windows
    ? join(windows, 'raredx')
    : join(homedir(), '.config', 'raredx');
}

/** A link fails where the name is taken, so that of two first runs at once both end with the same key. */
function makeKey(path: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(configFolder(), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, generateSigningKey(), { mode: 0o600, flag: 'wx' });
    linkSync(temporary, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && existsSync(path)) return;
    throw new ConfigError(
      'signing key',
      `none can be kept in ${configFolder()} (${code ?? 'unknown reason'})`,
      'give one with --key FILE, or set XDG_CONFIG_HOME to a folder that can be written',
    );
  } finally {
    rmSync(temporary, { force: true });
  }
}
