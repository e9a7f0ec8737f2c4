import { type Document, isMap, isSeq, parse, parseDocument } from 'yaml';
import { ConfigError } from './config-error.ts';

/**
 * Applies `--set key.path=value` to a YAML text. Only keys that stand in the file, or whole new keys that the schema
 * then checks, can be set; list items are named by number or, for models, by their `name`.
 *
 * @example withSettings('seed: 1\n', 'x.yaml', ['seed=2']) // => 'seed: 2\n'
 */
export function withSettings(text: string, where: string, settings: readonly string[]): string {
  if (settings.length === 0) return text;
  const document = parseDocument(text);
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    if (equals < 1)
      throw new ConfigError('--set', `not key=value (${setting})`, 'as in --set validation.bootstrap=500');
    const path: (string | number)[] = [];
    for (const word of setting.slice(0, equals).split('.')) {
      const node = path.length === 0 ? document.contents : document.getIn(path, true);
      if (!isSeq(node)) {
        path.push(word);
        continue;
      }
      const byName = node.items.findIndex((item) => isMap(item) && item.get('name') === word);
      const at = byName >= 0 ? byName : Number(word);
      if (!Number.isInteger(at) || at < 0 || at >= node.items.length) {
        throw new ConfigError(where, `--set names no item of the list (${setting})`);
      }
      path.push(at);
    }
    document.setIn(within(document, path, setting), parsedValue(setting, equals));
  }
  return document.toString();
}

/** A path that goes on below a number or a text leads nowhere. */
function within(document: Document, path: readonly (string | number)[], setting: string): typeof path {
  for (let depth = 1; depth < path.length; depth++) {
    const node = document.getIn(path.slice(0, depth), true);
    if (node === undefined || isMap(node) || isSeq(node)) continue;
    throw new ConfigError('--set', `${path.slice(0, depth).join('.')} has no keys below it (${setting})`);
  }
  return path;
}

function parsedValue(setting: string, equals: number): unknown {
  try {
    return parse(setting.slice(equals + 1));
  } catch {
    throw new ConfigError(
      '--set',
      `the value is not valid yaml (${setting})`,
      'quote it: --set \'title="a: b"\'',
    );
  }
}
