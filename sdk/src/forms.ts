import type { Props } from "@riacho/contract/event";
import { onAddress } from "./address.ts";
import type { Plugin } from "./api.ts";
import { maskSelector, toText } from "./text.ts";
import { untilStopped } from "./until-stopped.ts";

/** What a person fills in. */
const field =
  "input:not([type=hidden],[type=submit],[type=reset],[type=button],[type=image]),select,textarea";

/**
 * Tracks `form_start` at the first interaction with a field, once per form and page view, and `form_submit` when a form
 * is submitted, also by a script that then sends it itself. The value of a field is never read.
 *
 * Not seen: `form.submit()`, of which the browser tells nobody, and forms in closed shadow roots.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [forms()] })
 */
export function forms(): Plugin {
  return untilStopped(({ track }, signal) => {
    const options = { capture: true, signal };
    /** Those at this address. */
    let started = new WeakSet<HTMLFormElement>();

    function interact(event: Event): void {
      const form = findForm(event);
      if (!form) return;
      // A `submit` does not leave its shadow root. Adding the same listener again does nothing.
      form.getRootNode().addEventListener("submit", submit, options);
      if (started.has(form) || !isInteraction(event)) return;
      started.add(form);
      track("form_start", toProps(form));
    }

    function submit({ target, submitter }: Event & { submitter?: HTMLElement | null }): void {
      if (!(target instanceof HTMLFormElement)) return;
      track("form_submit", { ...toProps(target, submitter), form_submit_text: readText(submitter) });
    }

    document.addEventListener("submit", submit, options);
    document.addEventListener("focusin", interact, options);
    document.addEventListener("input", interact, options);
    onAddress(() => {
      started = new WeakSet();
    }, signal);
  });
}

function findForm(event: Event): HTMLFormElement | undefined {
  const path = event.composedPath();
  // A field may belong to a form that is not around it; one inside a component to none, yet stand in one.
  return (path[0] as HTMLInputElement).form ?? path.find((node) => node instanceof HTMLFormElement);
}

/** Whether a person turned to a field: a script did not, nor does the page that gives one the focus as it loads. */
function isInteraction(event: Event): boolean {
  const [element] = event.composedPath();
  const isActive = event.type === "input" || navigator.userActivation?.hasBeenActive !== false;
  return event.isTrusted && isActive && (element as Element).matches(field);
}

function toProps(form: HTMLFormElement, submitter?: Element | null): Props {
  // By attribute: a field named "id" hides the form's own property, and its value would be read.
  return {
    form_id: form.getAttribute("id"),
    form_name: form.getAttribute("name"),
    form_destination: toDestination(submitter?.getAttribute("formaction") || form.getAttribute("action")),
    form_length: [...form.elements].filter((element) => element.matches(field)).length,
  };
}

/** Where the form goes, without query and hash, which may hold anything. */
function toDestination(action: string | null): string | null {
  try {
    // Without an action a form goes to the page's own address, whatever its base is.
    const { origin, pathname } = new URL(action || location.href, document.baseURI);
    return origin === "null" ? null : origin + pathname;
  } catch {
    return null;
  }
}

/** The button's words, which an input has in its markup as a value that nobody types. */
function readText(submitter?: Element | null): string | null {
  if (!submitter || submitter.closest(maskSelector) || submitter.querySelector(maskSelector)) return null;
  const isInput = submitter instanceof HTMLInputElement;
  return toText(isInput ? submitter.getAttribute("value") : submitter.textContent) || null;
}
