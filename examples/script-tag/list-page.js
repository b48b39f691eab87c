import "./cart-count.js";
import { toPriceText } from "./price.js";
import { products } from "./products.js";

// Nothing to track here: riacho.js counts the page view by itself.

const template = document.getElementById("card");
const cards = products.map((product) => {
  const card = template.content.cloneNode(true);
  const link = card.querySelector("a");
  link.href = `product.html?sku=${product.sku}`;
  link.dataset.testid = `product-${product.sku}`;
  card.querySelector("img").src = `drawings/${product.sku}.svg`;
  card.querySelector(".card-name").textContent = product.name;
  card.querySelector(".card-line").textContent = product.line;
  card.querySelector(".card-price").textContent = toPriceText(product.price);
  return card;
});
document.getElementById("products").replaceChildren(...cards);
