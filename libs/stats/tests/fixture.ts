import { readFileSync } from 'node:fs';

/** Cases of a committed fixture; its runner (R or Python) lies beside it under the same name. */
export function fixture<Cases>(name: string): Cases {
  const text = readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { cases: Cases }).cases;
}
