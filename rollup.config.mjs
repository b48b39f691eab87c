import nodeResolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import esbuild from "rollup-plugin-esbuild";

export const plugins = [nodeResolve({ extensions: [".ts", ".js"] }), esbuild({ target: "es2022" })];

export const minify = terser({
  ecma: 2020,
  compress: { passes: 3, unsafe_arrows: true, hoist_funs: true },
  format: { comments: false },
});

/**
 * `let` for `const`, as the minifier joins declarations of one kind. Of the same length: source maps stay true.
 *
 * @type {import("rollup").Plugin}
 */
const letForConst = {
  name: "let-for-const",
  renderChunk: (code) => ({ code: code.replace(/(^\s*|for \()const /gm, "$1let   "), map: null }),
};

/** @type {(import("rollup").RollupOptions & { output: import("rollup").OutputOptions })[]} */
const bundles = [
  {
    input: "sdk/src/script.ts",
    output: {
      file: "sdk/dist/riacho.js",
      format: "iife",
      generatedCode: "es2015",
      strict: false,
      sourcemap: "hidden",
    },
    plugins: [...plugins, letForConst, minify],
  },
  {
    input: "sdk/src/debug-script.ts",
    output: {
      file: "sdk/dist/riacho-debug.js",
      format: "iife",
      generatedCode: "es2015",
      strict: false,
      sourcemap: "hidden",
    },
    plugins: [...plugins, letForConst, minify],
  },
  {
    input: "sdk/src/index.ts",
    external: ["idb-keyval"],
    output: { file: "sdk/dist/index.js", format: "esm", sourcemap: true },
    plugins,
  },
  {
    input: "sdk/src/web-vitals.ts",
    external: ["web-vitals"],
    output: { file: "sdk/dist/web-vitals.js", format: "esm", sourcemap: true },
    plugins,
  },
  {
    input: "sdk/src/debug.ts",
    output: { file: "sdk/dist/debug.js", format: "esm", sourcemap: true },
    plugins,
  },
];

export default bundles;
