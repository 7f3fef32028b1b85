// Texts and colours, without a browser: both languages say the same, every text is used, and every pair of colours can be read.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const SOURCES = path.join(ROOT, "web/app/src");

function texts(language) {
  const folder = path.join(ROOT, "core/texts/app", language);
  const file = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), "utf8")).join("\n");
  const bundle = new FluentBundle(language, { useIsolating: false });
  assert.deepEqual(bundle.addResource(new FluentResource(file)), [], language);
  return new Map([...file.matchAll(/^([a-z][a-z0-9-]*) =((?:.*)(?:\n[ \t].*|\n(?=[ \t]))*)/gm)].map(([, id, text]) => [id, text]));
}

function variables(text) {
  return [...new Set([...text.matchAll(/\$([a-z]+)/g)].map(([, name]) => name))].sort();
}

function sources() {
  const names = fs.readdirSync(SOURCES, { recursive: true }).filter((name) => /\.(svelte|ts)$/.test(name));
  return names.map((name) => fs.readFileSync(path.join(SOURCES, name), "utf8")).join("\n");
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour) {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export async function written({ test }) {
  await test("both languages have the same texts, and every text is used", async () => {
    const [german, english] = [texts("de"), texts("en")];
    assert.deepEqual([...german.keys()].sort(), [...english.keys()].sort());
    for (const [id, text] of german) assert.deepEqual(variables(text), variables(english.get(id)), id);
    const code = sources();
    const used = new Set([...code.matchAll(/\bt\((?:[^"()]*\?\s*)?"([a-z0-9-]+)"/g)].map(([, id]) => id));
    for (const id of used) assert.ok(german.has(id), `${id} is in no file`);
    for (const id of german.keys()) {
      if (!id.startsWith("error-")) assert.ok(code.includes(`"${id}"`), `nobody uses ${id}`);
    }
  });

  await test("every pair of colours that stand on each other can be read", async () => {
    const { colour, contrast } = JSON.parse(fs.readFileSync(path.join(ROOT, "web/design/tokens.json"), "utf8"));
    for (const [theme, values] of Object.entries(colour)) {
      for (const [ink, paper, least] of contrast) {
        const [light, dark] = [luminance(values[ink]), luminance(values[paper])].sort((a, b) => b - a);
        const found = (light + 0.05) / (dark + 0.05);
        assert.ok(found >= least, `${theme}: ${ink} on ${paper} has ${found.toFixed(2)}, ${least} is wanted`);
      }
    }
  });
}
