import { autocapture, init } from "@riacho/sdk";

// In a module, which runs once.
export const riacho = init({
  appId: "shop",
  endpoint: import.meta.env.VITE_COLLECTOR,
  plugins: [autocapture()],
});
