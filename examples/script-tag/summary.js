// The short list of what is being bought, on the checkout and thanks pages.
import { toPriceText } from "./price.js";

/** @param {{ item_name: string, price: number, quantity: number }[]} items */
export function showSummary(items, total) {
  const template = document.getElementById("summary-line");
  const lines = items.map(({ item_name, price, quantity }) => {
    const line = template.content.cloneNode(true);
    line.querySelector(".summary-name").textContent = `${quantity} × ${item_name}`;
    line.querySelector(".summary-price").textContent = toPriceText(price * quantity);
    return line;
  });
  document.getElementById("summary").replaceChildren(...lines);
  document.getElementById("total").textContent = toPriceText(total);
}
