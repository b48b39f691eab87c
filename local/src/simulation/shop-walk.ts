// One person's walk through the shop: a funnel that leaks at every page.

import { createDiary, type Diary, type PageLoad } from "./diary.ts";
import { type Product, products } from "./products.ts";
import { drawChance, drawInt, drawLogNormal, drawOne, type Random } from "./random.ts";
import { cartPage, checkoutPage, listPage, productPage, thanksPage } from "./shop-pages.ts";
import { toItemsProps } from "./shop-props.ts";

type PageName = "list" | "product" | "cart" | "checkout" | "thanks";

/** Time on a page before the next step, in seconds. Under 30 minutes by the cap: nobody falls idle within a visit. */
const thinkSeconds: Record<PageName, { median: number; spread: number }> = {
  list: { median: 11, spread: 0.8 },
  product: { median: 22, spread: 0.9 },
  cart: { median: 14, spread: 0.8 },
  checkout: { median: 65, spread: 0.5 },
  thanks: { median: 8, spread: 0.6 },
};
const thinkSecondsMax = 20 * 60;

const chances = {
  openProduct: 0.66,
  /** Times the buyer's factor. */
  addToCart: 0.1,
  cartAfterAdding: 0.78,
  lookFurther: 0.48,
  /** Times the buyer's factor. */
  checkout: 0.46,
  backToList: 0.2,
  /** Times the buyer's factor. */
  purchase: 0.5,
  shopOnAfterPurchase: 0.08,
};

/** Nobody's patience is longer than this many pages. */
const loadsMax = 40;

interface Walk {
  random: Random;
  diary: Diary;
  buyFactor: number;
  isIdentifying: boolean;
  cart: Product[];
  /** One checkout and one purchase a visit: the funnel counts visits. */
  hasCheckedOut: boolean;
}

interface WalkSettings {
  /** Milliseconds since 1970. */
  startMs: number;
  landsOnProduct: boolean;
  /** How much readier to buy than the average: 1 is the average. */
  buyFactor: number;
  /** Whether a purchase tells the shop who the visitor is. */
  isIdentifying: boolean;
}

export function walkShop(
  random: Random,
  { startMs, landsOnProduct, buyFactor, isIdentifying }: WalkSettings,
): readonly PageLoad[] {
  const diary = createDiary(startMs);
  const walk: Walk = { random, diary, buyFactor, isIdentifying, cart: [], hasCheckedOut: false };
  let page: PageName | null = landsOnProduct ? "product" : "list";
  while (page && diary.loads.length < loadsMax) {
    const next: PageName | null = pages[page](walk);
    think(walk, page);
    page = next;
  }
  return diary.loads;
}

/** What is done on a page, and where it leads; null is the door. */
const pages: Record<PageName, (walk: Walk) => PageName | null> = {
  list({ random, diary }) {
    diary.open(listPage);
    return drawChance(random, chances.openProduct) ? "product" : null;
  },

  product(walk) {
    const { random, diary, cart, buyFactor } = walk;
    const product = drawOne(random, products);
    diary.open(productPage(product));
    diary.wait(drawInt(random, 15, 120));
    diary.note("view_item", toItemsProps([product]));
    if (walk.hasCheckedOut || !drawChance(random, chances.addToCart * buyFactor)) return lookFurther(random);

    think(walk, "product");
    cart.push(product);
    diary.note("add_to_cart", toItemsProps([product]));
    return drawChance(random, chances.cartAfterAdding) ? "cart" : lookFurther(random);
  },

  cart(walk) {
    const { random, diary, cart, buyFactor } = walk;
    diary.open(cartPage);
    if (!drawChance(random, chances.checkout * buyFactor)) {
      return drawChance(random, chances.backToList) ? "list" : null;
    }
    think(walk, "cart");
    walk.hasCheckedOut = true;
    diary.note("begin_checkout", toItemsProps(cart));
    return "checkout";
  },

  checkout(walk) {
    const { random, diary, cart, buyFactor } = walk;
    diary.open(checkoutPage);
    if (!drawChance(random, chances.purchase * buyFactor)) return null;

    think(walk, "checkout");
    if (walk.isIdentifying) {
      diary.note("identify");
      diary.wait(1);
    }
    const transaction_id = `SX-${diary.now().toString(36).toUpperCase()}`;
    diary.note("purchase", { transaction_id, ...toItemsProps(cart) });
    return "thanks";
  },

  thanks({ random, diary }) {
    diary.open(thanksPage);
    return drawChance(random, chances.shopOnAfterPurchase) ? "list" : null;
  },
};

function lookFurther(random: Random): PageName | null {
  if (!drawChance(random, chances.lookFurther)) return null;
  return drawChance(random, 0.5) ? "list" : "product";
}

function think({ random, diary }: Walk, page: PageName): void {
  const { median, spread } = thinkSeconds[page];
  diary.wait(Math.min(drawLogNormal(random, median, spread), thinkSecondsMax) * 1000);
}
