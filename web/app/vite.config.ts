// Builds the app: pages and styles by Vite, the core's worker beside them, colours and sizes from `web/design`.

import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { type Plugin, defineConfig } from "vite";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Where the app is built to. */
const BUILT = process.env.VERBAND_APP_DIR ?? path.join(ROOT, "target/app");

/** The folder that `wasm-bindgen` wrote: the core as a module, beside which the façade expects to lie. */
const MODULE = process.env.VERBAND_WEB_DIR ?? path.join(ROOT, "target/web");

function core(): Plugin {
  const name = "verband_web.js";
  return { name: "core", enforce: "pre", resolveId: (source) => (source === `./${name}` ? path.join(MODULE, name) : undefined) };
}

/** The licence of the model of faces, which goes along with it. */
function licences(): Plugin {
  const file = path.join(ROOT, "core/detect/model/LICENSE");
  return {
    name: "licences",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "licences/seetaface.txt", source: fs.readFileSync(file) });
    },
  };
}

interface Tokens {
  colour: Record<"light" | "dark", Record<string, string>>;
  size: Record<string, string>;
}

/** `virtual:tokens.css`: the tokens that all apps share, as properties. */
function tokens(): Plugin {
  const file = path.join(ROOT, "web/design/tokens.json");
  const id = "virtual:tokens.css";
  const block = (values: Record<string, string>) =>
    Object.entries(values).map(([name, value]) => `--${name}:${value};`).join("");
  return {
    name: "tokens",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(source) {
      if (source !== `\0${id}`) return undefined;
      this.addWatchFile(file);
      const { colour, size } = JSON.parse(fs.readFileSync(file, "utf8")) as Tokens;
      return [
        `:root{color-scheme:light;${block(size)}${block(colour.light)}}`,
        `@media(prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${block(colour.dark)}}}`,
        `:root[data-theme=dark]{color-scheme:dark;${block(colour.dark)}}`,
      ].join("\n");
    },
  };
}

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** When all is written: the service worker with the hashes of the app's files, and the list `SHA256SUMS` of these and the worker. */
function shell(): Plugin {
  const source = path.join(import.meta.dirname, "src/shell/service-worker.js");
  return {
    name: "shell",
    apply: "build",
    closeBundle() {
      const names = fs.readdirSync(BUILT, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
        .map((entry) => path.relative(BUILT, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));
      const hashes = Object.fromEntries(names.sort().map((name) => [name, sha256(fs.readFileSync(path.join(BUILT, name)))]));
      const text = JSON.stringify(hashes);
      const worker = `const FILES = ${text};\nconst VERSION = "${sha256(text)}";\n${fs.readFileSync(source, "utf8")}`;
      fs.writeFileSync(path.join(BUILT, "service-worker.js"), worker);
      const all = { ...hashes, "service-worker.js": sha256(worker) };
      const lines = Object.entries(all).map(([name, hash]) => `${hash}  ${name}\n`);
      fs.writeFileSync(path.join(BUILT, "SHA256SUMS"), lines.join(""));
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [core(), tokens(), licences(), svelte(), shell()],
  resolve: { alias: { "verband-core": path.join(ROOT, "bindings/web/js"), "verband-texts": path.join(ROOT, "core/texts/app") } },
  worker: { format: "es", plugins: () => [core()] },
  build: { target: "es2023", assetsInlineLimit: 0, modulePreload: { polyfill: false }, outDir: BUILT, emptyOutDir: true },
});
