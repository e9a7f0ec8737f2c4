import type { PackInput } from '../src/pack-input.ts';
import { lockedComponents } from '../src/requirements/software-bill.ts';
import {
  allMaps,
  dataset,
  explanations,
  fewShots,
  humanItems,
  lockText,
  missingness,
  trainings,
} from './dossier-fixture.ts';
import { hostileStrings, infect, withHostileText } from './hostile-text.ts';

const events = ['onload', 'onerror', 'onfocus autofocus', 'onmouseover', 'ontoggle open', 'onanimationstart'];
const tags = ['svg ', 'img src=x', 'body', 'details', 'input', 'video><source', 'math', 'iframe'];
const schemes = ['javascript:', 'data:text/html,', 'vbscript:', 'JaVaScRiPt&colon;', 'java\tscript:'];
const formulas = ['=cmd|"/C calc"!A0', '+1+cmd', '-2+3+cmd', '@SUM(1+1)', '\t=1', '\r=1', '＝1+1', '%0A=1'];
const marks = ['\u202E', '\u2066', '\u200B', '\uFEFF', '\u0000', '\u001B[31m', '\u2028', '\uD800'];

/** A hundred texts that would do something where a text is taken for markup, script, formula, path or command. */
export const hundredHostile: readonly string[] = [
  ...hostileStrings.slice(0, 13),
  ...events.flatMap((event) => tags.map((tag) => `"><${tag} ${event}=alert(1)>`)),
  ...schemes.map((scheme) => `<a href="${scheme}alert(1)">x</a>`),
  ...formulas,
  ...marks.map((mark) => `a${mark}b`),
  ']]></script><script>alert(1)</script>',
  '<style>@import "http://evil.example/x"</style>',
  '<link rel=stylesheet href=http://evil.example/x>',
  '<meta http-equiv=refresh content="0;url=http://evil.example">',
  '<base href="http://evil.example/">',
  '<object data="http://evil.example/x"></object>',
  '<form action="http://evil.example"><button>x</button></form>',
  '{{constructor.constructor("alert(1)")()}}',
  '$' + '{alert(1)}',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '%00%0d%0aSet-Cookie: a=b',
  "'; DROP TABLE rows; --",
  '#import "/etc/passwd"',
  '&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;',
  '\\u003cscript\\u003ealert(1)\\u003c/script\\u003e',
  '<!--#exec cmd="ls"-->',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
];

/** A pack in which every free text, those of people, data set and software too, carries the text. */
export function withHostileDossier(text: string): PackInput {
  const more = {
    missingness,
    explanations,
    trainings,
    fewShots,
    dataset,
    human: humanItems(),
    software: lockedComponents(lockText),
  };
  return {
    ...withHostileText(text),
    ...(infect(more as never, text, '') as unknown as typeof more),
    requirements: allMaps,
    withheld: [text],
  };
}
