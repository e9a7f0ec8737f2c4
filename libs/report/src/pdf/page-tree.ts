/** The page as data for the typesetter: text is text there, and never read as markup. */
export type Inline =
  | string
  | {
      readonly t: 'b' | 'sup' | 'code' | 'soft' | 'badge';
      readonly k?: string;
      readonly c: readonly Inline[];
    }
  | { readonly t: 'line'; readonly k: string }
  | { readonly t: 'br' };

export type Block =
  | { readonly t: 'h'; readonly l: number; readonly c: readonly Inline[] }
  | { readonly t: 'p'; readonly k: string; readonly c: readonly Inline[] }
  | { readonly t: 'list'; readonly k: string; readonly items: readonly (readonly Block[])[] }
  | { readonly t: 'facts'; readonly rows: readonly (readonly [readonly Inline[], readonly Block[]])[] }
  | { readonly t: 'banner'; readonly k: string; readonly c: readonly Block[] }
  | { readonly t: 'image'; readonly path: string; readonly alt: string }
  | {
      readonly t: 'table';
      readonly caption: readonly Inline[];
      readonly widths: readonly number[];
      readonly right: readonly boolean[];
      readonly head: readonly (readonly Block[])[];
      readonly rows: readonly (readonly (readonly Block[])[])[];
    };

export interface PageTree {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Drawings by path. */
  readonly drawings: ReadonlyMap<string, string>;
}

const skipped = new Set(['nav', 'script', 'style', 'title', 'desc']);
const blockTags = new Set(
  'section div p ul ol dl table figure figcaption h1 h2 h3 h4 details header main li summary svg img'.split(
    ' ',
  ),
);

/** Chapters whose disclosures are part of what is filed. */
const keptChapters = new Set(['requirements', 'models']);

const classOf = (element: Element) => element.getAttribute('class') ?? '';
const has = (element: Element, name: string) => classOf(element).split(' ').includes(name);
const childrenOf = (element: Element) => [...element.childNodes];
const isElement = (node: Node): node is Element => node.nodeType === 1;
const tagOf = (element: Element) => element.tagName.toLowerCase();

function isHidden(element: Element): boolean {
  return (
    skipped.has(tagOf(element)) || ['unseen', 'skip'].some((name) => has(element, name)) || isData(element)
  );
}

/** Data tables of figures stay in the HTML file: hundreds of points each. */
const isData = (element: Element) => tagOf(element) === 'details' && has(element, 'data');

function inlineOf(node: Node): readonly Inline[] {
  if (node.nodeType === 3) return [(node.textContent ?? '').replace(/[ \n\r\t]+/g, ' ')];
  if (!isElement(node) || isHidden(node)) return [];
  const inner = childrenOf(node).flatMap(inlineOf);
  const tag = tagOf(node);
  if (tag === 'br') return [{ t: 'br' }];
  if (has(node, 'sample')) return [{ t: 'line', k: classOf(node).replace('sample ', '') }, ' '];
  if (has(node, 'sign')) return [...inner, ' '];
  if (tag === 'strong') return [{ t: 'b', c: inner }];
  if (tag === 'sup' || tag === 'code') return [{ t: tag, c: inner }];
  if (has(node, 'badge')) return [{ t: 'badge', k: classOf(node).replace('badge ', ''), c: inner }];
  if (has(node, 'soft') || has(node, 'interval') || has(node, 'tag')) return [{ t: 'soft', c: inner }];
  return inner;
}

const textOf = (parts: readonly Inline[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : 'c' in part ? textOf(part.c) : ' ')).join('');

/** Turns the page's document into blocks. Nothing is added, and what a screen reader alone hears is left out. */
export class PageReader {
  readonly #drawings = new Map<string, string>();

  read(document: Document): PageTree {
    const title = document.querySelector('h1')?.textContent ?? '';
    const main = document.querySelector('main');
    return { title, blocks: main ? this.#blocks(main) : [], drawings: this.#drawings };
  }

  /** Runs of inline nodes become paragraphs. */
  #blocks(parent: Element, paragraph = ''): readonly Block[] {
    const found: Block[] = [];
    let run: Inline[] = [];
    const close = () => {
      if (textOf(run).trim() !== '') found.push({ t: 'p', k: paragraph, c: run });
      run = [];
    };
    for (const node of childrenOf(parent)) {
      if (isElement(node) && blockTags.has(tagOf(node))) {
        close();
        if (!isHidden(node)) found.push(...this.#block(node));
      } else run.push(...inlineOf(node));
    }
    close();
    return found;
  }

  #block(element: Element): readonly Block[] {
    const tag = tagOf(element);
    if (/^h[1-4]$/.test(tag))
      return [{ t: 'h', l: Number(tag[1]) - 1, c: childrenOf(element).flatMap(inlineOf) }];
    if (tag === 'p' || tag === 'figcaption') return this.#blocks(element, classOf(element) || tag);
    if (tag === 'details' && !keptChapters.has(element.closest('section')?.id ?? ''))
      return this.#pointer(element);
    if (tag === 'summary') return this.#blocks(element, 'summary');
    if (tag === 'ul' || tag === 'ol')
      return [
        { t: 'list', k: classOf(element), items: [...element.children].map((item) => this.#blocks(item)) },
      ];
    if (tag === 'dl') return [{ t: 'facts', rows: [...element.children].map((row) => this.#fact(row)) }];
    if (tag === 'table') return [this.#table(element)];
    if (tag === 'img') return [this.#picture(element)];
    if (tag === 'svg') return [this.#drawing(element)];
    if (has(element, 'banner')) return [{ t: 'banner', k: classOf(element), c: this.#blocks(element) }];
    return this.#blocks(element);
  }

  /** What the page shows on a click is left to the page, and named. */
  #pointer(details: Element): readonly Block[] {
    const summary = details.querySelector('summary');
    const named = summary ? childrenOf(summary).flatMap(inlineOf) : [];
    return [{ t: 'p', k: 'soft', c: [...named, ' (in the HTML file)'] }];
  }

  #fact(row: Element): readonly [readonly Inline[], readonly Block[]] {
    const value = row.querySelector('dd');
    return [inlineOf(row.querySelector('dt')!), value ? this.#blocks(value) : []];
  }

  #drawing(svg: Element): Block {
    const path = `/drawing-${this.#drawings.size + 1}.svg`;
    const alt = ['title', 'desc'].map((name) => svg.querySelector(name)?.textContent ?? '').join('. ');
    this.#drawings.set(path, svg.outerHTML);
    return { t: 'image', path, alt };
  }

  /** A picture that came as a file stays in the HTML file: a typesetter would have to read what was not made here. */
  #picture(image: Element): Block {
    return { t: 'p', k: 'soft', c: [`${image.getAttribute('alt') ?? ''} (picture in the HTML file)`] };
  }

  #table(table: Element): Block {
    const cellsOf = (row: Element) => [...row.children].map((cell) => this.#blocks(cell));
    const headRow = table.querySelector('thead tr')!;
    const rows = [...table.querySelectorAll('tbody tr')];
    const lengths = [...headRow.children].map((head, column) => {
      const texts = [head, ...rows.slice(0, 200).flatMap((row) => row.children[column] ?? [])];
      const longest = Math.max(...texts.map((cell) => (cell.textContent ?? '').length));
      const word = Math.max(
        ...texts.flatMap((cell) => (cell.textContent ?? '').split(/\s/).map((one) => one.length)),
      );
      return Math.max(Math.min(longest, 42), Math.min(word, 24), 8);
    });
    return {
      t: 'table',
      caption: childrenOf(table.querySelector('caption')!).flatMap(inlineOf),
      widths: lengths,
      right: [...headRow.children].map((head) => has(head, 'number')),
      head: cellsOf(headRow),
      rows: rows.map((row) => {
        const cells = cellsOf(row);
        return lengths.map((_, column) => cells[column] ?? []);
      }),
    };
  }
}
