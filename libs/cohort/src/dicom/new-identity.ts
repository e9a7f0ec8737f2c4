import { createHmac } from 'node:crypto';

/** Replacements that are the same for the same value and secret, and tell nothing without the secret. */
export interface NewIdentity {
  uid(old: string): string;
  patient(old: string): string;
  /** A date `YYYYMMDD`, with what follows it, moved back by the patient's own number of days; undefined if it is none. */
  date(text: string): string | undefined;
}

/**
 * Keyed replacements: UIDs under 2.25 from HMAC-SHA256, a patient's pseudonym, and a shift of 1 to 3,650 days a patient.
 *
 * @param secret at least 16 characters, kept apart from the data: who has it can check a guess
 */
export function newIdentity(secret: string, patientId: string): NewIdentity {
  if (secret.length < 16) throw new RangeError('newIdentity: the secret must have at least 16 characters');
  const keyed = (purpose: string, value: string) =>
    createHmac('sha256', secret).update(`${purpose}\n${value}`).digest();
  const days = 1 + (keyed('days', patientId).readUInt32BE(0) % 3650);
  return {
    uid: (old) => `2.25.${BigInt(`0x${keyed('uid', old).subarray(0, 16).toString('hex')}`)}`,
    patient: (old) => `P${keyed('patient', old).toString('hex').slice(0, 12).toUpperCase()}`,
    date: (text) => {
      const found = /^(\d{4})(\d\d)(\d\d)(.*)$/.exec(text);
      if (!found) return undefined;
      const [, year, month, day, rest = ''] = found;
      const time = Date.UTC(Number(year), Number(month) - 1, Number(day) - days);
      if (!Number.isFinite(time)) return undefined;
      return new Date(time).toISOString().slice(0, 10).replaceAll('-', '') + rest;
    },
  };
}
