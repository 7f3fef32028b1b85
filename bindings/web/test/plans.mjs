// What a team agrees on: surveys, appointments, who is responsible. Kotlin and Swift play the same, test for test.

import assert from "node:assert/strict";

/** A file as another calendar writes it: one appointment, and one whose day nobody can read. */
const FILE = `BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:fortbildung-1
SUMMARY:Fortbildung
DTSTART;TZID=Europe/Berlin:20270317T140000
DTEND;TZID=Europe/Berlin:20270317T160000
END:VEVENT
BEGIN:VEVENT
UID:kaputt
DTSTART:gestern
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");

/** The day of `team.mjs` goes on, whose `told` plays in the page. */
export async function plans({ told }) {
  await told(
    "a survey is drafted, asked, answered by both, and read while it is open",
    async () => {
      const conversation = day.ward;
      day.asks = (device, command) => device.survey({ conversation, ...command }, "german");
      const form = { type: "single", options: ["Garten", "Halle"], other: true };
      const slots = [
        { start: 1_820_000_000_000, end: null, wholeDay: false },
        { start: 1_820_016_000_000, end: null, wholeDay: true },
      ];
      const questions = [
        { text: "Wo feiern wir?", form, required: true },
        { text: "Wann?", form: { type: "dates", slots }, required: false },
      ];
      const survey = {
        title: "Sommerfest", description: "Bitte bis Freitag", questions, deadline: null, secret: false, changeable: true,
      };
      const keep = (survey, draft) => day.asks(v, { type: "keepSurveyDraft", survey, draft });
      const draft = await keep({ ...survey, questions: [] });
      const publish = () => day.asks(v, { type: "publishSurveyDraft", draft });
      const { code, reference, sentence } = await publish().catch((error) => error);
      const same = (await keep(survey, draft)) === draft;
      const kept = await day.asks(v, { type: "surveyDraft", draft });
      const [{ state }] = await day.asks(v, { type: "surveys" });
      const secrecy = await day.asks(v, { type: "surveySecrecy", secret: false });
      day.feast = await publish();

      const [row] = await kit.rows(nora.surveys(conversation), (rows) => rows.length > 0);
      const asked = await day.asks(nora, { type: "survey", survey: day.feast });
      const vote = (device, answers) => day.asks(device, { type: "vote", survey: day.feast, answers });
      const choice = (options, other = null) => ({ type: "choice", options, other });
      await vote(nora, [choice([0]), { type: "dates", slots: ["yes", "no"] }]);
      const changed = [choice([1]), { type: "dates", slots: ["yes", "maybe"] }];
      await vote(nora, changed);
      await vote(v, [choice([], "Dach"), { type: "skipped" }]);
      await kit.rows(nora.surveys(conversation), ([row]) => row.votes === 2 && row.ownVote === "counted");
      return {
        survey, changed, flaw: [code, reference], sentence, kept, same, state, secrecy, row, asked: asked.questions,
        mine: row.event === day.feast, seen: await day.asks(nora, { type: "surveyResults", survey: day.feast }),
        own: (await day.asks(nora, { type: "survey", survey: day.feast })).ownAnswers,
      };
    },
    (found) => {
      assert.deepEqual([found.flaw, found.same, found.state], [["survey", "questions"], true, "draft"]);
      assert.match(found.sentence, /mindestens eine/);
      assert.match(found.secrecy, /wer was gewählt hat/);
      assert.deepEqual([found.kept, found.asked], [found.survey, found.survey.questions]);
      assert.deepEqual([found.row.title, found.row.questions, found.row.canVote], ["Sommerfest", 2, true]);
      assert.ok(found.mine);
      const { seen } = found;
      assert.deepEqual([seen.state, seen.votes], ["live", 2]);
      assert.deepEqual(seen.voters.map((voter) => voter.name), ["Dora Dietz", "Nora Nurse"]);
      const [places, days] = seen.questions;
      assert.deepEqual(places.bars.map((bar) => [bar.count, bar.share]), [[0, 0], [1, 500], [1, 500]]);
      assert.deepEqual([places.texts, days.answered], [["Dach"], 1]);
      assert.deepEqual(days.bars.map((bar) => [bar.count, bar.maybe, bar.best]), [[1, 0, true], [0, 1, false]]);
      assert.deepEqual(found.own, found.changed);
    },
  );

  await told(
    "a survey is closed, and leaves as a table",
    async () => {
      const survey = day.feast;
      const hers = await day.code(day.asks(nora, { type: "closeSurvey", survey }));
      await day.asks(v, { type: "closeSurvey", survey });
      await kit.rows(nora.surveys(day.ward), ([row]) => row.state === "closed");
      const answers = [{ type: "skipped" }, { type: "skipped" }];
      const late = await day.asks(nora, { type: "vote", survey, answers }).catch((error) => error);
      const { state } = await day.asks(nora, { type: "surveyResults", survey });
      const table = async (table) => {
        const csv = await day.asks(nora, { type: "surveyCsv", survey, table, utcOffsetS: 3600 });
        return new TextDecoder().decode(csv).split("\r\n");
      };
      const [counts, votes] = [await table("counts"), await table("votes")];
      await day.asks(v, { type: "archiveSurvey", survey, archived: true });
      await kit.rows(nora.surveys(day.ward), ([row]) => row.archived);
      const missing = await day.code(day.asks(nora, { type: "survey", survey: day.none.event }));
      return { codes: [hers, missing], late: [late.code, late.reference, late.sentence], state, counts, votes };
    },
    ({ codes, late, state, counts, votes }) => {
      assert.deepEqual(codes, ["not-allowed", "not-found"]);
      assert.deepEqual(late, ["survey", "closed", "Die Umfrage ist beendet."]);
      assert.equal(state, "final");
      assert.ok(counts.includes("Wo feiern wir?;Halle;1;50,0;;"), `${counts}`);
      assert.ok(votes.some((line) => line.startsWith("Nora Nurse;Halle;")), `${votes}`);
    },
  );

  await told(
    "a secret survey of two tells nobody anything",
    async () => {
      const form = { type: "rating", steps: 5, low: "gar nicht", high: "sehr" };
      const questions = [{ text: "Wie zufrieden sind Sie?", form, required: true }];
      const rules = { deadline: null, secret: true, changeable: false };
      const asked = { title: "Dienstplan", description: "", questions, ...rules };
      const survey = await day.asks(v, { type: "publishSurvey", survey: asked });
      const secrecy = await day.asks(nora, { type: "surveySecrecy", secret: true });
      const until = (wanted) =>
        kit.rows(nora.surveys(day.ward), (rows) => rows.some((row) => row.event === survey && wanted(row)));
      await until((row) => row.secret);
      const vote = (device, step) => day.asks(device, { type: "vote", survey, answers: [{ type: "rating", step }] });
      await vote(nora, 4);
      const { reference } = await kit.failure(vote(nora, 1));
      await vote(v, 2);
      await until((row) => row.votes === 2 && row.ownVote === "counted");
      const results = (device) => day.asks(device, { type: "surveyResults", survey });
      const open = await results(nora);
      const { ownAnswers } = await day.asks(nora, { type: "survey", survey });
      const hers = (await results(v)).state;
      await day.asks(v, { type: "closeSurvey", survey });
      await kit.rows(nora.surveys(day.ward), async () => (await results(nora)).state === "tooFew");
      const votes = await day.code(day.asks(v, { type: "surveyCsv", survey, table: "votes", utcOffsetS: 0 }));
      return { secrecy, reference, open, ownAnswers, hers, votes };
    },
    ({ secrecy, reference, open, ownAnswers, hers, votes }) => {
      assert.match(secrecy, /^Geheime Umfrage/);
      assert.deepEqual([reference, open.state, open.voters.length, ownAnswers], ["voted", "secret", 2, null]);
      assert.deepEqual([open.questions, open.answers, hers, votes], [[], [], "tooFew", "not-found"]);
    },
  );

  await told(
    "an appointment comes every week at the same hour, also when clocks change",
    async () => {
      const conversation = day.ward;
      day.at = (start, end, rule = "", zone = "Europe/Berlin") => ({ start, end, zone, rule, extra: [] });
      day.appointment = (title, when, more) => ({
        title, place: "Stationszimmer", description: "", when, reminders: [], status: "confirmed", invitees: null,
        open: false, ...more,
      });
      day.makes = (device, conversation, ...what) =>
        device.schedule({ type: "create", conversation, appointment: day.appointment(...what) });
      /** Four weeks of March and April 2027, once they are as wanted. Clocks change on the 28th of March. */
      day.spring = (device, wanted) =>
        kit.rows(device.agenda({ from: "2027-03-15", days: 28, zone: "Europe/Berlin" }), wanted);
      const when = day.at("2027-03-15T06:00", "2027-03-15T07:00", "FREQ=WEEKLY");
      const words = await v.schedule({ type: "recurrenceInWords", when, language: "german" });
      const event = await day.makes(v, conversation, "Übergabe", when);
      day.handover = event;
      const rows = await day.spring(nora, (rows) => rows.length === 4);
      const { occurrence } = rows[1];
      const details = await nora.schedule({ type: "appointment", conversation, event, occurrence, language: "english" });
      const mars = { type: "agenda", from: "2027-03-15", days: 7, zone: "Mars/Olympus" };
      const codes = [await day.code(day.makes(v, conversation, " ", when)), await day.code(nora.schedule(mars))];
      return { when, words, rows, details, codes };
    },
    ({ when, words, rows, details, codes }) => {
      assert.equal(words, "jeden Montag um 06:00");
      assert.deepEqual(rows.map((row) => row.day), ["2027-03-15", "2027-03-22", "2027-03-29", "2027-04-05"]);
      assert.ok(rows.every((row) => row.local.endsWith("T06:00") && !row.changeable));
      assert.deepEqual(rows.map((row) => (row.starts / 3_600_000) % 24), [5, 5, 4, 4]);
      assert.ok(rows.every((row) => row.conversationTitle === "Station 3" && row.authorName === "Dora Dietz"));
      assert.deepEqual([details.occurrence.start, details.when], ["2027-03-22T06:00", when]);
      assert.deepEqual(codes, ["appointment", "not-found"]);
    },
  );

  await told(
    "one occurrence is put off, one called off, later ones renamed",
    async () => {
      const about = { conversation: day.ward, event: day.handover };
      const one = (occurrence) => ({ type: "one", occurrence });
      const change = (scope, change) => v.schedule({ type: "change", ...about, scope, change });
      const cancel = (device, scope) => device.schedule({ type: "cancel", ...about, scope });
      await change(one("20270322T060000"), { when: day.at("2027-03-22T14:00", "2027-03-22T15:00") });
      await cancel(v, one("20270329T060000"));
      await change({ type: "from", occurrence: "20270405T060000" }, { title: "Frührunde" });
      const rows = await day.spring(nora, (rows) => rows.length === 4 && rows[3].title === "Frührunde");
      const codes = [
        await day.code(cancel(nora, { type: "all" })), await day.code(cancel(v, one("20270316T060000"))),
      ];
      return { rows, codes };
    },
    ({ rows, codes }) => {
      assert.deepEqual(rows.map((row) => row.local.slice(-5)), ["06:00", "14:00", "06:00", "06:00"]);
      assert.deepEqual(rows.map((row) => row.status), ["confirmed", "confirmed", "cancelled", "confirmed"]);
      assert.deepEqual(codes, ["not-allowed", "not-found"]);
    },
  );

  await told(
    "an invitation is answered, and what is at the same time is told",
    async () => {
      const [conversation, event, occurrence] = [day.ward, day.handover, "20270322T060000"];
      const answer = (event, answer, occurrence) =>
        nora.schedule({ type: "answer", conversation, event, occurrence, answer });
      await answer(event, "yes");
      await answer(event, "no", occurrence);
      await day.spring(v, (rows) => rows[0].yes === 2 && rows[1].no === 1);
      const attendees = await v.schedule({ type: "attendees", conversation, event, occurrence });
      await day.makes(nora, day.own, "Zahnarzt", day.at("2027-03-15T06:30", "2027-03-15T07:30"));
      const asked = { type: "agenda", from: "2027-03-15", days: 1, zone: "Europe/Berlin" };
      const [hers, mine] = [await nora.schedule(asked), await v.schedule(asked)];
      const times = day.at("2027-03-16T06:00", "2027-03-16T07:00");
      const alone = await day.makes(v, conversation, "Nur für mich", times, { invitees: [] });
      const that = { from: "2027-03-16", days: 1, zone: "Europe/Berlin", conversation };
      await kit.rows(nora.agenda(that), (rows) => rows.length > 0);
      const refused = await day.code(answer(alone, "yes"));
      await v.schedule({ type: "remove", conversation, event: alone, scope: { type: "all" } });
      await kit.rows(nora.agenda(that), (rows) => rows.length === 0);
      return { attendees, hers, mine, refused };
    },
    ({ attendees, hers, mine, refused }) => {
      assert.deepEqual(attendees.map((row) => [row.name, row.answer]), [["Dora Dietz", "yes"], ["Nora Nurse", "no"]]);
      const conflicts = [["Übergabe", "Zahnarzt"], ["Zahnarzt", "Übergabe"]];
      assert.deepEqual(hers.map((row) => [row.title, row.conflict]), conflicts);
      assert.deepEqual([mine.map((row) => row.conflicts), refused], [[0], "not-allowed"]);
    },
  );

  await told(
    "appointments go out as a file, and come in from one",
    async (text) => {
      const conversation = day.ward;
      const zone = "Europe/Berlin";
      const out = await nora.schedule({ type: "export", what: { type: "conversation", conversation }, zone });
      const reads = (device, type, text) =>
        device.schedule({ type, conversation, file: new TextEncoder().encode(text), zone, language: "german" });
      const plan = await reads(v, "planImport", text);
      const imported = await reads(v, "importAppointments", text);
      await day.spring(nora, (rows) => rows.some((row) => row.title === "Fortbildung"));
      // The file in a later state.
      const newer = text.replace("SUMMARY", "SEQUENCE:1\r\nSUMMARY").replace("160000", "170000");
      const hers = await reads(nora, "planImport", newer);
      const undo = () => v.schedule({ type: "undoImport", id: imported.id });
      await undo();
      await day.spring(nora, (rows) => rows.every((row) => row.title !== "Fortbildung"));
      const twice = await day.code(undo());
      const { code, sentence } = await reads(v, "planImport", "%PDF-1.7").catch((error) => error);
      return { out, plan, imported, hers: hers.appointments.map((row) => row.state), twice, broken: [code, sentence] };
    },
    ({ out, plan, imported, hers, twice, broken }) => {
      assert.ok(out.includes("SUMMARY:Übergabe") && out.includes("RRULE:FREQ=WEEKLY") && !out.includes("Nora"));
      assert.deepEqual(plan.appointments.map((row) => [row.title, row.state]), [["Fortbildung", "new"]]);
      assert.equal(plan.flaws.length, 1);
      assert.match(plan.flaws[0], /gestern/);
      assert.deepEqual([imported.new, imported.changed, hers, twice], [1, 0, ["notAllowed"], "not-found"]);
      assert.deepEqual(broken, ["calendar-file", "Das ist keine Kalenderdatei (.ics)."]);
    },
    FILE,
  );

  await told(
    "a reminder is due, put off and put away",
    async () => {
      const conversation = day.ward;
      const [minute, hour] = [60_000, 3_600_000];
      const starts = Math.floor(Date.now() / minute) * minute + hour;
      const local = (moment) => new Date(moment).toISOString().slice(0, 16);
      const when = day.at(local(starts), local(starts + hour), "", "UTC");
      const event = await day.makes(v, conversation, "Chefvisite", when, { reminders: [15] });
      const today = { from: local(starts).slice(0, 10), days: 1, zone: "UTC" };
      await kit.rows(nora.agenda(today), (rows) => rows.some((row) => row.event === event));
      const due = (device) => device.schedule({ type: "dueReminders", until: starts + 2 * hour, zone: "UTC" });
      const [row] = await due(nora);
      const reminder = { conversation, event, occurrence: row.occurrence, minutes: 15 };
      await nora.schedule({ type: "snoozeReminder", reminder, until: row.at + 5 * minute });
      const later = await due(nora);
      const dismiss = (reminder) => nora.schedule({ type: "dismissReminder", reminder });
      await dismiss(reminder);
      return {
        row, early: starts - row.at, later: later.map(({ at, snoozed }) => [at - row.at, snoozed]),
        left: [(await due(nora)).length, (await due(v)).length],
        missing: await day.code(dismiss({ ...reminder, event: day.none.event })),
      };
    },
    ({ row, early, later, left, missing }) => {
      assert.deepEqual([row.title, row.minutes, row.snoozed, early], ["Chefvisite", 15, false, 900_000]);
      assert.deepEqual([later, left, missing], [[[300_000, true]], [0, 1], "not-found"]);
    },
  );

  await told(
    "a role address is made and taken",
    async () => {
      const conversation = day.ward;
      const escalation = { afterMinutes: 30, to: null };
      const settings = { title: "Wunddienst", eligible: { type: "anybody" }, escalation };
      const address = await v.takeCharge({ type: "createRoleAddress", conversation, settings });
      day.duty = address;
      const [row] = await kit.rows(nora.roleAddresses(conversation), (rows) => rows.length > 0);
      const hand = (holders) => nora.takeCharge({ type: "handOver", conversation, address, holders });
      await hand([day.who]);
      await kit.rows(v.roleAddresses(conversation), ([row]) => row.holderNames[0] === "Nora Nurse");
      const [holder] = await v.takeCharge({ type: "holders", conversation, address });
      const changes = await v.takeCharge({ type: "handOvers", conversation, address, limit: 10 });
      const codes = [
        await day.code(nora.takeCharge({ type: "retireRoleAddress", conversation, address })),
        await day.code(hand([day.none.conversation])),
      ];
      return { row, mine: [row.id === address, holder === day.who], changes, codes };
    },
    ({ row, mine, changes, codes }) => {
      assert.deepEqual([row.title, row.escalateAfter, row.mayHold], ["Wunddienst", 30, true]);
      assert.deepEqual([row.mayChange, row.mine, mine], [false, false, [true, true]]);
      assert.deepEqual(changes.map((row) => [row.byName, row.fromNames]), [["Nora Nurse", []]]);
      assert.deepEqual(codes, ["not-allowed", "not-found"]);
    },
  );

  await told(
    "a request is sent to it, taken over and done",
    async () => {
      const { ward: conversation, duty: address } = day;
      const send = (device, address, text) =>
        device.takeCharge({ type: "sendRequest", conversation, address, text });
      day.acts = (device, request, type) =>
        device.takeCharge({ type: "actOnRequest", conversation, request, act: { type } });
      const request = await send(v, address, "Zimmer 12: durchgeblutet");
      const [row] = await kit.rows(nora.requests(), (rows) => rows.length > 0);
      const due = await nora.takeCharge({ type: "dueEscalations", until: row.escalatesAt });
      await day.acts(nora, request, "takeOver");
      await kit.rows(v.requests(), ([row]) => row?.takenByName === "Nora Nurse");
      const codes = [await day.code(day.acts(v, request, "takeOver"))];
      await day.acts(nora, request, "done");
      await kit.rows(v.requests(), (rows) => rows.length === 0);
      const { state, closedByName } = await v.takeCharge({ type: "request", conversation, request });
      const closed = await v.takeCharge({ type: "closedRequests", limit: 10 });
      const acts = await v.takeCharge({ type: "requestActs", conversation, request });
      codes.push(await day.code(send(nora, day.none.event, "Zimmer 12")));
      return {
        row, goesOn: row.escalatesAt - row.sentAt, codes, end: [state, closedByName], acts: acts.map((row) => row.act.type),
        same: [row.event, due[0].request, closed[0].event].map((event) => event === request),
      };
    },
    ({ row, goesOn, codes, end, acts, same }) => {
      assert.deepEqual([row.state, row.forMe, row.addressTitle, row.authorName], ["open", true, "Wunddienst", "Dora Dietz"]);
      assert.deepEqual([goesOn, same, end], [1_800_000, [true, true, true], ["done", "Nora Nurse"]]);
      assert.deepEqual([acts, codes], [["takeOver", "done"], ["not-allowed", "not-found"]]);
    },
  );

  await told(
    "whoever hands over is told what happened since",
    async () => {
      const { ward: conversation, duty: address } = day;
      await nora.perform({ type: "markRead", conversation });
      await nora.takeCharge({ type: "handOver", conversation, address, holders: [day.admin] });
      await kit.rows(v.roleAddresses(conversation), ([row]) => row.mine);
      await day.says(v, conversation, "Zimmer 12 ist versorgt");
      const text = "Zimmer 14: bitte ansehen";
      const request = await v.takeCharge({ type: "sendRequest", conversation, address, text });
      await kit.rows(nora.requests(), (rows) => rows.some((row) => row.event === request));
      const look = (more) =>
        nora.takeCharge({ type: "handoverView", zone: "Europe/Berlin", language: "german", ...more });
      const view = await look();
      const given = (await look({ since: 0 })).end;
      await day.acts(v, request, "done");
      const facts = view.facts.filter((fact) => fact.conversation === conversation).map((fact) => fact.sentence);
      return { ends: [view.end, given], facts, missing: await day.code(look({ zone: "Mars/Olympus" })) };
    },
    ({ ends, facts, missing }) => {
      assert.deepEqual([ends, missing], [["handedOver", "given"], "not-found"]);
      for (const fact of ["1 neue Nachricht.", "1 Anfrage ist offen.", "Termin in den nächsten 24 Stunden: Chefvisite."]) {
        assert.ok(facts.includes(fact), `${facts}`);
      }
    },
  );
}
