import { canonicalJson } from '@raredx/tables';
import type { PackFacts } from '../pack/facts.ts';
import { planOf } from '../validate/evidence-step.ts';
import { type Names, namesChanged } from './data-changes.ts';

/** One setting with two values; null where a pack does not have it. */
export interface SettingChange {
  readonly of: string;
  readonly setting: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface ModelChanges extends Names {
  readonly settings: readonly SettingChange[];
}

/** Models that came or went, and what changed in those that stayed. */
export function modelChanges(before: PackFacts, after: PackFacts): ModelChanges {
  const names = (facts: PackFacts) => facts.models.map((model) => model.name);
  const settings = before.models.flatMap((model) => {
    const now = after.models.find((other) => other.name === model.name);
    if (!now) return [];
    const facts = ({ kind, description, deployable, settings: rest }: typeof model) => ({
      kind,
      description,
      deployable,
      ...rest,
    });
    return settingChanges(model.name, facts(model), facts(now));
  });
  return { ...namesChanged(names(before), names(after)), settings };
}

/** What changed in how the numbers are made: the plan, the lead models, the software, the hashes of the inputs. */
export function planChanges(before: PackFacts, after: PackFacts): readonly SettingChange[] {
  const lead = ({ primary }: PackFacts) => ({ primary });
  return [
    ...settingChanges('plan', planOf(before), planOf(after)),
    ...settingChanges('pack', lead(before), lead(after)),
    ...settingChanges('provenance', before.provenance, after.provenance),
  ];
}

function settingChanges(of: string, before: object, after: object): SettingChange[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const text = (value: unknown) =>
    value === undefined || value === null ? null : typeof value === 'string' ? value : canonicalJson(value);
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((setting) => {
    const [was, is] = [text(old.get(setting)), text(now.get(setting))];
    return was === is ? [] : [{ of, setting, before: was, after: is }];
  });
}
