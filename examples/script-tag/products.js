/** What the shop sells. Prices are in euros; each drawing is drawings/<sku>.svg. */
export const products = [
  {
    sku: "pebble-mug",
    name: "Pebble mug",
    price: 18,
    line: "Sits in the hand like a stone you decided to keep.",
    story:
      "Thrown from river clay and glazed by tipping it once into the bucket, so no two have the same shoreline. Holds a third of a litre, and the heat.",
    drawing: "A cream mug with a brown glaze running down like a shoreline, steaming.",
  },
  {
    sku: "ripple-bowl",
    name: "Ripple bowl",
    price: 24,
    line: "For soup, for plums, for watching rain.",
    story:
      "Rings of glaze spread from the middle as if something small had just been dropped in. Wide enough for a salad, deep enough for a stew.",
    drawing: "A wide green bowl; a drop falls into it and rings spread.",
  },
  {
    sku: "heron-jug",
    name: "Heron jug",
    price: 38,
    line: "Stands very still, then pours.",
    story:
      "A litre of water, wine or wild flowers. The heron is painted by hand in one go, which is why some of ours look surprised.",
    drawing: "A white jug with a blue base; a heron is painted on it, standing in the blue.",
  },
  {
    sku: "reed-basket",
    name: "Reed basket",
    price: 32,
    line: "Cut in winter, woven in spring, filled in summer.",
    story:
      "Woven from reeds of our own bank while they are still a little green, so that it tightens as it dries. Carries two loaves, a towel and a book.",
    drawing: "A woven basket with a round handle and three bulrushes in it.",
  },
  {
    sku: "brook-bottle",
    name: "Brook bottle",
    price: 27,
    line: "Cold at noon. One fish included.",
    story:
      "Three quarters of a litre in brushed steel, painted in the three blues of the brook behind the workshop: deep, sunny, and ankle.",
    drawing: "A bottle in three blues with a small fish near the bottom.",
  },
  {
    sku: "ferry-lantern",
    name: "Ferry lantern",
    price: 46,
    line: "Says “come over” across dark water.",
    story:
      "Brass, glass and a wick; one filling burns through a long evening. Modelled on the lamp that hung from the last rowing ferry, which we still have.",
    drawing: "A brass lantern with a lit flame, glowing in the dark.",
  },
  {
    sku: "bank-blanket",
    name: "Riverbank blanket",
    price: 59,
    line: "Wool above, waxed cotton below, grass nowhere.",
    story:
      "Two metres by one and a half: four friends, or one person who means it. Rolls up with a strap; shake out the sand before you go in.",
    drawing: "Three folded terracotta blankets in a pile with a leaf on top.",
  },
  {
    sku: "little-boat",
    name: "Little boat",
    price: 14.5,
    line: "Sails about as far as you can wade.",
    story:
      "Alder wood, linen sails, and a keel with just enough lead that it comes up again. Please tie a string to it; ask us how we know.",
    drawing: "A small wooden sailing boat with a cream and a red sail on a wave.",
  },
];

/** @param {string | null} sku */
export function findProduct(sku) {
  return products.find((product) => product.sku === sku);
}
