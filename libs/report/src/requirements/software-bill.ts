import { z } from 'zod';

/** A component that somebody else made, as the lockfile pins it. */
export interface SoftwareComponent {
  readonly name: string;
  readonly version: string;
  /** As its package says; null where it says nothing. */
  readonly licence: string | null;
  /** `sha512-…` in base64, as npm checks it; null for parts of this software. */
  readonly integrity: string | null;
  /** Whether it is there to run, where the platform allows, or to develop only. */
  readonly scope: 'required' | 'optional' | 'excluded';
}

const entry = z.looseObject({
  name: z.string().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  link: z.boolean().optional(),
});
const lockfile = z.looseObject({ packages: z.record(z.string(), entry) });

const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Components of a package-lock.json (version 3), each name and version once, in order of name and version. */
export function lockedComponents(lockText: string): readonly SoftwareComponent[] {
  const { packages } = lockfile.parse(JSON.parse(lockText));
  const found = new Map<string, SoftwareComponent>();
  for (const [path, one] of Object.entries(packages)) {
    if (path === '' || one.link || one.version === undefined) continue;
    const at = path.lastIndexOf('node_modules/');
    const name = one.name ?? (at < 0 ? path : path.slice(at + 'node_modules/'.length));
    const scope = one.dev || one.devOptional ? 'excluded' : one.optional ? 'optional' : 'required';
    const key = `${name}@${one.version}`;
    const earlier = found.get(key);
    if (earlier && (earlier.scope === 'required' || scope === 'excluded')) continue;
    const { license = null, integrity = null } = one;
    found.set(key, { name, version: one.version, licence: license, integrity, scope });
  }
  return [...found.values()].sort((a, b) => byCode(a.name, b.name) || byCode(a.version, b.version));
}

const spdx =
  /^(MIT(-0)?|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-[34]\.0|MPL-2\.0|Python-2\.0|Unlicense|WTFPL|Zlib|(L|A)?GPL-[23]\.[01](-only|-or-later)?|EPL-[12]\.0|Artistic-2\.0|OFL-1\.1)$/;

function licencesOf(licence: string | null) {
  if (licence === null) return {};
  if (spdx.test(licence)) return { licenses: [{ license: { id: licence } }] };
  if (/ (AND|OR|WITH) /.test(licence)) return { licenses: [{ expression: licence }] };
  return { licenses: [{ license: { name: licence } }] };
}

const algorithms: Readonly<Record<string, string>> = {
  sha512: 'SHA-512',
  sha384: 'SHA-384',
  sha256: 'SHA-256',
  sha1: 'SHA-1',
};

function hashesOf(integrity: string | null) {
  const [, name = '', base64 = ''] = /^(\w+)-([A-Za-z0-9+/=]+)/.exec(integrity ?? '') ?? [];
  const alg = algorithms[name];
  return alg ? { hashes: [{ alg, content: Buffer.from(base64, 'base64').toString('hex') }] } : {};
}

function purl({ name, version }: SoftwareComponent): string {
  const [scope, bare] = name.startsWith('@') ? name.split('/') : [null, name];
  const path = scope === null ? '' : `${encodeURIComponent(scope!)}/`;
  return `pkg:npm/${path}${encodeURIComponent(bare ?? '')}@${encodeURIComponent(version)}`;
}

/** CycloneDX 1.6: no serial number and no time of writing, so that the same lockfile gives the same bytes. */
export function cycloneDx(
  components: readonly SoftwareComponent[],
  about: { readonly name: string; readonly version: string },
): string {
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name: about.name, version: about.version } },
    components: components.map((one) => ({
      type: 'library',
      'bom-ref': purl(one),
      name: one.name,
      version: one.version,
      scope: one.scope,
      ...licencesOf(one.licence),
      purl: purl(one),
      ...hashesOf(one.integrity),
    })),
  };
  return `${JSON.stringify(bill, null, 1)}\n`;
}

const bill = z.looseObject({
  components: z.array(
    z.looseObject({
      name: z.string(),
      version: z.string(),
      scope: z.enum(['required', 'optional', 'excluded']),
      licenses: z
        .array(
          z.looseObject({
            expression: z.string().optional(),
            license: z.looseObject({ id: z.string().optional(), name: z.string().optional() }).optional(),
          }),
        )
        .optional(),
      hashes: z.array(z.looseObject({ alg: z.string(), content: z.string() })).optional(),
    }),
  ),
});

/** Components of a bill that {@link cycloneDx} wrote; hashes in hexadecimal. */
export function billComponents(billText: string): readonly SoftwareComponent[] {
  return bill.parse(JSON.parse(billText)).components.map(({ name, version, scope, licenses, hashes }) => {
    const [said] = licenses ?? [];
    const [hash] = hashes ?? [];
    return {
      name,
      version,
      scope,
      licence: said?.expression ?? said?.license?.id ?? said?.license?.name ?? null,
      integrity: hash ? `${hash.alg} ${hash.content}` : null,
    };
  });
}
