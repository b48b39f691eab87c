import "./cart-count.js";
import { readOrder } from "./order.js";
import { showSummary } from "./summary.js";

// `purchase` was tracked when the order was placed, so reloading this page never counts it twice.

const order = readOrder();

if (order) {
  document.getElementById("order-id").textContent = order.transaction_id;
  showSummary(order.items, order.value);
}
document.getElementById("ordered").hidden = !order;
document.getElementById("nothing").hidden = Boolean(order);
