import { ConfigError, nearestName } from '@raredx/experiment';

type Rule = readonly [holds: (value: number) => boolean, is: string];

export const share: Rule = [(value) => value > 0 && value < 1, 'not between 0 and 1'];
export const proportion: Rule = [(value) => value >= 0 && value <= 1, 'not between 0 and 1'];
export const auroc: Rule = [(value) => value > 0.5 && value < 1, 'not above 0.5 and below 1'];
export const positive: Rule = [(value) => value > 0 && value < Infinity, 'not positive'];
export const wholePositive: Rule = [
  (value) => Number.isInteger(value) && value > 0,
  'not a whole number above 0',
];
export const finite: Rule = [Number.isFinite, 'not a number'];

/** Refuses a flag whose number breaks its rule; one that was not given passes. */
export function checkFlag(flag: string, value: number | undefined, [holds, is]: Rule): void {
  if (value !== undefined && !holds(value)) throw new ConfigError(`--${flag}`, `${is} (${value})`);
}

/**
 * `name=number,…`, as in `auroc=0.1,oe_ratio=0.2`.
 *
 * @param known the names that mean something
 */
export function namedNumbers(
  flag: string,
  text: string | undefined,
  { known, rule }: { readonly known: readonly string[]; readonly rule: Rule },
): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const part of text?.split(',') ?? []) {
    const [name = '', value = ''] = part.split('=');
    if (!known.includes(name)) {
      const near = nearestName(name, known);
      throw new ConfigError(
        `--${flag}`,
        `no such measure (${name})`,
        near ? `did you mean ${near}?` : `known: ${known.join(', ')}`,
      );
    }
    const number = value === '' ? Number.NaN : Number(value);
    if (!rule[0](number)) throw new ConfigError(`--${flag}`, `${name}: ${rule[1]} (${value})`);
    found[name] = number;
  }
  return found;
}

/** A subgroup as anticipated; what is not given is as in the whole cohort. */
export interface AnticipatedSubgroup {
  readonly name: string;
  /** Of all patients. */
  readonly share: number;
  readonly prevalence?: number;
  readonly auroc?: number;
}

/** `name=share[:prevalence[:auroc]],…` */
export function subgroups(text: string | undefined): readonly AnticipatedSubgroup[] {
  return (text?.split(',') ?? []).map((part) => {
    const split = part.lastIndexOf('=');
    const name = part.slice(0, Math.max(0, split));
    const numbers = part.slice(split + 1).split(':');
    if (name === '' || numbers.length > 3 || numbers.includes(''))
      throw new ConfigError(
        '--subgroups',
        `not name=share[:prevalence[:auroc]] (${part})`,
        'as in girls=0.5:0.12',
      );
    const [ofAll, prevalence, discrimination] = numbers.map(Number);
    checkFlag(`subgroups ${name}, share`, ofAll, [
      (value) => value > 0 && value <= 1,
      'not above 0 and at most 1',
    ]);
    checkFlag(`subgroups ${name}, prevalence`, prevalence, share);
    checkFlag(`subgroups ${name}, auroc`, discrimination, auroc);
    return {
      name,
      share: ofAll as number,
      ...(prevalence === undefined ? {} : { prevalence }),
      ...(discrimination === undefined ? {} : { auroc: discrimination }),
    };
  });
}
