import "./cart-count.js";
import { clearCart, readLines, totalOf } from "./cart.js";
import { toItems } from "./items.js";
import { keepOrder } from "./order.js";
import { currency } from "./price.js";
import { showSummary } from "./summary.js";

function show() {
  const lines = readLines();
  showSummary(toItems(lines), totalOf(lines));
  document.getElementById("filled").hidden = lines.length === 0;
  document.getElementById("empty").hidden = lines.length > 0;
}

document.getElementById("order").addEventListener("submit", (event) => {
  event.preventDefault();
  const lines = readLines();
  if (lines.length === 0) return show(); // bought meanwhile in another tab

  const order = {
    transaction_id: `SX-${Date.now().toString(36).toUpperCase()}`,
    currency,
    value: totalOf(lines),
    items: toItems(lines),
  };

  // The order, never the buyer: name, email and address stay in the form. Leaving in the very next line is safe.
  riacho.track("purchase", order);

  keepOrder(order);
  clearCart();
  location.assign("thanks.html");
});

// Also when "back" revives this page: the cart may have changed since.
addEventListener("pageshow", show);
