// The same files at another address than the messages; a newer version of them, and a server that mixes versions.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { Device, Server } from "../../../../bindings/web/test/programs.mjs";
import { arrive, inAnotherBrowser } from "../stage.mjs";

const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", wasm: "application/wasm", svg: "image/svg+xml" };
const SHELL = ["service-worker.js", "SHA256SUMS"];
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** A web server that knows nothing of Verband. */
class Site {
  /** By their names. */
  files = new Map();
  policy = "";
  #server = http.createServer(({ url }, response) => {
    const name = url.slice(1) || "index.html";
    const file = this.files.get(name);
    const type = TYPES[name.split(".").at(-1)] ?? "application/octet-stream";
    response.writeHead(file ? 200 : 404, { "Content-Type": type, "Cache-Control": "no-cache", "Content-Security-Policy": this.policy });
    response.end(file);
  });

  /** Takes what another server hands out. */
  static async of(address) {
    const site = new Site();
    const get = async (name) => {
      const response = await fetch(`${address}/${name}`);
      site.files.set(name, Buffer.from(await response.arrayBuffer()));
      return response;
    };
    await get("SHA256SUMS");
    for (const line of site.files.get("SHA256SUMS").toString().trimEnd().split("\n")) await get(line.slice(66));
    site.policy = (await get("index.html")).headers.get("content-security-policy");
    await new Promise((resolve) => site.#server.listen(0, "127.0.0.1", resolve));
    site.origin = `http://127.0.0.1:${site.#server.address().port}`;
    return site;
  }

  /** Writes hashes anew, as the build does. */
  publish() {
    const names = [...this.files.keys()].filter((name) => !SHELL.includes(name)).sort();
    const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, sha256(this.files.get(name))])));
    const [, , ...rest] = this.files.get("service-worker.js").toString().split("\n");
    this.files.set("service-worker.js", Buffer.from([`const FILES = ${text};`, `const VERSION = "${sha256(text)}";`, ...rest].join("\n")));
    return `verband-${sha256(text)}`;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

export async function elsewhere({ test, server, folder }) {
  const site = await Site.of(server.address);
  const messages = await Server.start(path.join(folder, "elsewhere-server"), "--web-origin", site.origin);
  const dora = new Device(path.join(folder, "dora"));
  try {
    site.policy = site.policy.replace("connect-src 'self'", `connect-src 'self' ${messages.address}`);
    await inAnotherBrowser(folder, "elsewhere", (there) => play({ test, site, messages, dora, folder, ...there }));
  } finally {
    await messages.close();
    site.close();
  }
}

async function play({ test, site, messages, dora, folder, page, button, field, reachable, complaints }) {
  let link;
  const versions = () => page.evaluate(() => caches.keys());

  await test("the page comes from one machine, and what people write goes to another one", async () => {
    await dora.run("found", "--server", messages.address, "--token", messages.token, "--organisation", "Haus Birke", "--name", "Dora Dietz");
    const file = path.join(folder, "birke.txt");
    fs.writeFileSync(file, "# Wer wir sind\n\nHaus Birke bewahrt alles hier auf.");
    await dora.run("notice", "set", file);
    link = (await dora.run("invite", "Emil Ernst")).link;
  });

  await test("the privacy notice is read before a PIN is chosen", async () => {
    await page.goto(site.origin);
    await button("Ich habe einen Brief").click();
    await field("Code aus dem Brief").fill(link);
    await button("Weiter").click();
    const [text, pin] = [page.getByText("Haus Birke bewahrt alles hier auf."), field("Neue PIN (mindestens 6 Ziffern)")];
    await text.waitFor();
    assert.ok((await text.boundingBox()).y < (await pin.boundingBox()).y);
    await button("Zustimmen und beginnen").waitFor();
    await reachable("letter-notice");
    await arrive(page, site.origin, link);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  });

  await test("a server that mixes files changes nothing", async () => {
    const before = await versions();
    const [page_, worker] = ["index.html", "service-worker.js"].map((name) => site.files.get(name));
    site.files.set("index.html", Buffer.from("<!doctype html><title>Anderes</title>"));
    site.files.set("service-worker.js", Buffer.concat([worker, Buffer.from("// another one\n")]));
    const refused = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      const { installing } = registration;
      await new Promise((resolve) => installing.addEventListener("statechange", resolve, { once: true }));
      return installing.state;
    });
    assert.equal(refused, "redundant");
    await page.reload();
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
    assert.deepEqual((await versions()).filter((name) => !before.includes(name)), []);
    site.files.set("index.html", page_);
    site.files.set("service-worker.js", worker);
  });

  await test("a newer version lies ready, and is taken when somebody says so", async () => {
    site.files.set("icon.svg", Buffer.concat([site.files.get("icon.svg"), Buffer.from("<!-- newer -->")]));
    const newer = site.publish();
    await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => {}));
    await button("Neue Version laden").waitFor();
    await reachable("newer");
    await button("Neue Version laden").click();
    await button("Neue Version laden").waitFor({ state: "detached" });
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
    assert.deepEqual(await versions(), [newer]);
    assert.deepEqual(complaints, []);
  });
}
