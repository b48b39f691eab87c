/** The panel's own. Important where the page's rules would reach the host, since then the inner ones win. */
export const panelStyle = `
:host {
  all: initial !important;
  position: fixed !important;
  right: 12px !important;
  bottom: 12px !important;
  z-index: 2147483647 !important;
  --paper: #fff; --ink: #1b2430; --soft: #5b6777; --line: #dfe4ea; --tint: #f4f6f8;
  --waiting: #5b6777; --wire: #0b62c4; --good: #0f7a43; --bad: #c02626; --lost: #96580a;
}
@media (prefers-color-scheme: dark) {
  :host {
    --paper: #171c23; --ink: #e8edf3; --soft: #9aa7b6; --line: #2e3742; --tint: #1f262f;
    --waiting: #9aa7b6; --wire: #6cb2ff; --good: #56cf8d; --bad: #ff8a80; --lost: #f0b35c;
  }
}
@media print { :host { display: none !important } }
* { box-sizing: border-box; margin: 0; padding: 0 }
[hidden], p:empty, time:empty { display: none !important }
section {
  display: flex; flex-direction: column;
  width: max-content; max-width: min(380px, calc(100vw - 24px)); max-height: min(520px, calc(100vh - 24px));
  overflow: hidden;
  border: 1px solid var(--line); border-radius: 10px;
  background: var(--paper); color: var(--ink);
  box-shadow: 0 6px 24px rgb(0 0 0 / .18);
  font: 13px/1.4 system-ui, sans-serif; text-align: left;
}
section:has(.body:not([hidden])) { width: 380px }
header { display: flex; align-items: center; gap: 8px; padding: 4px 4px 4px 12px }
header::before { content: ""; flex: none; width: 8px; height: 8px; border-radius: 50%; background: var(--good) }
section[data-problem] header::before { background: var(--bad) }
.app { color: var(--soft) }
.brief { overflow: hidden; color: var(--soft); text-overflow: ellipsis; white-space: nowrap }
button {
  flex: none; width: 32px; height: 32px;
  border: 0; border-radius: 6px; background: none; color: var(--soft);
  font: 18px/1 system-ui, sans-serif; cursor: pointer;
}
button[aria-controls] { margin-left: auto }
button + button { margin-left: -6px }
button:hover, summary:hover { background: var(--tint); color: var(--ink) }
:focus-visible { outline: 2px solid var(--wire); outline-offset: -2px }
.body { display: flex; flex-direction: column; min-height: 0; border-top: 1px solid var(--line) }
dl { display: grid; grid-template-columns: repeat(5, 1fr); padding: 8px 4px; text-align: center }
dl > div { display: flex; flex-direction: column-reverse }
dt { color: var(--soft); font-size: 11px; white-space: nowrap }
dd { color: var(--soft); font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums }
[data-some].sent dd, .sent .state { color: var(--wire) }
[data-some].accepted dd, .accepted .state { color: var(--good) }
[data-some].rejected dd, .rejected .state { color: var(--bad) }
[data-some].dropped dd, .dropped .state { color: var(--lost) }
[data-some].tracked dd { color: var(--ink) }
dl, .answer { flex: none }
.answer { max-height: 150px; overflow: auto; padding: 8px 12px; background: var(--tint); white-space: pre-line; overflow-wrap: anywhere }
.answer p { color: var(--soft) }
.answer .title { color: var(--ink); font-weight: 600 }
[data-problem] .answer .title { color: var(--bad) }
ol { min-height: 0; overflow: auto; overscroll-behavior: contain; list-style: none }
li { border-top: 1px solid var(--line) }
summary { display: flex; align-items: baseline; gap: 8px; padding: 5px 12px 5px 10px; list-style: none; cursor: pointer }
summary::-webkit-details-marker { display: none }
summary::before { content: "›"; flex: none; width: 6px; color: var(--soft) }
details[open] summary::before { transform: rotate(90deg) }
.name { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 500 }
time { color: var(--soft); font-size: 11px; font-variant-numeric: tabular-nums }
.state { min-width: 64px; color: var(--waiting); font-size: 12px; font-weight: 600; text-align: right }
.why { padding: 0 12px 6px 24px; color: var(--soft); font-size: 12px; overflow-wrap: anywhere }
pre {
  max-height: 160px; overflow: auto; margin: 0 12px 6px 24px; padding: 6px 8px; border-radius: 6px;
  background: var(--tint); font: 12px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere;
}
`;
