import { Link } from "react-router";
import { riacho } from "./analytics.ts";
import { workshops } from "./workshops.ts";

export function WorkshopList() {
  return (
    <main>
      <title>Workshops – Seixo</title>
      <h1>Workshops</h1>
      <ul>
        {workshops.map(({ id, name }) => (
          <li key={id}>
            <Link
              to={`/workshops/${id}`}
              onClick={() =>
                riacho.track("select_item", { item_list_name: "workshops", items: [{ item_id: id }] })
              }
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </main>
  );
}
