import { quantityMax, readLines, setQuantity, totalOf } from "./cart.js";
import { showCartCount } from "./cart-count.js";
import { toItems } from "./items.js";
import { currency, toPriceText } from "./price.js";

const lineTemplate = document.getElementById("line");

function show() {
  const lines = readLines();
  document.getElementById("lines").replaceChildren(...lines.map(toLine));
  document.getElementById("filled").hidden = lines.length === 0;
  document.getElementById("empty").hidden = lines.length > 0;
  showTotal();
}

function toLine({ product, quantity }) {
  const line = lineTemplate.content.cloneNode(true);
  const row = line.querySelector("li");
  const price = line.querySelector(".line-price");
  const field = line.querySelector("input");
  const remove = line.querySelector("button");

  row.dataset.testid = `line-${product.sku}`;
  line.querySelector("img").src = `drawings/${product.sku}.svg`;
  const link = line.querySelector("a");
  link.href = `product.html?sku=${product.sku}`;
  link.textContent = product.name;
  price.textContent = toPriceText(product.price * quantity);

  field.max = String(quantityMax);
  field.value = String(quantity);
  field.setAttribute("aria-label", `Quantity of ${product.name}`);
  // Only the figures change while the visitor types: drawing the line anew would take the focus away.
  field.addEventListener("input", () => {
    if (!field.validity.valid || field.value === "") return;
    setQuantity(product.sku, field.valueAsNumber);
    price.textContent = toPriceText(product.price * field.valueAsNumber);
    showTotal();
  });
  field.addEventListener("change", () => {
    if (!field.validity.valid || field.value === "") field.value = String(quantityOf(product));
  });

  remove.setAttribute("aria-label", `Remove ${product.name}`);
  remove.addEventListener("click", () => {
    setQuantity(product.sku, 0);
    show();
    document.getElementById("title").focus();
  });
  return line;
}

function quantityOf(product) {
  return readLines().find((line) => line.product === product)?.quantity ?? 0;
}

function showTotal() {
  document.getElementById("total").textContent = toPriceText(totalOf(readLines()));
  showCartCount();
}

// The link leaves the page at once, and the event still arrives: riacho.js sends what waits as a page goes.
document.getElementById("to-checkout").addEventListener("click", () => {
  const lines = readLines();
  riacho.track("begin_checkout", { currency, value: totalOf(lines), items: toItems(lines) });
});

// Also when "back" revives this page: the cart may have changed since.
addEventListener("pageshow", show);
