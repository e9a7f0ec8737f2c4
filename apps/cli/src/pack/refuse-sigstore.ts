/** Keyless signing was asked for. Its own class: a remote that is required and not to be had. */
class SigstoreUnavailable extends Error {
  readonly exitCode = 7;
  readonly advice =
    'the Ed25519 seal is complete without it; where there is a network, sign the sealed pack beside it: cosign sign-blob --bundle pack.sigstore.json pack/seal.dsse.json';

  constructor() {
    super(
      'sigstore: keyless signing needs the internet (an identity provider, Fulcio and Rekor), and raredx carries no client for it',
    );
    this.name = 'SigstoreUnavailable';
  }
}

/** @throws always, before anything is written: a pack is never marked as signed by a service that was not asked */
export function refuseSigstore(): never {
  throw new SigstoreUnavailable();
}
