// A wound and its photos, from the first look to the patient's record. Kotlin and Swift play the same, test for test.

import assert from "node:assert/strict";

/** The day of `team.mjs` goes on, whose `told` plays in the page. */
export async function wounds({ told, photo, label }) {
  await told(
    "a wound is described, photographed in two steps, and seen by everybody",
    async (photo) => {
      const conversation = day.ward;
      day.photo = new Uint8Array(photo);
      day.notes = (device, command) => device.record({ conversation, ...command }, "german");
      day.heel = {
        patient: "Fall 4711", site: { view: "back", x: 440, y: 960, region: "heel", side: "left", clock: 6 },
        kind: "pressure-ulcer", stage: "pressure-2", since: "2026-10", recurrent: null, position: "linke Seitenlage",
        note: "",
      };
      day.finding = (more) => ({
        examinedAt: 0, length: null, width: null, depth: null, area: null, measured: "ruler", undermining: [],
        tissue: [{ tissue: "granulation", percent: 60 }, { tissue: "fibrin", percent: 40 }], edge: ["macerated"],
        skin: [], exudateAmount: "moderate", exudateKind: "", exudateColour: "", odour: "", pain: 4, infection: [],
        dressing: "Alginat", nextChange: null, note: "", ...more,
      });
      /** Waits until a wound stands in somebody's list as wanted. */
      day.seen = async (device, wound, wanted = () => true) => {
        const own = (rows) => rows.find((row) => row.event === wound && wanted(row));
        return own(await kit.rows(device.wounds(conversation), own));
      };
      const make = (details) => day.notes(v, { type: "createWound", details });
      const unnamed = await day.code(make({ ...day.heel, kind: "dragon-bite" }));
      const wound = await make(day.heel);
      day.wound = wound;
      await day.seen(nora, wound);
      const ghostly = () => day.notes(nora, { type: "woundGhost", wound });
      const before = await ghostly();
      const consent = {
        state: "given", by: "representative", at: null, purposes: ["photos", "storage"], note: "in der Mappe",
      };
      await day.notes(nora, { type: "setWoundConsent", wound, consent });
      const photos = ["overview", "close-up"].map((role) => ({ role, photo: day.photo }));
      const taken = await day.notes(nora, { type: "sendWoundPhotoFiles", wound, photos });
      await day.notes(v, { type: "recordFinding", wound, finding: day.finding({ length: 30, width: 20 }) });
      const row = await day.seen(nora, wound, (row) => row.photos === 2 && row.findings === 1 && !row.waiting);
      const terms = await day.notes(nora, { type: "woundTerms", language: "german" });
      return {
        unnamed, before, consent, taken, row, details: day.heel, ghost: await ghostly(), mine: wound,
        roles: (await day.notes(nora, { type: "woundPhotos", wound })).map((photo) => photo.role),
        wound: await day.notes(v, { type: "woundOfPhoto", photo: taken[0] }),
        words: terms.filter((term) => term.list === "region" && term.code === "heel").map((term) => term.word),
      };
    },
    ({ unnamed, before, consent, taken, row, details, ghost, mine, roles, wound, words }) => {
      assert.deepEqual([unnamed, before], ["wound", null]);
      assert.deepEqual([row.details, row.consent], [details, consent]);
      assert.deepEqual([row.area, row.areaBySides], [600, true]);
      assert.deepEqual([ghost.last.event, ghost.position], [taken[1], "linke Seitenlage"]);
      assert.deepEqual([roles, wound, words], [["overview", "close-up"], mine, ["Ferse"]]);
    },
    photo,
  );

  await told(
    "a finding is corrected and one struck, and what they said stays",
    async () => {
      const { wound } = day;
      const items = await day.notes(nora, { type: "woundTimeline", wound, limit: 50 });
      const finding = items.find((item) => item.kind === "found").event;
      const content = day.finding({ length: 32, width: 20 });
      await day.notes(v, { type: "correctFinding", finding, content, reason: "verlesen" });
      await day.seen(nora, wound, (row) => row.area === 640);
      const said = await day.notes(nora, { type: "findingVersions", finding });
      const wrong = await day.notes(nora, { type: "recordFinding", wound, finding: day.finding({ area: 9_000 }) });
      await day.notes(nora, { type: "strikeFinding", finding: wrong, reason: "anderer Patient" });
      const struck = (rows) => rows.some((row) => row.event === wrong && row.struck && !row.waiting);
      const course = await kit.rows(nora.woundCourse(day.ward, wound), struck);
      const missing = day.notes(nora, { type: "findingVersions", finding: day.none.event });
      return {
        said: said.map((version) => [version.content.length, version.reason]),
        corrections: course.find((item) => item.event === finding).corrections,
        area: (await day.notes(nora, { type: "wound", wound })).area, missing: await day.code(missing),
      };
    },
    ({ said, corrections, area, missing }) => {
      assert.deepEqual(said, [[32, "verlesen"], [30, ""]]);
      assert.deepEqual([corrections, area, missing], [1, 640, "not-found"]);
    },
  );

  await told(
    "six weeks without healing put a question, which is answered",
    async () => {
      const details = { ...day.heel, patient: "Fall 4712" };
      const wound = await day.notes(v, { type: "createWound", details });
      for (const [days, area] of [[43, 500], [20, 480], [0, 470]]) {
        const finding = day.finding({ examinedAt: Date.now() - days * 86_400_000, area });
        await day.notes(v, { type: "recordFinding", wound, finding });
      }
      await day.seen(nora, wound, (row) => row.question);
      const curve = await day.notes(nora, { type: "woundCurve", wound });
      const questions = await day.notes(nora, { type: "woundQuestions" });
      const sentence = await day.notes(nora, { type: "sixWeekQuestion", language: "german" });
      const answer = (answer, note) => day.notes(nora, { type: "answerSixWeeks", wound, answer, note });
      const open = await day.code(answer("later", ""));
      await answer("opinion", "Wundambulanz");
      await day.seen(v, wound, (row) => !row.question);
      const asked = questions.map((row) => row.event);
      return { areas: curve.map((point) => point.area), asked, wound, sentence, open };
    },
    ({ areas, asked, wound, sentence, open }) => {
      assert.deepEqual([areas, asked, open], [[500, 480, 470], [wound], "wound"]);
      assert.match(sentence, /zweite Meinung/);
    },
  );

  await told(
    "a wound is closed, and opened again",
    async () => {
      const { wound } = day;
      await day.notes(v, { type: "closeWound", wound, reason: "healed", note: "Epithel geschlossen" });
      const { closedReason, closedByName } = await day.seen(nora, wound, (row) => row.closed);
      const late = await day.code(day.notes(nora, { type: "recordFinding", wound, finding: day.finding() }));
      await day.notes(nora, { type: "reopenWound", wound, note: "" });
      await day.seen(v, wound, (row) => !row.closed);
      const versions = await day.notes(nora, { type: "woundVersions", wound });
      const closed = versions.map((version) => version.closed).filter((closed) => closed !== null);
      return { row: [closedReason, closedByName], late, closed };
    },
    ({ row, late, closed }) => {
      assert.deepEqual([row, late, closed], [["healed", "Dora Dietz"], "wound", [false, true]]);
    },
  );

  await told(
    "a report leaves for the record, seen by everybody, if the policy permits it",
    async () => {
      const { ward, wound } = day;
      /** Changes the policy, and lets the nurse know. */
      day.rules = async (change) => {
        const policy = await v.administer({ type: "policy" });
        await v.administer({ type: "setPolicy", policy: { ...policy, ...change } });
        await nora.perform({ type: "sync" });
      };
      const report = await v.woundReport(ward, wound, "german");
      const made = (rows) => rows.find((row) => row.kind === "exported");
      const { byName } = made(await kit.rows(nora.woundCourse(ward, wound), made));
      await day.rules({ export: false });
      const { code, reference } = await kit.failure(nora.woundReport(ward, wound, "german"));
      await day.rules({ export: true });
      return [new TextDecoder().decode(report.slice(0, 5)), byName, code, reference];
    },
    (found) => assert.deepEqual(found, ["%PDF-", "Dora Dietz", "policy", "export"]),
  );

  await told(
    "what is in the patient's record is marked, and what is not is listed",
    async () => {
      const { ward: conversation, wound } = day;
      day.records = (device, command) => device.patientRecord({ conversation, ...command }, "german");
      const items = [wound];
      const open = async () =>
        (await day.records(nora, { type: "undocumented" })).some((row) => row.wound === wound);
      const there = () => day.records(nora, { type: "isDocumented", item: wound });
      const before = await open();
      await day.records(nora, { type: "markDocumented", items, record: "Papierakte", document: "Blatt 3" });
      const listed = await open();
      const made = (rows) => rows.some((row) => row.kind === "documented" && !row.waiting);
      for (const device of [nora, v]) await kit.rows(device.woundCourse(conversation, wound), made);
      const marked = [await there(), listed];
      const [said] = await day.records(v, { type: "documentedTrace", item: wound });
      await day.records(nora, { type: "withdrawDocumented", items, reason: "falsche Akte" });
      return { before, marked, after: [await there(), await open()], said: [said.record, said.document, said.byName] };
    },
    ({ before, marked, after, said }) => {
      assert.deepEqual([before, marked, after], [true, [true, false], [false, true]]);
      assert.deepEqual(said, ["Papierakte", "Blatt 3", "Nora Nurse"]);
    },
  );

  await told(
    "a bundle and a package leave for the record",
    async () => {
      const { ward, wound } = day;
      const text = (bytes) => new TextDecoder().decode(bytes.slice(0, 2));
      const bundle = await nora.exports.fhir(ward, wound, "german");
      const packed = await nora.exports.package(ward, wound, "german");
      // Each photo by itself goes nowhere without TLS, and what is no photo of the wound is named.
      const [target, context] = [{ name: "KIS", url: "http://kis.example.org/fhir" }, { patient: "Patient/1", encounter: "" }];
      const sent = (photos, to) =>
        nora.exports.uploadPhotos(ward, wound, photos, { ...target, url: to }, context, "german").catch((error) => error.code);
      const refused = [await sent(null, target.url), await sent([wound], "https://127.0.0.1:1/fhir")];
      return [text(bundle).at(0), text(packed), ...refused];
    },
    (found) => assert.deepEqual(found, ["{", "PK", "record", "not-found"]),
  );

  await told(
    "a photo waits in the tray, is filed and moved to its wound",
    async () => {
      const { own, ward, wound } = day;
      const asks = (command) => nora.album(command, "german");
      const listed = (place, more) => asks({ type: "photos", query: { place, ...more }, limit: 10 });
      const photo = await asks({ type: "capture", photo: day.photo, caption: "Ferse", patient: "", camera: true });
      const unsorted = (await listed("unsorted")).some((row) => row.event === photo);
      await asks({ type: "filePhotos", conversation: own, photos: [photo], patient: "Fall 4711" });
      const sorted = await listed("unsorted");
      const [row] = await listed("tray", { patient: "Fall 4711" });
      const filings = await asks({ type: "photoFilings", conversation: own, photo });
      const patients = (await asks({ type: "patients" })).map((row) => row.patient);
      const [moved] = await asks({ type: "movePhotos", from: own, photos: [photo], to: ward, wound });
      const { text } = await day.arrived(v, ward, moved);
      await day.seen(nora, wound, (row) => row.photos === 3);
      const { files } = await asks({ type: "storageUse" });
      return {
        unsorted, sorted, left: row.daysLeft, filed: filings.map((row) => [row.patientBefore, row.patient]), patients,
        text, tray: await listed("tray"), files,
      };
    },
    ({ unsorted, sorted, left, filed, patients, text, tray, files }) => {
      assert.deepEqual([unsorted, sorted, left, filed], [true, [], 30, [["", "Fall 4711"]]]);
      assert.ok(patients.includes("Fall 4711") && files > 0);
      assert.deepEqual([text, tray], ["Ferse", []]);
    },
  );

  await told(
    "what would vanish is foretold before it is decided",
    async () => {
      const { ward: conversation } = day;
      const asks = (device, command) => device.retaining(command, "german");
      const stays = await asks(nora, { type: "stays", conversation });
      const { retentionDays } = await v.administer({ type: "policy" });
      const preview = async (days) => (await asks(v, { type: "preview", conversation, ahead: 366, ...days }))[0];
      const [then, now] = [await preview({ days: 30 }), await preview({})];
      const warnings = await asks(nora, { type: "warnings" });
      const words = await asks(nora, { type: "keptInWords", kept: "undocumented" });
      const { days, people, vanishing, counts } = then;
      return { stays, then: [days, people], some: vanishing.length * counts.length, said: then.words, now: now.days, retentionDays, warnings, words };
    },
    ({ stays, then, some, said, now, retentionDays, warnings, words }) => {
      assert.deepEqual([stays.retention.days, now], [retentionDays, retentionDays]);
      assert.deepEqual([then, warnings], [[30, 2], []]);
      assert.ok(stays.words && some > 0 && said && words);
    },
  );

  await told(
    "what is covered on a photo is gone from it, also after it was sent",
    async () => {
      const { ward } = day;
      const covering = (x, width) => {
        const shape = { type: "rectangle", x, y: 10, width, height: 60 };
        return { marks: [{ type: "cover", shape, fill: "solid" }], checked: false };
      };
      const event = await nora.sendPhoto(ward, day.photo, "Ferse", covering(10, 80), "german");
      const outside = await nora.sendPhoto(ward, day.photo, "", covering(100_000, 80), "german").catch((error) => error);
      const { photo } = await day.arrived(v, ward, event);
      const proposals = await v.proposeMarks(photo, "german");
      const again = await nora.redactPhoto(ward, event, covering(200, 40), "german");
      const { text } = await day.arrived(v, ward, again);
      const rows = await day.newest(v, ward);
      const other = await v.sendPhoto(ward, day.photo, "");
      await day.arrived(nora, ward, other);
      const hers = await day.code(nora.redactPhoto(ward, other, covering(0, 9), "german"));
      const old = rows.some((row) => row.event === event && row.photo);
      return { outside: [outside.code, outside.sentence], proposals, text, old, hers };
    },
    ({ outside, proposals, text, old, hers }) => {
      assert.equal(outside[0], "mark");
      assert.match(outside[1], /neben dem Foto/);
      assert.ok(proposals.text && proposals.found.every((proposal) => proposal.kind === "code"));
      assert.deepEqual([text, old, hers], ["Ferse", false, "not-allowed"]);
    },
  );

  await told(
    "where it is required, nothing leaves that nobody looked through",
    async () => {
      await day.rules({ redaction: "required" });
      const unseen = await day.code(nora.sendPhoto(day.ward, day.photo, ""));
      await day.arrived(v, day.ward, await nora.sendPhoto(day.ward, day.photo, "", { marks: [], checked: true }));
      await day.rules({ redaction: "offered" });
      return unseen;
    },
    (unseen) => assert.equal(unseen, "not-looked-through"),
  );

  await told(
    "a wristband says whose a wound is, by the pattern of the house",
    async (label) => {
      const picture = new Uint8Array(label);
      const read = (picture) => nora.codes.readPatientCode(picture, "german");
      const refused = (call) => call.catch(({ code, reference, sentence }) => ({ code, reference, sentence }));
      const free = await read(picture);
      const flaw = await refused(day.rules({ patientPatterns: ["F9{8}"] }));
      await day.rules({ patientPatterns: ["<'F'>9{8}"] });
      const [code] = await read(picture);
      const bitmap = await createImageBitmap(new Blob([picture]));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      canvas.drawImage(bitmap, 0, 0);
      const seen = await nora.codes.readPatientFrame(canvas.getImageData(0, 0, bitmap.width, bitmap.height), "german");
      const fits = [await nora.codes.fitsPatientPattern("20260417"), await nora.codes.fitsPatientPattern("Bett 3")];
      await day.rules({ patientPatterns: ["'P'9{8}"] });
      const other = await refused(read(picture));
      const none = await refused(read(day.photo));
      const empty = await refused(nora.codes.readPatientFrame(new ImageData(64, 48), "german"));
      const field = await nora.codes.tryPatientPattern("(8018)9{18}", "(8018)401234500000012345", "german");
      const misfit = await nora.codes.tryPatientPattern("9{8}", "F20260417", "german");
      await day.rules({ patientPatterns: [] });
      return { free, flaw, code, seen, fits, other, none, empty, tried: [field, misfit] };
    },
    ({ free, flaw, code, seen, fits, other, none, empty, tried }) => {
      assert.deepEqual(free.map((code) => code.reference), ["F20260417"]);
      assert.deepEqual([flaw.code, flaw.reference], ["pattern", "1"]);
      assert.equal(code.reference, "20260417");
      assert.ok(code.area.width > 300 && code.area.x > 100);
      assert.deepEqual([seen.map((code) => code.reference), fits], [["20260417"], [true, false]]);
      assert.deepEqual([other.code, other.reference], ["wound", "other-code"]);
      assert.match(other.sentence, /gehört nicht zu einem Patienten/);
      assert.deepEqual([none.reference, empty.reference], ["no-code", "no-code"]);
      assert.deepEqual(tried, ["401234500000012345", null]);
    },
    label,
  );
}
