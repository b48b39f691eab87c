// What the shop's events say about products, under the names Google Analytics 4 uses.
// https://developers.google.com/analytics/devguides/collection/ga4/reference/events

/** @param {{ product: { sku: string, name: string, price: number }, quantity: number }[]} lines */
export function toItems(lines) {
  return lines.map(({ product, quantity }) => ({
    item_id: product.sku,
    item_name: product.name,
    price: product.price,
    quantity,
  }));
}
