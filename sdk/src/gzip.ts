/** Less fits one packet either way, in characters. */
const lengthMin = 1024;

/**
 * For `fetch`: sends bodies of more than 1 KB as gzip, usually a quarter of the bytes. Without a content type, which would
 * cost a preflight. What leaves with a closing page leaves as text: compressing takes longer than such a page lives.
 *
 * Try it with your deployment first: a gateway that takes these bytes for text ruins them. The collector then answers
 * 400, and the page sends text from then on. Browsers before 2023 cannot compress, and send text too.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", fetch: gzip() })
 */
export function gzip(): typeof fetch {
  let isRefused = false;
  let isLeaving = false;
  /** Ends the wait for what is being compressed. */
  let hurry = (): void => {};

  function onLife({ type }: Event): void {
    isLeaving = type === "pagehide" || document.hidden;
    if (isLeaving) hurry();
  }
  for (const type of ["pagehide", "pageshow", "visibilitychange"]) addEventListener(type, onLife, true);

  return async (url, init) => {
    const body = init?.body;
    if (isRefused || isLeaving || typeof body !== "string" || body.length < lengthMin)
      return fetch(url, init);
    const packed = await Promise.race([
      compress(body),
      new Promise<string>((resolve) => {
        hurry = () => resolve(body);
      }),
    ]);
    const response = await fetch(url, { ...init, body: packed });
    isRefused = packed !== body && /400|413/.test(`${response.status}`);
    return isRefused ? fetch(url, init) : response;
  };
}

async function compress(text: string): Promise<BodyInit> {
  try {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    return await new Response(stream).arrayBuffer();
  } catch {
    return text;
  }
}
