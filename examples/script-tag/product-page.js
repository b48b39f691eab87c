import { addToCart, quantityMax } from "./cart.js";
import { showCartCount } from "./cart-count.js";
import { toItems } from "./items.js";
import { currency, toPriceText } from "./price.js";
import { findProduct } from "./products.js";

const product = findProduct(new URLSearchParams(location.search).get("sku"));

if (product) show(product);
else document.getElementById("unknown").hidden = false;

function show(product) {
  document.title = `${product.name} – Seixo`;
  document.getElementById("name").textContent = product.name;
  document.getElementById("line").textContent = product.line;
  document.getElementById("story").textContent = product.story;
  document.getElementById("price").textContent = toPriceText(product.price);
  const drawing = document.getElementById("drawing");
  drawing.src = `drawings/${product.sku}.svg`;
  drawing.alt = product.drawing;
  document.getElementById("product").hidden = false;

  riacho.track("view_item", {
    currency,
    value: product.price,
    items: toItems([{ product, quantity: 1 }]),
  });

  const quantityField = document.getElementById("quantity");
  quantityField.max = String(quantityMax);
  document.getElementById("add").addEventListener("submit", (event) => {
    event.preventDefault();
    add(product, quantityField.valueAsNumber);
  });
}

function add(product, quantity) {
  addToCart(product.sku, quantity);

  riacho.track("add_to_cart", {
    currency,
    value: product.price * quantity,
    items: toItems([{ product, quantity }]),
  });

  showCartCount();
  document.getElementById("added").textContent = `${quantity} × ${product.name} added.`;
  document.getElementById("to-cart").hidden = false;
}
