/**
 * Sets a page tree in Typst. Every text arrives as data, so that nothing in it can be a command; headings, lists,
 * tables with head rows and drawings with a description become the tags of the PDF.
 */
export const typstTemplate = `
#let page-tree = json("/page.json")
#let ink = rgb("#1b1d21")
#let soft = rgb("#5a5f69")
#let rule = rgb("#c9c8c1")
#let tones = (
  pass: (rgb("#00694c"), rgb("#e4f3ed")),
  fail: (rgb("#a83300"), rgb("#fceae1")),
  insufficient_evidence: (rgb("#7a5200"), rgb("#fdf3d9")),
  "none": (rgb("#4d5561"), rgb("#eceef0")),
)
#let strokes = (
  "series-1": 1.6pt + rgb("#0072b2"),
  "series-2": (paint: rgb("#c24e00"), thickness: 1.6pt, dash: "dashed"),
  "series-3": (paint: rgb("#007a59"), thickness: 1.6pt, dash: "dotted"),
  "series-4": (paint: rgb("#a3507f"), thickness: 1.6pt, dash: "dash-dotted"),
  "treat-all": (paint: soft, thickness: 1pt, dash: "dashed"),
  "treat-none": 0.8pt + ink,
)
#let tone(kind) = {
  let found = kind.split(" ").filter(word => word in tones)
  tones.at(if found.len() > 0 { found.first() } else { "none" })
}

#set document(title: page-tree.title + ": evidence pack", date: none)
#set page(
  paper: "a4",
  margin: (x: 17mm, top: 18mm, bottom: 20mm),
  footer: context [
    #set text(7.5pt, fill: soft)
    #page-tree.title #h(1fr) #counter(page).display("1 / 1", both: true)
  ],
)
#set text(font: "Noto Sans", size: 9pt, lang: "en", fill: ink, hyphenate: true)
#set par(leading: 0.6em, spacing: 0.85em)
#set heading(bookmarked: true)
#show heading: set block(sticky: true)
#show heading.where(level: 1): set text(15pt)
#show heading.where(level: 1): set block(above: 2em, below: 0.9em)
#show heading.where(level: 2): set text(11pt)
#show heading.where(level: 2): set block(above: 1.5em, below: 0.7em)
#show heading.where(level: 3): set text(9.5pt)

#let inline(part) = {
  if type(part) == str { part }
  else if part.t == "br" { linebreak() }
  else if part.t == "line" {
    box(baseline: -2.5pt, line(length: 16pt, stroke: strokes.at(part.k, default: 1pt + ink)))
  }
  else {
    let inner = part.c.map(inline).fold([], (all, one) => all + [#one])
    if part.t == "b" { strong(inner) }
    else if part.t == "sup" { super(inner) }
    else if part.t == "soft" { text(fill: soft, inner) }
    else if part.t == "badge" {
      let (colour, tint) = tone(part.k)
      box(fill: tint, radius: 2pt, inset: (x: 3pt), outset: (y: 2pt), text(fill: colour, weight: "bold", size: 0.92em, hyphenate: false, inner))
    }
    else { inner }
  }
}
#let line-of(parts) = parts.map(inline).fold([], (all, one) => all + [#one])

#let small = ("soft", "over", "footnotes", "figcaption", "excluded")

#let blocks(all) = [] + for one in all {
  if one.t == "h" { heading(level: calc.max(1, one.l), line-of(one.c)) }
  else if one.t == "p" {
    let kinds = one.k.split(" ")
    if "verdict" in kinds { block(text(17pt, weight: "bold", line-of(one.c))) }
    else if "summary" in kinds { block(sticky: true, above: 1.2em, strong(line-of(one.c))) }
    else if "question" in kinds or "lead" in kinds { block(text(11pt, line-of(one.c))) }
    else if small.any(kind => kind in kinds) { block(text(8pt, fill: soft, line-of(one.c))) }
    else { par(line-of(one.c)) }
  }
  else if one.t == "list" {
    let plain = ("footnotes", "dense").any(kind => kind in one.k.split(" "))
    set text(8pt) if plain
    let bare = ("footnotes", "lead", "models").any(kind => kind in one.k.split(" "))
    if bare { for item in one.items { block(blocks(item), spacing: 0.6em) } } else { list(..one.items.map(blocks)) }
  }
  else if one.t == "facts" {
    block(table(
      columns: (1fr, 2.4fr), stroke: (x, y) => (bottom: 0.4pt + rule), inset: (x: 3pt, y: 3.5pt),
      ..one.rows.map(row => (text(fill: soft, line-of(row.at(0))), { set par(spacing: 0.4em); blocks(row.at(1)) })).flatten()
    ))
  }
  else if one.t == "banner" {
    let (colour, tint) = tone(one.k)
    block(width: 100%, fill: tint, inset: (x: 12pt, y: 10pt), radius: (right: 3pt), stroke: (left: 4pt + colour), { set text(fill: colour); blocks(one.c) })
  }
  else if one.t == "image" { block(sticky: true, width: 100%, align(center, image(one.path, alt: one.alt, width: 54%))) }
  else if one.t == "table" {
    let size = if one.widths.len() > 8 { 6.6pt } else if one.widths.len() > 5 { 7.4pt } else { 8.2pt }
    block(sticky: true, above: 1.3em, below: 0.6em, text(8pt, fill: soft, line-of(one.caption)))
    set text(size, hyphenate: true)
    set par(spacing: 0.35em, leading: 0.5em, justify: false)
    table(
      columns: one.widths.map(width => width * 1fr),
      align: (column, row) => if one.right.at(column) { right + top } else { left + top },
      stroke: (x, y) => if y == 0 { (top: 0.9pt + ink, bottom: 0.5pt + ink) } else { (bottom: 0.3pt + rule) },
      inset: (x: 3pt, y: 3pt),
      table.header(..one.head.map(cell => strong(blocks(cell)))),
      ..one.rows.map(row => row.map(cell => blocks(cell))).flatten(),
    )
  }
}

#text(8pt, fill: soft, tracking: 0.1em)[EVIDENCE PACK]
#block(below: 1.4em, text(22pt, weight: "bold", page-tree.title))
#blocks(page-tree.blocks)
`;
