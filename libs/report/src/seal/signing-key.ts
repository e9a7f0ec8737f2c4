import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** An Ed25519 key cannot be read. Its own class, as it is the caller who knows the file's name. */
export class KeyError extends Error {
  readonly exitCode = 2;
  readonly advice: string;

  constructor(problem: string, advice: string) {
    super(problem);
    this.name = 'KeyError';
    this.advice = advice;
  }
}

/**
 * @param pem PKCS #8 private key, as `openssl genpkey -algorithm ed25519` writes it
 * @param where the file's name, for the error
 * @throws KeyError where it is no Ed25519 private key
 */
export function privateKeyOf(pem: string, where: string): KeyObject {
  return ed25519(() => createPrivateKey(pem), where, 'make one with openssl genpkey -algorithm ed25519');
}

/**
 * @param pem SubjectPublicKeyInfo, as in `public-key.pem` of a pack
 * @throws KeyError where it is no Ed25519 public key
 */
export function publicKeyOf(pem: string, where: string): KeyObject {
  if (pem.includes('PRIVATE KEY')) {
    throw new KeyError(
      `${where}: a private key where the public one is asked for`,
      'the public one is public-key.pem of a pack, or openssl pkey -pubout',
    );
  }
  return ed25519(() => createPublicKey(pem), where, 'it is public-key.pem of a pack sealed by that person');
}

function ed25519(read: () => KeyObject, where: string, advice: string): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new KeyError(`${where}: not a readable key`, advice);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new KeyError(`${where}: not an Ed25519 key (${key.asymmetricKeyType})`, advice);
}

/** A new private key as PEM. */
export function generateSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The public half as PEM, in the one form that a pack accepts. */
export function publicKeyPem(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return half.export({ type: 'spki', format: 'pem' }).toString();
}

/** SHA-256 of the public key's SubjectPublicKeyInfo (DER), lower-case hex. */
export function keyId(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(half.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}
