/** The one currency of the shop, as ISO 4217 writes it. */
export const currency = "EUR";

const format = new Intl.NumberFormat("en", { style: "currency", currency });

/** @param {number} amount */
export function toPriceText(amount) {
  return format.format(amount);
}
