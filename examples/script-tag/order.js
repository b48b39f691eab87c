// The order that was just placed, handed from the checkout to the page that says thanks. Nothing about the buyer.

const key = "seixo.order";

export function keepOrder(order) {
  sessionStorage.setItem(key, JSON.stringify(order));
}

export function readOrder() {
  return JSON.parse(sessionStorage.getItem(key) ?? "null");
}
