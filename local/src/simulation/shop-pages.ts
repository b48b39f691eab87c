import type { PageLoad } from "./diary.ts";
import type { Product } from "./products.ts";

/** What a page of the shop is, apart from when it is opened. */
export type Page = Pick<PageLoad, "path" | "title" | "search">;

export const listPage: Page = { path: "/shop/", search: "", title: "Seixo – small things for slow water" };
export const cartPage: Page = { path: "/shop/cart.html", search: "", title: "Cart – Seixo" };
export const checkoutPage: Page = { path: "/shop/checkout.html", search: "", title: "Checkout – Seixo" };
export const thanksPage: Page = { path: "/shop/thanks.html", search: "", title: "Thank you – Seixo" };

export function productPage({ sku, name }: Product): Page {
  return { path: "/shop/product.html", search: `?sku=${encodeURIComponent(sku)}`, title: `${name} – Seixo` };
}
