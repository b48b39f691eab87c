// What the example shop sells (examples/script-tag/products.js), told again here since nothing imports the examples.

/** One thing the shop sells. */
export interface Product {
  sku: string;
  name: string;
  /** In `currency`. */
  price: number;
}

export const currency = "EUR";

export const products: readonly Product[] = [
  { sku: "pebble-mug", name: "Pebble mug", price: 18 },
  { sku: "ripple-bowl", name: "Ripple bowl", price: 24 },
  { sku: "heron-jug", name: "Heron jug", price: 38 },
  { sku: "reed-basket", name: "Reed basket", price: 32 },
  { sku: "brook-bottle", name: "Brook bottle", price: 27 },
  { sku: "ferry-lantern", name: "Ferry lantern", price: 46 },
  { sku: "bank-blanket", name: "Riverbank blanket", price: 59 },
  { sku: "little-boat", name: "Little boat", price: 14.5 },
];
