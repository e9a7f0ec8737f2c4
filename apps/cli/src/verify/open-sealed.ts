import type { KeyObject } from 'node:crypto';
import { checkSeal, type PackFiles, type SealCheck } from '@raredx/report';
import { readPackFiles } from '../pack/pack-documents.ts';

/** A pack as it lies there, with what its seal says of it. */
export interface SealedFiles {
  readonly pack: string;
  readonly files: PackFiles;
  readonly links: readonly string[];
  readonly seal: SealCheck;
}

export function openSealed(pack: string, publicKey?: KeyObject): SealedFiles {
  const { files, links } = readPackFiles(pack);
  return { pack, files, links, seal: checkSeal(files, publicKey) };
}
