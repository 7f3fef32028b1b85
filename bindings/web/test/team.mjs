// A team's day: channels, chats, files, messages. Kotlin and Swift play the same, test for test. The nurse's device is
// another profile of the same page; what somebody has with the command line client comes at the end.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { plans } from "./plans.mjs";
import { wounds } from "./wounds.mjs";

const PHOTO = fileURLToPath(new URL("../../../tests/fixtures/wound.jpg", import.meta.url));
const LABEL = fileURLToPath(new URL("../../../tests/fixtures/label.jpg", import.meta.url));

/** `page` has the administrator's profile as `v`; `colleague` is a member with the command line client. */
export async function team({ test, page, folder, colleague }) {
  /** A test whose body runs in the page; what it gives is looked at here. */
  const told = (name, body, check, argument) => test(name, async () => check(await page.evaluate(body, argument)));

  await test("a nurse has the other profile of the page", async () => {
    await page.evaluate(async () => {
      const person = { name: "Nora Nurse", function: "", ward: "" };
      const [{ link }] = await v.invite({ type: "invite", people: [{ person }] });
      window.nora = await kit.Verband.start("nora");
      await nora.enrol({ link }, "73915482");
      await nora.follow();
      const day = { who: (await nora.account()).member, admin: (await v.account()).member };
      day.none = { conversation: "ab".repeat(32), event: "ab".repeat(16) };
      /** Lets both catch up until there is something that no feed shows. */
      day.settled = (ask) => kit.settled([v, nora], ask);
      /** Waits until a conversation stands in a list as wanted. */
      day.row = async (device, id, wanted = () => true) => {
        const rows = await kit.rows(device.conversations(), (rows) => rows.some((row) => row.id === id && wanted(row)));
        return rows.find((row) => row.id === id);
      };
      day.arrived = async (device, conversation, event) => {
        const rows = await kit.rows(device.messages(conversation), (rows) => rows.some((row) => row.event === event));
        return rows.find((row) => row.event === event);
      };
      day.listed = async (id) => (await nora.gather({ type: "listed" })).find((row) => row.log === id);
      day.newest = (device, conversation, limit = 50) => device.message({ type: "newest", conversation, limit });
      day.says = (device, conversation, text) => device.message({ type: "sendText", conversation, text });
      day.search = (device, query, limit = 50) => device.search({ type: "messages", query, limit });
      day.code = async (promise) => (await kit.failure(promise))?.code;
      window.day = day;
    });
  });

  await told(
    "an open channel is found with what newcomers read, and joined",
    async () => {
      const details = { title: "Station 3", description: "Was auf der Station anliegt", picture: null };
      const usual = { history: "full", write: "everyone", invite: "moderators" };
      const ward = await v.gather({ type: "create", new: { details, join: "open", ...usual } });
      day.ward = ward;
      await day.says(v, ward, "Frau Grün ist zurück");
      const row = await day.settled(() => day.listed(ward));
      const words = await nora.gather({ type: "historyInWords", history: row.history, language: "german" });
      await nora.gather({ type: "askToJoin", conversation: ward });
      await day.row(nora, ward, (row) => row.writable && row.description === details.description);
      await kit.rows(nora.messages(ward), (rows) => rows.some((row) => row.text === "Frau Grün ist zurück"));
      const policy = await nora.gather({ type: "policy", conversation: ward });
      const change = { write: "moderators" };
      const refused = await day.code(nora.gather({ type: "setPolicy", conversation: ward, change }));
      return { row, words, inside: (await day.listed(ward)).inside, policy, refused, admin: day.admin };
    },
    ({ row, words, inside, policy, refused, admin }) => {
      assert.deepEqual([row.title, row.description], ["Station 3", "Was auf der Station anliegt"]);
      assert.deepEqual([row.join, row.inside, inside], ["open", false, true]);
      assert.equal(words, "Sie lesen dort alles von Anfang an.");
      assert.deepEqual([policy.moderators, policy.moderates], [[admin], false]);
      assert.equal(refused, "not-allowed");
    },
  );

  await told(
    "a channel is muted, archived and marked as unread",
    async () => {
      const conversation = day.ward;
      const asks = (type, more) => nora.perform({ type, conversation, ...more });
      await asks("markRead");
      await asks("mute", { until: Number.MAX_SAFE_INTEGER });
      await asks("setArchived", { archived: true });
      await asks("markUnread");
      const { mutedUntil } = await day.row(nora, conversation, (row) => row.archived && row.markedUnread);
      const last = (await nora.perform({ type: "conversations" })).at(-1).id;
      const first = await day.says(v, conversation, "Visite um zehn");
      const second = await day.says(v, conversation, "Visite doch um elf");
      const { text } = await day.arrived(nora, conversation, second);
      const attention = (event) => nora.message({ type: "attention", conversation, event });
      const quiet = await attention(second);
      const unread = await nora.message({ type: "unread", conversation });
      await asks("markReadTo", { seq: unread[0].seq });
      const left = await nora.message({ type: "unread", conversation });
      await asks("mute", { until: 0 });
      await asks("setArchived", { archived: false });
      await asks("markRead");
      const row = (row) => !row.archived && !row.markedUnread && row.unread === 0 && row.mutedUntil === 0;
      await day.row(nora, conversation, row);
      const missing = await day.code(attention(day.none.event));
      const events = (rows) => rows.map((row) => row.event);
      return {
        mutedUntil, text, quiet, first, second, unread: events(unread), left: events(left), missing,
        last: last === conversation, loud: await attention(second),
      };
    },
    (found) => {
      assert.ok(found.mutedUntil > 0 && found.last);
      assert.equal(found.text, "Visite doch um elf");
      assert.deepEqual([found.quiet, found.loud, found.missing], ["none", "notify", "not-found"]);
      assert.deepEqual([found.unread, found.left], [[found.first, found.second], [found.second]]);
    },
  );

  await told(
    "who asks to join by invitation is refused, and let in",
    async () => {
      const details = { title: "Leitung", description: "", picture: null };
      const rules = { join: "invitation", history: "fromJoin", write: "everyone", invite: "moderators" };
      const conversation = await v.gather({ type: "create", new: { details, ...rules } });
      day.team = conversation;
      await day.says(v, conversation, "vor ihr");
      const { history } = await day.settled(() => day.listed(conversation));
      const words = await nora.gather({ type: "historyInWords", history, language: "english" });
      const states = [];
      const state = async () => states.push((await day.listed(conversation)).request);
      const asked = async () => {
        await nora.gather({ type: "askToJoin", conversation });
        return (await kit.rows(v.joinRequests(), (rows) => rows.length > 0))[0];
      };
      const answer = (member, admit) => v.gather({ type: "answerRequest", conversation, member, admit });
      await nora.gather({ type: "askToJoin", conversation });
      await state();
      await nora.gather({ type: "takeBackRequest", conversation });
      await state();
      const { log, name } = await asked();
      const nobody = await day.code(answer(day.admin, true));
      await answer(day.who, false);
      await state();
      await asked();
      const asking = await v.gather({ type: "joinRequests", conversation });
      await answer(day.who, true);
      await day.row(nora, conversation, (row) => row.writable);
      await day.arrived(nora, conversation, await day.says(v, conversation, "mit ihr"));
      const texts = (await day.newest(nora, conversation)).map((row) => row.text);
      const there = [log === conversation, asking.map((row) => row.member === day.who)];
      return { words, states, name, nobody, texts, there };
    },
    ({ words, states, name, nobody, texts, there }) => {
      assert.equal(words, "You will read what is written from now on.");
      assert.deepEqual(states, ["waiting", null, "refused"]);
      assert.deepEqual([name, nobody, there], ["Nora Nurse", "not-found", [true, [true]]]);
      assert.ok(texts.includes("mit ihr") && !texts.includes("vor ihr"));
    },
  );

  await told(
    "a hidden channel is not found; who leaves a channel is out",
    async () => {
      const { team } = day;
      const hidden = await v.perform({ type: "createChannel", title: "Betriebsrat", join: "hidden" });
      await day.settled(async () => (await v.status()).waiting === 0);
      const listed = await day.listed(hidden);
      const codes = [
        await day.code(nora.gather({ type: "askToJoin", conversation: hidden })),
        await day.code(v.gather({ type: "leave", conversation: team })),
      ];
      await nora.gather({ type: "leave", conversation: team });
      await day.row(nora, team, (row) => !row.writable);
      codes.push(await day.code(day.says(nora, team, "zu spät")));
      // Whoever takes her out may hear of it after her.
      const alone = await day.settled(async () => {
        const members = await v.perform({ type: "conversationMembers", conversation: team });
        return members.length === 1 && members[0] === day.admin;
      });
      return { hidden: listed === undefined, codes, alone };
    },
    ({ hidden, codes, alone }) => {
      assert.deepEqual(codes, ["not-found", "last-moderator", "not-in"]);
      assert.ok(hidden && alone);
    },
  );

  await told(
    "a closed chat stays closed, and everybody has a space of her own",
    async () => {
      const chat = await v.perform({ type: "createChat", members: [day.who] });
      day.chat = chat;
      const { text } = await day.arrived(nora, chat, await day.says(v, chat, "unter uns"));
      const row = await day.row(nora, chat);
      const members = await v.administer({ type: "members" });
      const other = members.find((row) => ![day.who, day.admin].includes(row.id) && !row.revoked).id;
      const codes = [
        await day.code(v.perform({ type: "addMembers", conversation: chat, members: [other] })),
        await day.code(nora.gather({ type: "leave", conversation: chat })),
      ];
      const own = await nora.gather({ type: "personalSpace" });
      day.own = own;
      const note = await day.says(nora, own, "Schlüssel liegt im Dienstzimmer");
      await kit.rows(nora.messages(own), (rows) => rows.some((row) => row.event === note && row.state === "sent"));
      const inside = await nora.perform({ type: "conversationMembers", conversation: own });
      const rows = await nora.perform({ type: "conversations" });
      return {
        row, codes, text, alone: inside.length === 1 && inside[0] === day.who,
        apart: own !== (await v.gather({ type: "personalSpace" })) && rows.every((row) => row.id !== own),
      };
    },
    ({ row, codes, text, alone, apart }) => {
      assert.deepEqual([row.title, row.kind, row.history, text], ["Dora Dietz", "chat", "closed", "unter uns"]);
      assert.deepEqual(codes, ["not-allowed", "not-allowed"]);
      assert.ok(alone && apart);
    },
  );

  await told(
    "a large file goes into a folder, and comes whole to the others",
    async () => {
      const conversation = day.ward;
      const bytes = new Uint8Array(6_000_000).map((_, at) => (at * 31) >> 3);
      day.same = async (device, item, version) => {
        const file = await device.openFile(conversation, item, { version });
        const found = new Uint8Array(await (await file.blob("")).arrayBuffer());
        await file.close();
        return found.length === bytes.length && found.every((byte, at) => byte === bytes[at]);
      };
      const folder = await v.file({ type: "createFolder", conversation, name: "Dienstpläne" });
      await v.pause();
      const item = await v.putFile(conversation, folder, new Blob([bytes]), "Dezember.bin");
      Object.assign(day, { folder, item });
      const [waiting] = await kit.rows(v.transfers(), (rows) => rows.length > 0);
      const unsent = await v.file({ type: "outboxItems" });
      // From part to part, until nothing is on its way any more.
      const done = [];
      await kit.rows(v.transfers(), async (rows) => {
        await v.follow();
        if (rows[0]) done.push(rows[0].done);
        return rows.length === 0;
      });
      const [row] = await kit.rows(nora.files(conversation, folder), (rows) => rows.length > 0);
      await nora.file({ type: "downloadFile", conversation, item });
      await kit.rows(nora.files(conversation, folder), ([row]) => row?.here);
      const same = await day.same(nora, item);
      const { used } = await nora.gather({ type: "storageOf", conversation });
      await nora.file({ type: "freeFile", conversation, item });
      const { here } = await nora.file({ type: "file", conversation, item });
      const bad = await day.code(v.putFile(conversation, null, new Blob([bytes]), "a/b"));
      return {
        waiting, stage: unsent.find((row) => row.event === item).state, done, row, same, used, here, bad,
      };
    },
    ({ waiting, stage, done, row, same, used, here, bad }) => {
      assert.deepEqual([waiting.name, waiting.direction, waiting.done, stage], ["Dezember.bin", "up", 0, "files"]);
      assert.ok(waiting.total > 6_000_000 && used > 6_000_000);
      assert.deepEqual(done, done.toSorted((a, b) => a - b));
      assert.deepEqual([row.name, row.kind, row.size, row.here], ["Dezember.bin", "file", 6_000_000, false]);
      assert.deepEqual([row.authorName, same, here, bad], ["Dora Dietz", true, false, "file-name"]);
    },
  );

  await told(
    "a file is renamed, moved, and gets another version",
    async () => {
      const { ward: conversation, folder, item } = day;
      await nora.file({ type: "renameFile", conversation, item, name: "Winter.bin" });
      const archive = await nora.file({ type: "createFolder", conversation, folder, name: "Archiv" });
      await nora.file({ type: "moveFile", conversation, item, folder: archive });
      const second = await nora.putVersion(conversation, item, new Blob(["neu"]));
      const [row] = await kit.rows(v.files(conversation, archive), ([row]) => row?.versions === 2);
      const open = await v.openFile(conversation, item);
      const text = await (await open.blob("")).text();
      await open.close();
      const first = await day.same(v, item, item);
      const versions = await v.file({ type: "fileVersions", conversation, item });
      await v.file({ type: "restoreVersion", conversation, item, version: item });
      await kit.rows(nora.files(conversation, archive), ([row]) => row?.size === 6_000_000);
      const copy = await v.file({ type: "copyFile", conversation, item, to: day.chat });
      const copies = await kit.rows(nora.files(day.chat), ([row]) => row?.event === copy);
      const codes = [
        await day.code(nora.file({ type: "moveFile", conversation, item: folder, folder: archive })),
        await day.code(nora.file({ type: "renameFile", conversation, item: day.none.event, name: "x" })),
      ];
      const listed = versions.map((row) => [row.event === second, row.event === item, row.current]);
      return { row, text, first, listed, copies: copies.map((row) => row.name), codes };
    },
    ({ row, text, first, listed, copies, codes }) => {
      assert.deepEqual([row.name, row.authorName, row.size], ["Winter.bin", "Nora Nurse", 3]);
      assert.deepEqual([text, first, copies], ["neu", true, ["Winter.bin"]]);
      assert.deepEqual(listed, [[true, false, true], [false, true, false]]);
      assert.deepEqual(codes, ["not-allowed", "not-found"]);
    },
  );

  await told(
    "photos of messages lie in a folder, and what was deleted comes back",
    async (photo) => {
      const { ward: conversation, folder, item } = day;
      const event = await v.sendPhoto(conversation, new Uint8Array(photo), "Ferse links");
      const [photos] = await kit.rows(nora.files(conversation), ([row]) => row?.kind === "photos");
      const title = await nora.file({ type: "photosFolder", language: "german" });
      const [row] = await nora.file({ type: "files", conversation, folder: "photos" });
      const hers = await day.code(nora.file({ type: "deleteFiles", conversation, items: [folder] }));
      const root = async () => (await v.file({ type: "files", conversation, folder: "root" })).map((row) => row.name);
      const deletes = await v.file({ type: "deleteFiles", conversation, items: [folder] });
      const without = await root();
      const [held] = await v.file({ type: "outboxItems" });
      const undone = await v.message({ type: "undoDelete", conversation, deletes });
      const again = await root();
      await v.message({ type: "delete", conversation, events: [item] });
      await kit.rows(nora.files(conversation, folder), ([row]) => row?.items === 0);
      const gone = await day.code(nora.openFile(conversation, item));
      return {
        photos: [title, photos.items, row.event === event, row.name], codes: [hers, gone], without, again, undone,
        held: held.state,
      };
    },
    ({ photos, codes, without, again, undone, held }) => {
      assert.deepEqual(photos, ["Fotos", 1, true, "Ferse links"]);
      assert.deepEqual(codes, ["not-allowed", "not-found"]);
      assert.deepEqual([without, held, undone, again], [[""], "held", true, ["", "Dienstpläne"]]);
    },
    [...fs.readFileSync(PHOTO)],
  );

  await plans({ told });

  await told(
    "parts of words are found, umlauts in any spelling, and highlighted",
    async () => {
      const conversation = day.ward;
      const compound = await day.says(nora, conversation, "Kompressionsverband gewechselt, Größe unverändert");
      await day.arrived(v, conversation, compound);
      const word = await day.says(v, conversation, "Verband trocken");
      const marked = (hit) => hit.marks.map(({ start, len }) => hit.excerpt.slice(start, start + len));
      const hits = await day.search(v, { words: "verband", conversation });
      const large = await day.search(v, { words: "groesse wechsel", conversation });
      const phrase = await day.search(v, { words: '"verband trocken"' });
      const found = await v.search({ type: "everywhere", words: "nora", limit: 20 });
      return {
        // Whole words first, then parts of others.
        order: hits.map((hit) => [hit.event === word, hit.event === compound]),
        marks: [...hits, ...large].map(marked), phrase: phrase.map((hit) => hit.event === word),
        hint: await v.search({ type: "hint", query: { words: "xylophon" }, language: "german" }),
        people: found.people.map((row) => row.id === day.who),
        chat: found.conversations.some((row) => row.id === day.chat),
      };
    },
    ({ order, marks, phrase, hint, people, chat }) => {
      assert.deepEqual(order, [[true, false], [false, true]]);
      assert.deepEqual(marks, [["Verband"], ["verband"], ["wechsel", "Größe"]]);
      assert.deepEqual([phrase, people, chat], [[true], [true], true]);
      assert.match(hint, /gefunden/);
    },
  );

  await told(
    "what is found is by one person, of one kind, with a photo",
    async () => {
      const query = { words: "verband", conversation: day.ward };
      const hers = await day.search(v, { ...query, author: day.who });
      const surveys = await day.search(nora, { words: "sommerfest", kind: "survey" });
      const photos = await day.search(nora, { words: "ferse", conversation: day.ward, withPhoto: true });
      const [{ position: after }] = await day.search(v, query, 1);
      const [all, rest] = [await day.search(v, query), await day.search(v, { ...query, after })];
      const wait = kit.rows(v.hits(query), (rows) => rows.length === 3);
      const event = await day.says(nora, day.ward, "Saugverband angelegt");
      const unknown = await day.code(day.search(v, { ...query, kind: "telegram" }));
      return {
        names: hers.map((hit) => hit.authorName), kinds: surveys.map((hit) => hit.kind),
        photos: photos.map((hit) => hit.photo !== null && hit.thumbnail.length > 1000),
        pages: [all.slice(1).map((hit) => hit.event), rest.map((hit) => hit.event)],
        came: (await wait).some((hit) => hit.event === event), unknown,
      };
    },
    ({ names, kinds, photos, pages, came, unknown }) => {
      assert.deepEqual([names, kinds, photos], [["Nora Nurse"], ["survey"], [true]]);
      assert.deepEqual(pages[0], pages[1]);
      assert.deepEqual([came, unknown], [true, "not-found"]);
    },
  );

  await told(
    "a draft is kept until something is sent",
    async () => {
      const conversation = day.ward;
      const keep = (id) => nora.message({ type: "setDraft", conversation: id, text: "Zimmer 12 braucht noch" });
      await keep(conversation);
      const { draft } = await day.row(nora, conversation, (row) => row.draft !== "");
      await day.says(nora, conversation, "Zimmer 12 braucht noch Tee");
      await day.row(nora, conversation, (row) => row.draft === "");
      const form = { conversation, form: "wound" };
      await nora.perform({ type: "keepDraft", draft: form, text: "Ferse links" });
      const kept = await nora.perform({ type: "draft", draft: form });
      await nora.perform({ type: "dropDraft", draft: form });
      const gone = await nora.perform({ type: "draft", draft: form });
      return [draft, await day.code(keep(day.none.conversation)), kept, gone];
    },
    (found) => assert.deepEqual(found, ["Zimmer 12 braucht noch", "not-found", "Ferse links", null]),
  );

  await told(
    "one message goes into several conversations, and is forwarded",
    async () => {
      const { ward, chat, own } = day;
      const message = { text: "Heute keine Visite" };
      const send = (conversations) => v.message({ type: "broadcast", conversations, message });
      const [first, second] = await send([ward, chat]);
      const texts = [(await day.arrived(nora, ward, first)).text, (await day.arrived(nora, chat, second)).text];
      const before = (await day.newest(v, chat)).length;
      const codes = [await day.code(send([chat, day.none.conversation]))];
      const after = (await day.newest(v, chat)).length;
      const forward = (event) => nora.message({ type: "forward", conversation: ward, event, to: [own] });
      const [copy] = await forward(first);
      const [row] = await day.newest(nora, own, 1);
      codes.push(await day.code(forward(day.none.event)));
      return { texts, codes, none: before === after, row: [row.event === copy, row.forwarded] };
    },
    ({ texts, codes, none, row }) => {
      assert.deepEqual(texts, Array(2).fill("Heute keine Visite"));
      assert.deepEqual([codes, none, row], [["not-found", "not-found"], true, [true, true]]);
    },
  );

  await told(
    "a place is sent if the policy permits it",
    async () => {
      const location = { latitude: 52_520_000, longitude: 13_405_000, accuracy: 20 };
      const send = () => nora.message({ type: "send", conversation: day.ward, message: { location } });
      const { code, reference } = await kit.failure(send());
      const policy = await v.administer({ type: "policy" });
      await v.administer({ type: "setPolicy", policy: { ...policy, location: true, readReceipts: true } });
      await nora.perform({ type: "sync" });
      return [code, reference, (await day.arrived(v, day.ward, await send())).location];
    },
    (found) => {
      assert.deepEqual(found, ["policy", "location", { latitude: 52_520_000, longitude: 13_405_000, accuracy: 20 }]);
    },
  );

  await told(
    "who tells what she reads is seen to read and to type",
    async () => {
      const conversation = day.ward;
      await nora.perform({ type: "markRead", conversation });
      const event = await day.says(v, conversation, "Bitte lesen");
      await day.arrived(nora, conversation, event);
      const until = async (wanted) => {
        const own = (rows) => rows.find((row) => row.event === event && wanted(row));
        return own(await kit.rows(v.messages(conversation), own));
      };
      const { readBy } = await until((row) => row.receivedBy === 1);
      const before = await nora.gather({ type: "readReceipts" });
      await nora.gather({ type: "setReadReceipts", on: true });
      const after = await nora.gather({ type: "readReceipts" });
      await nora.perform({ type: "markRead", conversation });
      await until((row) => row.readBy === 1);
      const receipts = await v.gather({ type: "receipts", conversation, event });
      // It is said again while she does.
      const typing = await day.settled(async () => {
        await nora.gather({ type: "setTyping", conversation });
        return (await v.gather({ type: "typing", conversation }))[0];
      });
      const missing = await day.code(v.gather({ type: "receipts", conversation, event: day.none.event }));
      return { tells: [readBy, before, after], receipts, who: day.who, typing, missing };
    },
    ({ tells, receipts, who, typing, missing }) => {
      assert.deepEqual(tells, [0, false, true]);
      assert.deepEqual(receipts, [{ member: who, name: "Nora Nurse", received: true, read: true }]);
      assert.deepEqual([typing, missing], [who, "not-found"]);
    },
  );

  await wounds({ told, photo: [...fs.readFileSync(PHOTO)], label: [...fs.readFileSync(LABEL)] });

  await test("whoever joins with the command line client has the same", async () => {
    const bytes = fs.readFileSync(PHOTO).subarray(20_000, 90_000);
    const events = await page.evaluate(async (bytes) => {
      await v.putFile(day.ward, null, new Blob([new Uint8Array(bytes)]), "Plan.bin");
      await day.settled(async () => (await v.status()).waiting === 0);
      return (await day.newest(v, day.ward, 200)).map((row) => row.event);
    }, [...bytes]);
    const inside = async () => {
      await colleague.run("sync");
      return (await colleague.run("conversations")).some((row) => row.title === "Station 3");
    };
    assert.equal(await inside(), false);
    await colleague.run("channel", "join", "Station 3");
    // The page lets her in.
    while (!(await inside()));
    const file = path.join(folder, "plan.bin");
    await colleague.run("files", "get", "Station 3", "Plan.bin", file);
    assert.deepEqual(fs.readFileSync(file), bytes);
    assert.deepEqual((await colleague.run("read", "Station 3", "--limit", "200")).map((row) => row.event), events);
    const [closed] = await colleague.run("surveys", "list", "Station 3");
    assert.equal(closed.state, "closed");
    await page.evaluate(() => nora.close());
  });
}
