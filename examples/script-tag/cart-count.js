// The number beside "Cart" in every page's header.
import { readLines } from "./cart.js";

export function showCartCount() {
  const count = readLines().reduce((sum, { quantity }) => sum + quantity, 0);
  document.getElementById("cart-count").textContent = String(count);
}

// `pageshow` also comes when "back" revives a page as it was left; `storage` when another tab changes the cart.
addEventListener("pageshow", showCartCount);
addEventListener("storage", showCartCount);
