import type { Props } from "@riacho/contract/event";
import { toPublicUrl } from "@riacho/contract/public-url";
import type { Plugin } from "./api.ts";
import { maskSelector, toText } from "./text.ts";
import { untilStopped } from "./until-stopped.ts";

const linkSelector = "a[href],area[href]";
const buttonSelector = "button,[role=button],input:is([type=submit],[type=reset],[type=button],[type=image])";
/** GA4's list (support.google.com/analytics/answer/9216061). */
const filePattern =
  /\.(pdf|xlsx?|docx?|txt|rtf|csv|exe|key|pp(s|tx?)|7z|pkg|rar|gz|zip|avi|mov|mp4|mpe?g|wmv|midi?|mp3|wav|wma)$/i;

/**
 * Tracks a `click` on a link or a button, by mouse (the middle button opens links too), finger or keyboard, and in open
 * shadow roots; a `file_download` instead where a link leads to a file.
 *
 * - Link: `link_url`, `link_domain`, `link_id`, `link_classes`, `link_text`, and `outbound`: whether the host is another.
 * - File: `file_name`, `file_extension`, `link_url`, `link_text`.
 * - Button, or what has `role="button"`: `element_id`, `element_text`.
 *
 * What is empty is left out. The page's author may say more, on the element or around it: `data-track="sign_up"` names
 * the event, whose props then are the `data-track-…` attributes beside it, as text; `data-track-mask` forbids to read
 * text. What was typed is never read, nor what a `data:` or `javascript:` URL holds.
 *
 * @example
 * init({ appId: "shop", endpoint: "https://t.example.com", plugins: [clicks()] });
 * // <button data-track="add_to_cart" data-track-item-id="mug">Buy</button>: add_to_cart { item_id: "mug" }
 */
export function clicks(): Plugin {
  return untilStopped(({ track }, signal) => {
    // Capturing: the page may stop the event on its way.
    const options = { capture: true, signal };

    function onClick(event: MouseEvent): void {
      const path = event.composedPath().filter((node) => node instanceof Element);
      const click = readClick(path, event.button);
      if (click) track(...click);
    }

    document.addEventListener("click", onClick, options);
    // Every other button; a middle click is no `click`.
    document.addEventListener("auxclick", onClick, options);
  });
}

/**
 * @param path elements from the innermost outwards
 * @param button 0 is the main one, which keys and fingers press too; 1 the middle one
 */
function readClick(path: Element[], button: number): [name: string, props: Props] | undefined {
  const element = path.find((node) => node.matches(`${linkSelector},${buttonSelector}`));
  const isLink = element instanceof HTMLAnchorElement || element instanceof HTMLAreaElement;
  if (!element || button > (isLink ? 1 : 0)) return;
  const named = path.find((node) => node.getAttribute("data-track"));
  if (named) return [named.getAttribute("data-track") as string, readTrackProps(named)];
  const isMasked = path.some((node) => node.matches(maskSelector)) || element.querySelector(maskSelector);
  const text = isMasked ? "" : toText(element.textContent);
  return isLink
    ? readLink(element, text)
    : ["click", toProps({ element_id: element.id, element_text: text })];
}

function readLink(link: HTMLAnchorElement | HTMLAreaElement, text: string): [name: string, props: Props] {
  const { download, href, hostname, pathname, protocol } = link;
  // What is no place has its content in the URL.
  const isContent = /^(data|blob|javascript):/.test(protocol);
  const link_url = isContent ? protocol : toPublicUrl(href);
  const file_name = download || (hostname && (pathname.split("/").pop() as string));
  const [, file_extension = ""] = /\.(\w+)$/.exec(file_name.toLowerCase()) ?? [];
  if (link.hasAttribute("download") || filePattern.test(file_name)) {
    return ["file_download", toProps({ file_name, file_extension, link_url, link_text: text })];
  }
  return [
    "click",
    toProps({
      link_url,
      link_domain: hostname,
      link_id: link.id,
      link_classes: link.className,
      link_text: text,
      // mailto: and tel: have no host.
      outbound: hostname !== "" && hostname !== location.hostname,
    }),
  ];
}

/** The `data-track-…` attributes: `data-track-item-id` is `item_id`. */
function readTrackProps(element: Element): Props {
  const props: Props = {};
  for (const { name, value } of element.attributes) {
    const [, key] = /^data-track-(?!mask$)(.+)/.exec(name) ?? [];
    if (key) props[key.replaceAll("-", "_")] = value;
  }
  return props;
}

/** What is empty says nothing. */
function toProps(values: { [name: string]: string | boolean }): Props {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
