import { useNavigate, useParams } from "react-router";
import { riacho } from "./analytics.ts";
import { findWorkshop } from "./workshops.ts";

export function Booking() {
  const { id, name, price } = findWorkshop(useParams().id);
  const navigate = useNavigate();

  // In the handler, where it happens once: in development an effect runs twice.
  function book() {
    riacho.track("generate_lead", { item_id: id, currency: "EUR", value: price });
    navigate("/booked");
  }

  return (
    <main>
      <title>{`Book ${name} – Seixo`}</title>
      <h1>Book {name}</h1>
      <form action={book}>
        <label>
          Email <input type="email" name="email" required />
        </label>
        <button type="submit">Book</button>
      </form>
    </main>
  );
}
