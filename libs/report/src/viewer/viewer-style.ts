/** Form, live numbers and panel of the viewer. */
export const viewerStyle = `
.choose{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr));gap:1rem 1.6rem;border:1px solid var(--strong);border-radius:6px;padding:1rem 1.2rem 1.2rem;margin:1.2rem 0;background:var(--panel);max-width:72rem}
.choose legend{font-weight:600;padding:0 .4rem}.choose .wide{grid-column:1/-1}
.choose label{display:block;font-size:.88rem;color:var(--soft);margin-bottom:.25rem}
.choose select,.choose input[type=number]{font:inherit;color:var(--ink);background:var(--page);border:1px solid var(--strong);border-radius:4px;padding:.35rem .5rem;min-height:2.4rem;width:100%}
.choose input[type=number]{width:7rem}
.choose input[type=range]{flex:1 1 12rem;min-width:0;min-height:2.4rem;margin:0;accent-color:var(--link)}
.threshold{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center}
.viewer button,.told button{font:inherit;font-size:.9rem;color:var(--ink);background:var(--page);border:1px solid var(--strong);border-radius:4px;padding:.3rem .8rem;min-height:2.2rem;cursor:pointer}
.viewer button[aria-pressed=true]{background:var(--link);border-color:var(--link);color:var(--page)}
.said{font-size:1.08rem;max-width:52rem;min-height:3.2em}
.live td.interval{color:var(--soft)}.live td.prose{font-size:.84rem;color:var(--soft)}
.viewer .figures{grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr))}.viewer .figures figure{max-width:30rem}.viewer .curve th:first-child{text-align:left}.viewer svg{display:block;width:100%;height:auto;overflow:visible;font-family:system-ui,"Segoe UI",Arial,"Liberation Sans",sans-serif}
.viewer svg text{fill:var(--ink);font-size:12px}.viewer svg .soft{fill:var(--soft)}
.viewer svg .axis{stroke:var(--strong);stroke-width:1}.viewer svg .model{stroke:var(--series-1);fill:none;stroke-width:2.2}
.viewer svg .all{stroke:var(--soft);fill:none;stroke-width:1.6;stroke-dasharray:6 4}.viewer svg .none{stroke:var(--ink);fill:none;stroke-width:1}
.viewer svg .point{fill:var(--series-2);stroke:var(--page);stroke-width:1.5}.viewer svg .at{stroke:var(--series-2);stroke-dasharray:2 3}
.viewer svg .right{fill:var(--series-1)}.viewer svg .wrong{fill:var(--series-2)}
[data-evidence][role=button],.opens{cursor:pointer}
[role=button][data-opens]{cursor:pointer;text-decoration:underline dotted var(--strong);text-underline-offset:.2em}
dialog.told{color:var(--ink);background:var(--page);border:1px solid var(--strong);border-radius:8px;padding:1.2rem 1.5rem;max-width:min(40rem,calc(100vw - 2rem));max-height:85vh;overflow:auto}
dialog.told::backdrop{background:rgba(0,0,0,.45)}dialog.told h2{font-size:1.25rem;margin:0 0 .6rem}
dialog.told dl{display:grid;grid-template-columns:minmax(6rem,9rem) 1fr;gap:.3rem 1.2rem;font-size:.92rem}dialog.told dt{color:var(--soft)}dialog.told dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
@media print{.choose,.said+.soft,[data-viewer=off],dialog.told{display:none}}
`;
