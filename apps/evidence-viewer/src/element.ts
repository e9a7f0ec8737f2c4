import { visibleText } from '@raredx/report';

export type Child = Node | string | null | false;

type Attributes = Readonly<Record<string, string | number | boolean | null>>;

const svgSpace = 'http://www.w3.org/2000/svg';

function filled<E extends Element>(made: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) {
    if (child === null || child === false) continue;
    // A string from a table becomes text and nothing else, with what is hidden in it shown.
    made.append(typeof child === 'string' ? document.createTextNode(visibleText(child)) : child);
  }
  return made;
}

/** An element of the page. Strings are text, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), attributes, children);
}

/** An element of a drawing. */
export function drawing<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Name] {
  return filled(document.createElementNS(svgSpace, name) as SVGElementTagNameMap[Name], attributes, children);
}
