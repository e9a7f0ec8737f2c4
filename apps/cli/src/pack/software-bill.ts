import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { cycloneDx, lockedComponents } from '@raredx/report';
import { softwareVersion } from '../software.ts';

export const billFile = 'sbom.cdx.json';

const lockfile = new URL('../../../../package-lock.json', import.meta.url);

/** The components of this very software, from the lockfile it was installed with; none where there is no lockfile. */
export function writeBill(folder: string): void {
  if (!existsSync(lockfile)) return;
  const components = lockedComponents(readFileSync(lockfile, 'utf8'));
  writeAtomically(
    join(folder, billFile),
    cycloneDx(components, { name: 'raredx', version: softwareVersion }),
  );
}
