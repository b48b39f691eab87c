import { autocapture, init } from "@riacho/sdk";

interface AppEvents {
  add_to_wishlist: { currency: string; value: number };
}

// On the server this does nothing, and neither does what is called on it: components need not ask where they are.
export const riacho = init<AppEvents>({
  appId: "shop",
  endpoint: import.meta.env.VITE_COLLECTOR,
  plugins: [autocapture()],
});
