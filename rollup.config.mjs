import nodeResolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import esbuild from "rollup-plugin-esbuild";

const plugins = [nodeResolve({ extensions: [".ts", ".js"] }), esbuild({ target: "es2022" })];

const minify = terser({
  ecma: 2020,
  compress: { passes: 3, unsafe_arrows: true },
  format: { comments: false },
});

export default [
  {
    input: "sdk/src/script.ts",
    output: { file: "sdk/dist/riacho.js", format: "iife", generatedCode: "es2015", strict: false, sourcemap: "hidden" },
    plugins: [...plugins, minify],
  },
  {
    input: "sdk/src/index.ts",
    external: ["idb-keyval", "uuid"],
    output: { file: "sdk/dist/index.js", format: "esm", sourcemap: true },
    plugins,
  },
];
