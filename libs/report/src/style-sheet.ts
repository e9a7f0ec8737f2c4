import { viewerStyle } from './viewer/viewer-style.ts';

/** Colours after Okabe and Ito, darkened or lightened where text needs 4.5 : 1 and lines 3 : 1 against the page. */
const colours = `
:root{--page:#fdfdfb;--panel:#f5f5f1;--ink:#1b1d21;--soft:#5a5f69;--rule:#dddcd5;--strong:#8b8d92;--link:#00588f;
--series-1:#0072b2;--series-2:#c24e00;--series-3:#007a59;--series-4:#a3507f;--event:#c24e00;--nonevent:#7d94a8;
--pass:#00694c;--pass-tint:#e4f3ed;--fail:#a83300;--fail-tint:#fceae1;--open:#7a5200;--open-tint:#fdf3d9;--none:#4d5561;--none-tint:#eceef0}
@media screen and (prefers-color-scheme:dark){:root{--page:#14171c;--panel:#1c2027;--ink:#e9e7e1;--soft:#a8adb7;--rule:#333943;--strong:#6d747f;--link:#7cc4f2;
--series-1:#56b4e9;--series-2:#f0932b;--series-3:#35c79b;--series-4:#dd92bb;--event:#f0932b;--nonevent:#6f88a0;
--pass:#5fd3ac;--pass-tint:#14302a;--fail:#ff9d73;--fail-tint:#3a2018;--open:#f2c14e;--open-tint:#352b12;--none:#b6bec9;--none-tint:#252b33}}
`;

const page = `
*{box-sizing:border-box}
html{color-scheme:light dark;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,"Segoe UI","Helvetica Neue",Arial,"Liberation Sans",sans-serif;-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;padding:2.5rem clamp(1rem,4vw,3rem) 5rem;max-width:92rem;overflow-wrap:anywhere}
h1,h2,h3,.verdict,.question,.lead{font-family:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,"DejaVu Serif",serif}
h1{font-size:clamp(1.8rem,4vw,2.6rem);line-height:1.15;margin:.1rem 0 1.6rem;font-weight:600;letter-spacing:-.01em;max-width:48rem}
h2{font-size:1.55rem;line-height:1.25;margin:0 0 1rem;font-weight:600}
h3{font-size:1.15rem;margin:2rem 0 .5rem;font-weight:600}
h2+h3,h2+p+h3{margin-top:1.2rem}h4{font-size:1rem;margin:0 0 .5rem}
p,ul,ol,dl{margin:.6rem 0}p,li{max-width:46rem}ul.lead li{max-width:none}
section{margin:0 0 1rem;padding:2.2rem 0 .4rem;border-top:1px solid var(--rule)}
main>section:first-child{border-top:0;padding-top:0}
main>section:first-child>h2{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
main:focus{outline:none}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
code{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.84em}
.soft{color:var(--soft)}
.over{color:var(--soft);font-size:.82rem;letter-spacing:.04em;margin:0}
header .over{text-transform:uppercase;letter-spacing:.12em}
.unseen,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:fixed;top:.5rem;left:.5rem;background:var(--page);padding:.5rem 1rem;z-index:2}
nav{font-size:.88rem;margin-bottom:2rem}
nav ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem}
nav a{color:var(--soft);text-decoration:none;display:inline-block;padding:.25rem 0;min-height:24px}
nav a:hover{color:var(--link);text-decoration:underline}
@media (min-width:76rem){body{display:grid;grid-template-columns:11.5rem minmax(0,1fr);column-gap:3.5rem}
header{grid-column:2}nav{grid-column:1;grid-row:2;position:sticky;top:2rem;align-self:start}nav ol{flex-direction:column;border-left:1px solid var(--rule);padding-left:1rem}main{grid-column:2}}
`;

const verdict = `
.banner{border-left:6px solid;padding:1.1rem 1.5rem 1.2rem;margin:0 0 1.6rem;border-radius:0 6px 6px 0}
.banner p{margin:.2rem 0 0;font-size:1.08rem;color:var(--ink)}
.banner .verdict{font-size:2rem;line-height:1.2;font-weight:600;margin:0;color:inherit}
.sign{display:inline-block;margin-right:.55rem;font-family:system-ui,sans-serif}
.pass{color:var(--pass);background:var(--pass-tint)}.fail{color:var(--fail);background:var(--fail-tint)}
.insufficient_evidence{color:var(--open);background:var(--open-tint)}.none:not(td){color:var(--none);background:var(--none-tint)}
.badge{display:inline-block;border-radius:4px;padding:.1rem .5rem;font-size:.84rem;font-weight:600;white-space:nowrap}
.tag{font:600 .72rem/1.4 system-ui,sans-serif;color:var(--soft);border:1px solid var(--strong);border-radius:4px;padding:.05rem .4rem;white-space:nowrap;vertical-align:.1em}
.lead{font-size:1.22rem;line-height:1.45;max-width:44rem;margin:1.4rem 0}ul.lead{max-width:56rem;font-size:1.05rem;margin:.3rem 0 1.5rem}
.question{font-size:1.3rem;line-height:1.45;max-width:44rem}
.key{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:1px;background:var(--rule);border-block:1px solid var(--rule);margin:.5rem 0 2rem}
.key div{background:var(--page);padding:.7rem .2rem}.key dt{color:var(--soft);font-size:.86rem}
.key dd{margin:0;font-size:1.22rem;font-variant-numeric:tabular-nums;white-space:nowrap}
`;

const tables = `
.scroll{overflow-x:auto;position:relative;margin:1rem 0 .4rem}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;min-width:min(100%,32rem);border-bottom:1.5px solid var(--strong)}
caption{text-align:left;color:var(--soft);font-size:.88rem;padding:0 0 .5rem;max-width:min(46rem,calc(100vw - 2.5rem))}
th,td{text-align:left;vertical-align:top;padding:.42rem .8rem .42rem 0;overflow-wrap:normal}
th:last-child,td:last-child{padding-right:.2rem}
thead .soft{font-weight:400}thead th{border-block:1.5px solid var(--strong);border-bottom-width:1px;vertical-align:bottom;font-weight:600;line-height:1.3}
tbody tr+tr>*{border-top:1px solid var(--rule)}
tbody th{font-weight:500}
th.number,td.number{text-align:right}
td.number{white-space:nowrap}
.results .interval,.criteria .interval{display:block;color:var(--soft);font-size:.84rem}
.undefined{color:var(--soft);font-style:italic}
td.none{color:var(--strong)}
td.prose{min-width:17rem;max-width:36rem}.whole{white-space:nowrap}th .badge{margin-top:.25rem}
tr.nested>*{border-top:0!important;padding-top:.1rem}tr.nested th{padding-left:1.2rem;font-weight:400}
.provenance code{overflow-wrap:anywhere}.provenance td{min-width:14rem}
sup{font-size:.7em;line-height:0;margin-left:.1em}
.footnotes,.dense{font-size:.84rem;color:var(--soft)}
.footnotes{list-style:none;padding:0;margin:.3rem 0 1rem}.footnotes li{margin:.1rem 0}
.dense li{color:var(--ink)}
.curve{font-size:.8rem;min-width:20rem}.curve th,.curve td{padding-block:.12rem;text-align:right;white-space:nowrap}
`;

const parts = `
details{margin:.8rem 0}details+details{margin-top:-.4rem}
summary{cursor:pointer;color:var(--link);padding:.2rem 0;min-height:24px;max-width:46rem}
details.data{font-size:.88rem;margin:.3rem 0 0}details.data .scroll{max-height:24rem;overflow:auto}
figure{margin:1.2rem 0 1.6rem;max-width:38rem}figure .scroll{margin:0}figure .scroll svg.plot{min-width:29rem}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1rem 2.5rem}
.figures figure{margin:.6rem 0}
svg.plot{display:block;width:100%;height:auto;overflow:visible;font-family:system-ui,"Segoe UI","Helvetica Neue",Arial,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
svg.plot text{white-space:pre}
figcaption{font-size:.9rem;color:var(--soft);margin-top:.4rem}figcaption strong{color:var(--ink)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;color:var(--ink);margin-bottom:.3rem}
.sample{display:inline-block;width:1.8rem;height:0;border-top:3px solid;vertical-align:.28em;margin-right:.4rem}
.series-1{color:var(--series-1)}.series-2{color:var(--series-2);border-top-style:dashed}.series-3{color:var(--series-3);border-top-style:dotted}.series-4{color:var(--series-4);border-top-style:double}
.treat-all{color:var(--soft);border-top:2px dashed}.treat-none{color:var(--ink);border-top-width:1px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:0 2rem;font-size:.88rem;color:var(--ink)}
.facts div{display:flex;justify-content:space-between;gap:1rem;border-bottom:1px solid var(--rule);padding:.2rem 0}
.facts dt{color:var(--soft);flex:none;max-width:60%}.facts dd{margin:0;text-align:right;font-variant-numeric:tabular-nums}
.glossary{columns:2 24rem;column-gap:3rem;font-size:.92rem}.glossary div{break-inside:avoid;padding:.25rem 0 .5rem}.glossary dt{font-weight:600}.glossary dd{margin:0;color:var(--soft)}
.models{list-style:none;padding:0}.models h3{margin:1rem 0 .2rem}.models p{margin:.1rem 0}
.flow{display:flex;flex-wrap:wrap;gap:1.5rem 3.5rem;margin:1rem 0}.flow>div{flex:1 1 17rem;max-width:26rem}
.flow h4::first-letter{text-transform:uppercase}.flow ol{list-style:none;padding:0;margin:0}.flow li{margin:0}
.flow p{margin:0}.step{border:1px solid var(--strong);border-radius:5px;padding:.5rem .9rem;display:flex;justify-content:space-between;gap:1rem;align-items:baseline;background:var(--panel)}
.excluded{margin-left:1.6rem!important;padding:.35rem 0 .35rem 1.2rem;border-left:1.5px solid var(--strong);color:var(--soft);font-size:.88rem}
`;

const dossier = `
.card{border:1px solid var(--strong);border-radius:6px;padding:.4rem 1.2rem;max-width:56rem}
.card div{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.2rem 1.5rem;padding:.45rem 0;border-top:1px solid var(--rule)}
.card div:first-child{border-top:0}.card dt{font-weight:600}.card dd{margin:0}
.requirements td:nth-child(3),.requirements td:nth-child(4){white-space:nowrap}.requirements .soft{font-size:.84rem}
.references li{margin:.3rem 0}
@media (max-width:40rem){.card div{grid-template-columns:1fr}}
`;

const print = `
@media print{:root{--page:#fff}figure .facts{grid-template-columns:1fr}@page{size:A4;margin:16mm 14mm}html{font-size:10.5px;background:#fff}body{padding:0;max-width:none;display:block}
nav,.skip,details.data{display:none}section{padding-top:1.2rem}.scroll{overflow:visible}table{min-width:0;font-size:.86rem}
h2,h3,caption,thead{break-after:avoid}tr,figure,.banner,.key,.flow li{break-inside:avoid}thead{display:table-header-group}
.figures{grid-template-columns:1fr 1fr;gap:.5rem 1.5rem}th,td{padding-right:.6rem}td.prose{min-width:0}details:not([open])>summary::after{content:" (in the HTML file)"}summary{color:var(--soft);list-style:none}
.pass,.fail,.insufficient_evidence,.none{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media (max-width:40rem){body{padding-top:1.5rem}.banner{padding:.9rem 1rem}.banner .verdict{font-size:1.6rem}.facts{grid-template-columns:1fr}}
@media (forced-colors:active){.badge,.banner{border:1px solid}}
`;

/** The page's one style sheet. No network, no fonts to load. */
export const styleSheet = [colours, page, verdict, tables, parts, dossier, viewerStyle, print]
  .join('')
  .trim();
