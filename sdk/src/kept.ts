// What the browser remembers of a visitor. The only file that touches cookies and localStorage.

/** As long as browsers keep a cookie at most: 400 days (RFC 6265bis, 5.5), in seconds. */
const cookieAgeMax = 34_560_000;
/** In characters. It goes along with every request to the site, and a link may say anything of its campaign: servers refuse
 *  requests whose headers are too long, often above 8 KB. */
const cookieLengthMax = 2000;

export interface Kept {
  /** Nothing where nothing is kept. */
  read(): string | null | undefined;
  /** An empty text erases what was kept. */
  write(text: string): void;
  /** Tells the other tabs of this origin something. Nothing of it stays. */
  tell(message: string): void;
}

/**
 * Keeps one text in a cookie of the widest domain that takes it, so that subdomains share it; where cookies are refused,
 * or the text is long, in localStorage; where that is refused too, not at all. Never throws.
 *
 * @param onTold called with what another tab tells
 * @param signal ends the listening
 */
export function openKept(key: string, onTold: (message: string) => void, signal: AbortSignal): Kept {
  // In a later task: it opens localStorage, for which the page would wait.
  setTimeout(() =>
    addEventListener(
      "storage",
      (event) => event.key === `${key}!` && event.newValue && onTold(event.newValue),
      { signal },
    ),
  );

  const readCookie = () => new URLSearchParams(document.cookie.replaceAll("; ", "&")).get(key);

  /** Whether the browser took it. */
  function writeCookie(text: string): boolean {
    const age = text ? cookieAgeMax : 0;
    const cookie = `${key}=${encodeURIComponent(text)};max-age=${age};path=/;samesite=lax;domain=`;
    // From "co.uk" down to the whole host: browsers refuse the domains that are everybody's.
    return location.hostname.split(".").some((_, index, labels) => {
      // biome-ignore lint/suspicious/noDocumentCookie: cookieStore answers later, and not everywhere
      document.cookie = cookie + labels.slice(-2 - index).join(".");
      return readCookie() === text;
    });
  }

  return {
    read: () => attempt(readCookie) || attempt(() => localStorage.getItem(key)),
    write(text) {
      const isKept = attempt(() =>
        writeCookie(encodeURIComponent(text).length > cookieLengthMax ? "" : text),
      );
      attempt(() => (isKept || !text ? localStorage.removeItem(key) : localStorage.setItem(key, text)));
    },
    tell: (message) =>
      attempt(() => {
        localStorage.setItem(`${key}!`, message);
        localStorage.removeItem(`${key}!`);
      }),
  };
}

/** Gives, once, the calls that the stubs of pages kept which ended before the script had loaded. */
export function takeStubCalls<Call>(): Call[] {
  const calls = attempt(() => {
    const text = localStorage["riacho-q"];
    localStorage.removeItem("riacho-q");
    return [...JSON.parse(text)];
  });
  return calls ?? [];
}

/** What the browser may refuse, or somebody else may have left: nothing where it throws. */
export function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return;
  }
}
