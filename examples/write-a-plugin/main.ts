import { init } from "@riacho/sdk";
import { rageClicks } from "./rage-clicks.ts";

const riacho = init({
  appId: "shop",
  endpoint: import.meta.env.VITE_COLLECTOR,
  plugins: [rageClicks()],
});

// Stops every plugin, and sends what waits.
document.getElementById("stop")?.addEventListener("click", () => riacho.close());
