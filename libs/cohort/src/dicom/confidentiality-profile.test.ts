import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { confidentialityProfile, type ProfileAction } from './confidentiality-profile.ts';

/** Written by fixtures/confidentiality-profile.py. */
const listed: { readonly tags: readonly (readonly [tag: string, action: string, vr: string | null])[] } =
  JSON.parse(readFileSync(new URL('../../fixtures/confidentiality-profile.json', import.meta.url), 'utf8'));
/** Handled where the file's own header is written, or never part of a file. */
const elsewhere = (tag: string) => tag.startsWith('0002') || tag.startsWith('0000');

describe('the confidentiality profile', () => {
  it('does to every element of the table of 2026c what the table asks, or removes it', () => {
    const lenient = listed.tags.filter(([tag, asked, vr]) => {
      if (elsewhere(tag)) return false;
      const found = confidentialityProfile.get(`x${tag}`)?.action;
      if (found === undefined) return true;
      const sequence: readonly ProfileAction[] = vr === 'SQ' ? ['X'] : [];
      const cleaned: readonly ProfileAction[] = asked === 'X/Z/U*' ? ['K'] : [];
      const uid: readonly ProfileAction[] = vr === 'UI' && asked === 'D' ? ['U'] : [];
      return ![...asked.split('/'), ...sequence, ...cleaned, ...uid].includes(found);
    });
    expect(lenient).toEqual([]);
    expect(listed.tags.length).toBeGreaterThan(640);
  });

  it('makes dummies for the value representation that an element has', () => {
    const odd = listed.tags.filter(([tag, , vr]) => {
      const entry = confidentialityProfile.get(`x${tag}`);
      return entry !== undefined && vr !== null && entry.action === 'D' && entry.vr !== vr;
    });
    expect(odd).toEqual([]);
    expect(confidentialityProfile.get('x00101040')?.action).toBe('X');
  });

  it('names no tag twice', () => {
    const source = readFileSync(new URL('./confidentiality-profile.ts', import.meta.url), 'utf8');
    const tags: readonly string[] = source.match(/\b[0-9A-F]{8}\b/g) ?? [];
    expect(tags.filter((tag, at) => tags.indexOf(tag) !== at)).toEqual([]);
    expect(confidentialityProfile.size).toBe(tags.length);
  });
});
