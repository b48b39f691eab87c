// A stand-in for Google Tag Manager's container, which injects custom HTML tags the way gtm.js does: scripts are parsed
// in an inert form, and each is then made anew, with its type, id, text, charset and src, and none of its other
// attributes, data-* included.

/** By the name of the event that fires them; `gtm.js` is the container's own start. */
export type Tags = Record<string, string>;

/**
 * The container's script. `{{Event}}` in a tag is the event's name, `{{any_other}}` the value that was pushed with it.
 *
 * @example site.files["/gtm.js"] = toContainer({ "gtm.js": "<script>…</script>" })
 */
export const toContainer = (tags: Tags): string => `(${runContainer})(${JSON.stringify(tags)});`;

// Runs in the page: it knows nothing of this file.
function runContainer(tags: Tags): void {
  const { dataLayer } = window as unknown as { dataLayer: Record<string, unknown>[] };

  function fire(pushed: Record<string, unknown>): void {
    const tag = tags[String(pushed.event)];
    if (!tag) return;
    const html = tag
      .replace(/\{\{(\w+)\}\}/g, (_, name) => JSON.stringify(name === "Event" ? pushed.event : pushed[name]))
      .replace(
        /<script([^>]*)>/g,
        (_, rest) => `<script type="text/gtmscript"${rest.replace(" src=", " data-gtmsrc=")}>`,
      );
    const inert = document.createElement("div");
    inert.innerHTML = html;
    for (const script of inert.querySelectorAll("script")) {
      const live = document.createElement("script");
      live.async = false;
      live.type = "text/javascript";
      live.id = script.id;
      live.text = script.text;
      const src = script.getAttribute("data-gtmsrc");
      if (src) live.src = src;
      document.body.append(live);
    }
  }

  const pushed = [...dataLayer];
  dataLayer.push = (...items) => {
    items.forEach(fire);
    return Array.prototype.push.apply(dataLayer, items);
  };
  for (const item of [{ event: "gtm.js" }, ...pushed]) fire(item);
}
