// What a nurse's browser does in a day.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { administration } from "./administration.mjs";
import { Device } from "./programs.mjs";
import { team } from "./team.mjs";

const PIN = "135790";
const PHOTO = fileURLToPath(new URL("../../../tests/fixtures/wound.jpg", import.meta.url));

/** A new page with the façade in it. */
async function visit(browser, site) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.log("      page:", error.message));
  await page.goto(site.origin);
  await page.waitForFunction("window.ready");
  return page;
}

/** Starts the profile in the page as `v`. */
function start(page) {
  return page.evaluate(async () => {
    window.v = await kit.Verband.start();
  });
}

/** Unlocks, follows, and watches the channel as `talk`. */
function resume(page, channel) {
  return page.evaluate(
    async ([pin, channel]) => {
      await v.unlock(pin);
      await v.follow();
      window.talk = new kit.Screen(await v.messages(channel));
    },
    [PIN, channel],
  );
}

/** The JPEG segments that hold metadata. */
function metadata(jpeg) {
  const found = [];
  assert.equal(jpeg.readUInt16BE(0), 0xffd8, "a JPEG");
  for (let at = 2; jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg[at + 1];
    if ((marker > 0xe0 && marker <= 0xef) || marker === 0xfe) found.push(marker.toString(16));
  }
  return found;
}

/** Files below a folder that hold one of the texts. */
function holding(folder, texts) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => {
    if (!entry.isFile()) return false;
    const bytes = fs.readFileSync(path.join(entry.parentPath, entry.name));
    return texts.some((text) => bytes.includes(text));
  });
}

export async function scenario({ test, site, server, anna, browser, folder, profile }) {
  let letter;
  let channel;
  let page = await visit(browser, site);

  await test("the other device founds, makes a channel and writes a letter", async () => {
    await anna.run(
      "found", "--server", server.address, "--token", server.token, "--organisation", "Klinikum Musterstadt",
      "--name", "Anna Arndt", "--recovery-sheet", path.join(folder, "sheet.txt"),
    );
    await anna.run("channel", "create", "Wundteam");
    letter = await anna.run("invite", "Berta Brandt", "--channel", "Wundteam");
    assert.match(letter.code, /^[0-9A-Z]{4}(-[0-9A-Z]{4})+$/);
  });

  await test("a fresh profile has nobody in it", async () => {
    await start(page);
    assert.equal(await page.evaluate(() => v.isEnrolled()), false);
    assert.equal((await page.evaluate(() => kit.failure(v.unlock("123456")))).code, "not-enrolled");
    assert.equal((await page.evaluate(() => kit.failure(v.account()))).code, "locked");
  });

  await test("a typing error in the code is told, with its place", async () => {
    const wrong = letter.code.slice(0, -1) + (letter.code.endsWith("2") ? "3" : "2");
    const look = (code) => page.evaluate((i) => kit.failure(v.lookUp(i)), { server: server.address, code });
    const failure = await look(wrong);
    assert.equal(failure.code, "code");
    assert.equal(failure.retry, "never");
    const unknown = await look(letter.code.replace(/^./, "!"));
    assert.equal(unknown.code, "code");
    assert.notEqual(unknown.reference, "");
  });

  await test("the letter is looked up, and a short PIN is refused", async () => {
    const invitation = { server: server.address, code: letter.code.toLowerCase().replaceAll("-", " ") };
    const preview = await page.evaluate((i) => v.lookUp(i), invitation);
    assert.match(preview.fingerprint, /\S/);
    assert.deepEqual(
      { ...preview, fingerprint: "" },
      {
        organisationName: "Klinikum Musterstadt", fingerprint: "", name: "Berta Brandt", registrationKey: false,
        bot: false, renewal: false, notice: null, pinLength: 6,
      },
    );
    const short = await page.evaluate((i) => kit.failure(v.enrol(i, "1234")), invitation);
    assert.equal(short.code, "pin-too-short");
    assert.equal(await page.evaluate(() => v.isEnrolled()), false);
  });

  await test("enrols by code", async () => {
    const account = await page.evaluate(
      async ([invitation, pin]) => {
        await v.enrol(invitation, pin);
        return v.account();
      },
      [{ server: server.address, code: letter.code }, PIN],
    );
    assert.equal(account.name, "Berta Brandt");
    assert.equal(account.organisationName, "Klinikum Musterstadt");
    const again = await page.evaluate((i) => kit.failure(v.enrol({ link: i }, "999999")), letter.link);
    assert.equal(again.code, "argument");
  });

  await test("the channel of the letter comes by the feed", async () => {
    await page.evaluate(async () => {
      await v.follow();
      window.list = new kit.Screen(await v.conversations());
    });
    await anna.run("sync");
    const row = await page.evaluate(() => list.until((row) => row.title === "Wundteam" && row.writable));
    assert.equal(row.kind, "channel");
    assert.equal(row.history, "full");
    channel = row.id;
  });

  await test("texts go both ways", async () => {
    await page.evaluate(async (id) => {
      window.talk = new kit.Screen(await v.messages(id));
      await v.message({ type: "sendText", conversation: id, text: "Kompressionsverband angelegt" });
      await talk.until((row) => row.text === "Kompressionsverband angelegt" && row.state === "sent");
    }, channel);
    await anna.run("sync");
    const read = await anna.run("read", "Wundteam");
    assert.equal(read.filter((row) => row.text === "Kompressionsverband angelegt").length, 1);
    await anna.run("send", "Wundteam", "Danke, Berta");
    const row = await page.evaluate(() => talk.until((row) => row.text === "Danke, Berta"));
    assert.equal(row.own, false);
    assert.equal(row.authorName, "Anna Arndt");
    assert.equal(row.state, "sent");
  });

  await test("a photo comes, upright and without metadata", async () => {
    assert.notDeepEqual(metadata(fs.readFileSync(PHOTO)), [], "the fixture has metadata");
    await anna.run("photo", "Wundteam", PHOTO, "--caption", "Ferse links");
    const shown = await page.evaluate(async () => {
      const row = await talk.until((row) => row.text === "Ferse links" && row.photo);
      const [preview, original, exported] = await Promise.all(
        ["preview", "original", "export"].map((form) => v.photo(row.photo, form)),
      );
      const size = async (bytes) => {
        const image = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
        return [image.width, image.height];
      };
      return {
        told: [row.photoWidth, row.photoHeight],
        thumbnail: await size(row.thumbnail),
        preview: await size(preview),
        exported: await size(exported),
        bytes: [...exported],
        original: original.length,
      };
    });
    // Orientation 6: the picture of 1600 x 1200 stands upright.
    assert.deepEqual(shown.told, [1200, 1600]);
    assert.deepEqual(shown.preview, [1200, 1600]);
    assert.deepEqual(shown.exported, [1200, 1600]);
    assert.deepEqual(shown.thumbnail, [240, 320]);
    assert.ok(shown.original > 10_000);
    assert.deepEqual(metadata(Buffer.from(shown.bytes)), []);
  });

  await test("a photo goes; a broken one is refused", async () => {
    const bytes = [...fs.readFileSync(PHOTO)];
    const broken = await page.evaluate(
      ([id, bytes]) => kit.failure(v.sendPhoto(id, new Uint8Array(bytes), "kaputt")),
      [channel, bytes.slice(0, 500)],
    );
    assert.equal(broken.code, "photo");
    const event = await page.evaluate(
      async ([id, bytes]) => {
        const event = await v.sendPhoto(id, new Uint8Array(bytes), "Ferse rechts");
        await talk.until((row) => row.event === event && row.state === "sent");
        return event;
      },
      [channel, bytes],
    );
    await anna.run("sync");
    const jpeg = await anna.export(event, path.join(folder, "export.jpg"));
    assert.deepEqual(metadata(jpeg), []);
  });

  await test("an argument that makes no sense is told", async () => {
    const failure = await page.evaluate(() =>
      kit.failure(v.message({ type: "sendText", conversation: "no id", text: "x" })),
    );
    assert.equal(failure.code, "argument");
    assert.equal((await page.evaluate(() => kit.failure(v.request({ type: "no such" })))).code, "argument");
  });

  await test("a second tab is told that the profile is in use", async () => {
    const tab = await visit(browser, site);
    const failure = await tab.evaluate(() => kit.failure(kit.Verband.start()));
    assert.deepEqual(failure, { code: "in-use", retry: "later", retryAfterMs: 0, reference: "" });
    await tab.close();
    assert.equal((await page.evaluate(() => v.account())).name, "Berta Brandt");
  });

  await test("after a reload a wrong PIN opens nothing", async () => {
    await page.reload();
    await page.waitForFunction("window.ready");
    await start(page);
    assert.equal(await page.evaluate(() => v.isEnrolled()), true);
    const wrong = await page.evaluate(() => kit.failure(v.unlock("000000")));
    assert.equal(wrong.code, "wrong-pin");
    assert.equal((await page.evaluate(() => kit.failure(v.account()))).code, "locked");
  });

  await test("the right one opens everything that was there", async () => {
    await resume(page, channel);
    const rows = await page.evaluate(async () => {
      await talk.until((row) => row.text === "Ferse rechts");
      return talk.rows.map((row) => ({ ...row, thumbnail: row.thumbnail?.length ?? 0 }));
    });
    const texts = rows.map((row) => row.text);
    for (const text of ["Kompressionsverband angelegt", "Danke, Berta", "Ferse links", "Ferse rechts"]) {
      assert.equal(texts.filter((other) => other === text).length, 1, text);
    }
    const photo = rows.find((row) => row.text === "Ferse rechts");
    assert.ok(photo.thumbnail > 1000);
    const preview = await page.evaluate(async (id) => (await v.photo(id, "preview")).length, photo.photo);
    assert.ok(preview > 10_000);
  });

  await test("a cancelled wait ends at once and loses nothing", async () => {
    const failure = await page.evaluate(async (id) => {
      window.feed = await v.messages(id);
      await feed.next();
      const controller = new AbortController();
      const wait = kit.failure(feed.next({ signal: controller.signal }));
      controller.abort();
      return wait;
    }, channel);
    assert.equal(failure.code, "cancelled");
    await anna.run("send", "Wundteam", "nach dem Abbruch");
    const texts = await page.evaluate(async () => {
      const found = [];
      while (!found.includes("nach dem Abbruch")) {
        for (const patch of await feed.next()) if (patch.row) found.push(patch.row.text);
      }
      await feed.close();
      return found;
    });
    assert.equal(texts.filter((text) => text === "nach dem Abbruch").length, 1);
    assert.equal(await page.evaluate(() => feed.next()), null);
  });

  await test("locking ends feeds and calls", async () => {
    const ended = await page.evaluate(async (id) => {
      const feed = await v.messages(id);
      const loop = (async () => {
        let batches = 0;
        for await (const _ of feed) batches += 1;
        return batches;
      })();
      const other = await v.conversations();
      await other.next();
      const waiting = other.next();
      await v.lock();
      return [await loop, await waiting, await other.next(), (await kit.failure(v.status())).code];
    }, channel);
    assert.ok(ended[0] >= 1);
    assert.deepEqual(ended.slice(1), [null, null, "locked"]);
  });

  await test("the PIN is changed", async () => {
    const codes = await page.evaluate(async (pin) => {
      await v.unlock(pin);
      const wrong = await kit.failure(v.changePin("000000", "864201"));
      await v.changePin(pin, "864201");
      await v.lock();
      const old = await kit.failure(v.unlock(pin));
      await v.unlock("864201");
      const screen = await v.lockScreen();
      await v.changePin("864201", pin);
      await v.lock();
      return [wrong.code, old.code, screen];
    }, PIN);
    assert.deepEqual(codes, ["wrong-pin", "wrong-pin", { biometrics: true, pinLength: 6, waitMs: 0, triesLeft: null }]);
  });

  await test("a profile is erased by whoever has the browser", async () => {
    const found = await page.evaluate(async ([server, pin]) => {
      const other = await kit.Verband.start("other");
      const { link } = await other.offerLink(server);
      await v.unlock(pin);
      const letIn = v.readLink(link).then((request) => v.linkDevice(request, "Other", pin));
      await other.linkAnswer();
      await other.acceptLink(pin);
      await letIn;
      await v.lock();
      const busy = await kit.failure(kit.Verband.remove("other"));
      await other.close();
      await kit.Verband.remove("other");
      const again = await kit.Verband.start("other");
      const left = [await again.isEnrolled(), (await kit.failure(again.unlock(pin))).code];
      await again.close();
      return [busy.code, ...left];
    }, [server.address, PIN]);
    assert.deepEqual(found, ["in-use", false, "not-enrolled"]);
  });

  await test("without the server a text waits, and is sent once when it is back", async () => {
    await resume(page, channel);
    await server.close();
    await page.evaluate(async (id) => {
      await v.message({ type: "sendText", conversation: id, text: "ohne Netz" });
      await talk.until((row) => row.text === "ohne Netz" && row.state === "waiting");
    }, channel);
    const offline = await page.evaluate(() => kit.failure(v.perform({ type: "sync" })));
    assert.equal(offline.code, "offline");
    assert.equal(offline.retry, "later");
    assert.equal((await page.evaluate(() => v.status())).waiting, 1);
    await server.again();
    await page.evaluate(() => talk.until((row) => row.text === "ohne Netz" && row.state === "sent"));
    assert.equal((await page.evaluate(() => v.status())).online, true);
    await anna.run("sync");
    const read = await anna.run("read", "Wundteam");
    assert.equal(read.filter((row) => row.text === "ohne Netz").length, 1);
  });

  await test("messages are answered, edited, reacted to and taken back", async () => {
    const seen = await page.evaluate(async (id) => {
      const first = await v.message({ type: "sendText", conversation: id, text: "Visite um zehn" });
      await v.message({ type: "edit", conversation: id, event: first, text: "Visite um **elf**", mentions: [] });
      await v.message({ type: "react", conversation: id, event: first, sign: "👍", there: true });
      const mention = { who: { type: "everybody" }, start: 0, len: 5 };
      const message = { text: "@alle pünktlich", replyTo: first, mentions: [mention], confirm: true };
      const answer = await v.message({ type: "send", conversation: id, message });
      const rows = await v.message({ type: "newest", conversation: id, limit: 2 });
      const spans = await v.message({ type: "markup", text: rows[0].text });
      await v.message({ type: "undoSend", conversation: id, event: answer });
      await v.perform({ type: "setFavourite", conversation: id, favourite: true });
      const [favourite] = await v.perform({ type: "conversations" });
      const drafted = await v.message({ type: "setDraft", conversation: id, text: "angefangen" });
      return { rows, spans, first, answer, favourite, drafted };
    }, channel);
    const [first, answer] = seen.rows;
    assert.deepEqual([first.event, first.text, first.edited], [seen.first, "Visite um **elf**", true]);
    assert.deepEqual(first.reactions, [{ sign: "👍", count: 1, own: true }]);
    assert.deepEqual([answer.event, answer.replyText, answer.confirm], [seen.answer, "Visite um elf", true]);
    assert.deepEqual(answer.mentions, [{ who: { type: "everybody" }, start: 0, len: 5 }]);
    assert.deepEqual(seen.spans.filter((span) => span.style === "bold"), [{ start: 12, len: 3, style: "bold" }]);
    assert.equal(seen.favourite.favourite, true);
  });

  for (const later of [false, true]) {
    const where = later ? "in the background" : "in a call";
    await test(`a panic ${where} becomes an error, and the worker restarts`, async () => {
      const seen = await page.evaluate(
        async ([id, later]) => {
          const waiting = await v.messages(id);
          await waiting.next();
          const wait = kit.failure(waiting.next());
          const restart = new Promise((resolve) => v.addEventListener("restart", resolve, { once: true }));
          const call = kit.failure(v.request({ type: "panic", later }));
          const { detail } = await restart;
          return {
            wait: await wait,
            call: await call,
            detail: detail.code,
            feed: await waiting.next(),
            account: await kit.failure(v.account()),
          };
        },
        [channel, later],
      );
      assert.equal(seen.wait.code, "internal");
      assert.match(seen.wait.reference, /core\.rs:\d+/);
      if (!later) assert.equal(seen.call.code, "internal");
      assert.equal(seen.detail, "internal");
      assert.equal(seen.feed, null);
      assert.equal(seen.account.code, "locked");
      await resume(page, channel);
      await page.evaluate(() => talk.until((row) => row.text === "ohne Netz" && row.state === "sent"));
    });
  }

  const clara = new Device(path.join(folder, "clara"));
  let office;
  let nightShift;
  let sheet;
  await test("an organisation is founded in a browser, and a colleague enrols by its letter", async () => {
    await server.setUp();
    office = await visit(browser, site);
    const founded = await office.evaluate(
      async (organisation) => {
        window.v = await kit.Verband.start("second");
        const sheet = await v.found(organisation, "112233");
        await v.follow();
        const channel = await v.perform({ type: "createChannel", title: "Nachtdienst", join: "invitation" });
        const person = { name: "Clara Cohn", function: "", ward: "" };
        const terms = { conversations: [channel], validForMs: 86_400_000 };
        const [invited] = await v.invite({ type: "invite", people: [{ person, terms }] });
        return { sheet, channel, invited };
      },
      { server: server.address, token: server.token, name: "Pflegedienst Linde", founder: "Dora Dietz" },
    );
    assert.match(founded.sheet.rootKey, /^[0-9A-Z]{4}(-[0-9A-Z]{4})+$/);
    sheet = founded.sheet;
    assert.equal(founded.sheet.organisationName, "Pflegedienst Linde");
    await clara.run("enrol", founded.invited.link, "--yes");
    nightShift = founded.channel;
    await office.evaluate(async (id) => {
      window.talk = new kit.Screen(await v.messages(id));
      await v.message({ type: "sendText", conversation: id, text: "Guten Abend" });
      const enough = async () => (await v.perform({ type: "conversationMembers", conversation: id })).length === 2;
      const list = await v.conversations();
      for await (const _ of list) if (await enough()) break;
    }, founded.channel);
    await clara.run("sync");
    assert.deepEqual((await clara.run("read", "Nachtdienst")).map((row) => row.text), ["Guten Abend"]);
  });

  await administration({ test, page: office, server, channel: nightShift, colleague: clara, sheet });
  await team({ test, page: office, folder, colleague: clara });

  await test("the office closes", async () => {
    await office.evaluate(() => v.close());
    await office.close();
  });

  await test("what lies on disk is sealed", async () => {
    await page.evaluate(() => v.close());
    assert.equal((await page.evaluate(() => kit.failure(v.isEnrolled()))).code, "locked");
    await page.close();
    const files = path.join(profile, "Default", "File System");
    assert.equal(holding(files, ["verband.sqlite"]).length >= 2, true, "the profiles lie where they are looked for");
    assert.deepEqual(holding(files, ["SQLite format 3"]), []);
    assert.deepEqual(holding(profile, ["Kompressionsverband", "Wundteam", "Nachtdienst", "Klinikum"]), []);
  });
}
