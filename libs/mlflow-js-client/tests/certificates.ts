import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly certFile: string;
  /** certificate and key in one file, as MLFLOW_TRACKING_CLIENT_CERT_PATH wants it */
  readonly bothFile: string;
}

/** A self-signed certificate for 127.0.0.1; undefined where there is no openssl. */
export function selfSigned(): Certificate | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const [keyFile, certFile, bothFile] = ['key.pem', 'cert.pem', 'both.pem'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  try {
    const args = ['req', '-x509', ...kind, ...subject, '-keyout', keyFile, '-out', certFile];
    execFileSync('openssl', args, { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const [key, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8')];
  writeFileSync(bothFile, cert + key);
  return { key, cert, certFile, bothFile };
}
