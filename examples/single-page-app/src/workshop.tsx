import { Link, useParams } from "react-router";
import { riacho } from "./analytics.ts";
import { findWorkshop } from "./workshops.ts";

export function Workshop() {
  const { id, name, price } = findWorkshop(useParams().id);
  return (
    <main>
      <title>{`${name} – Seixo`}</title>
      <h1>{name}</h1>
      <p>{price} EUR</p>
      <Link to="booking">Book a place</Link>
      {/* Leaves the app at once, and the event still arrives. */}
      <a
        href="/terms.html"
        onClick={() => riacho.track("select_content", { content_type: "terms", content_id: id })}
      >
        Terms
      </a>
    </main>
  );
}
