import type { Props } from "@riacho/contract/event";
import { currency, type Product } from "./products.ts";

/** What is looked at, put in the cart or bought, under GA4's names: https://developers.google.com/analytics/devguides/collection/ga4/reference/events */
export function toItemsProps(bought: readonly Product[]): Props {
  const counts = new Map<Product, number>();
  for (const product of bought) counts.set(product, (counts.get(product) ?? 0) + 1);
  const items = [...counts].map(([{ sku, name, price }, quantity]) => ({
    item_id: sku,
    item_name: name,
    price,
    quantity,
  }));
  const cents = bought.reduce((sum, { price }) => sum + Math.round(price * 100), 0);
  return { currency, value: cents / 100, items };
}
