import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// vite build && vite build --ssr server.tsx && node dist/server.js
export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react()],
  build: {
    outDir: isSsrBuild ? "dist" : "dist/browser",
    emptyOutDir: !isSsrBuild,
    rollupOptions: isSsrBuild ? {} : { input: "browser.tsx", output: { entryFileNames: "[name].js" } },
  },
}));
