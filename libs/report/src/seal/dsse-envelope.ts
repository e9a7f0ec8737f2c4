import { type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from '@raredx/tables';
import { keyId } from './signing-key.ts';

export const payloadType = 'application/vnd.in-toto+json';

/** A DSSE envelope whose signature holds. */
export interface OpenedEnvelope {
  readonly payload: string;
  readonly keyId: string;
}

/**
 * Signs a payload: a DSSE v1 envelope as canonical JSON. Ed25519 is deterministic: same payload and key, same bytes.
 *
 * @see https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
 */
export function signEnvelope(payload: string, key: KeyObject): string {
  const envelope = {
    payload: Buffer.from(payload).toString('base64'),
    payloadType,
    signatures: [{ keyid: keyId(key), sig: sign(null, authenticated(payload), key).toString('base64') }],
  };
  return `${canonicalJson(envelope)}\n`;
}

/** Opens an envelope with a public key; says what is wrong where it cannot. */
export function openEnvelope(text: string, key: KeyObject): OpenedEnvelope | { readonly refused: string } {
  const read = readEnvelope(text);
  if (!read) return { refused: 'not an envelope as raredx writes it' };
  if (read.keyid !== keyId(key)) return { refused: `signed by another key (${read.keyid.slice(0, 16)}…)` };
  const payload = read.payload.toString('utf8');
  if (!verify(null, authenticated(payload), key, read.signature)) {
    return { refused: 'the signature does not fit what is signed' };
  }
  return { payload, keyId: read.keyid };
}

/** What is signed is the payload with its type and both lengths (DSSE's PAE), so that neither can be swapped. */
function authenticated(payload: string): Buffer {
  const type = Buffer.byteLength(payloadType);
  return Buffer.from(`DSSEv1 ${type} ${payloadType} ${Buffer.byteLength(payload)} ${payload}`);
}

interface Read {
  readonly payload: Buffer;
  readonly keyid: string;
  readonly signature: Buffer;
}

/** Strict: one byte off from what {@link signEnvelope} writes and it is refused, so that no edit goes unseen. */
function readEnvelope(text: string): Read | null {
  try {
    const value = JSON.parse(text);
    const [signature, ...more] = value.signatures;
    const { keyid, sig } = signature;
    const { payload } = value;
    const rebuilt = {
      payload: Buffer.from(payload, 'base64').toString('base64'),
      payloadType,
      signatures: [{ keyid, sig: Buffer.from(sig, 'base64').toString('base64') }],
    };
    if (more.length > 0 || typeof keyid !== 'string' || `${canonicalJson(rebuilt)}\n` !== text) return null;
    return { payload: Buffer.from(payload, 'base64'), keyid, signature: Buffer.from(sig, 'base64') };
  } catch {
    return null;
  }
}
