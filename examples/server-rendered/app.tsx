import { useState } from "react";
import { riacho } from "./analytics.ts";

const titles: Record<string, string> = { "/": "Postcards – Seixo", "/stamps": "Stamps – Seixo" };

export function App({ path }: { path: string }) {
  const [isWished, setWished] = useState(false);

  function wish() {
    riacho.track("add_to_wishlist", { currency: "EUR", value: 2 });
    setWished(true);
  }

  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <title>{titles[path]}</title>
      </head>
      <body>
        <h1>{titles[path]}</h1>
        <button type="button" onClick={wish}>
          {isWished ? "Wished" : "Wish"}
        </button>
        <a href="/">Postcards</a> <a href="/stamps">Stamps</a>
      </body>
    </html>
  );
}
