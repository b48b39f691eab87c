// The cart: how many of each product, kept in localStorage so that it outlives a page.
import { findProduct } from "./products.js";

const key = "seixo.cart";

/** Most of one product that the shop sells at once. */
export const quantityMax = 20;

/** The cart's lines, in the order in which the products were first added. */
export function readLines() {
  return Object.entries(read()).flatMap(([sku, quantity]) => {
    const product = findProduct(sku);
    return product && quantity > 0 ? [{ product, quantity }] : [];
  });
}

/** @param {{ product: { price: number }, quantity: number }[]} lines */
export function totalOf(lines) {
  return lines.reduce((total, { product, quantity }) => total + product.price * quantity, 0);
}

export function addToCart(sku, quantity) {
  setQuantity(sku, (read()[sku] ?? 0) + quantity);
}

/** Zero takes the product out. */
export function setQuantity(sku, quantity) {
  const quantities = read();
  if (quantity > 0) quantities[sku] = Math.min(quantity, quantityMax);
  else delete quantities[sku];
  localStorage.setItem(key, JSON.stringify(quantities));
}

export function clearCart() {
  localStorage.removeItem(key);
}

/** Whatever else may be stored under our key, an empty cart is better than a broken page. */
function read() {
  try {
    return { ...JSON.parse(localStorage.getItem(key) ?? "{}") };
  } catch {
    return {};
  }
}
