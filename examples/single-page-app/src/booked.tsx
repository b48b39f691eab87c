import { Link } from "react-router";

export function Booked() {
  return (
    <main>
      <title>Booked – Seixo</title>
      <h1>See you there</h1>
      <Link to="/">All workshops</Link>
    </main>
  );
}
