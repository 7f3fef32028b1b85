// An administrator's day in a browser. Colleagues are other profiles of the same page.

import assert from "node:assert/strict";

/** Eight digits, as the policy of this day asks for. */
const PIN = "73915482";

/** A list as an office exports it: one is new twice, one works here already, one has no name. */
const LIST = `Name;Funktion;Station;Sprache
Rita Ring;Pflegefachfrau;Station 3;de
Tom Tal;Arzt;;en
Ute Ufer;;Station 3;
rita ring;;;
Clara Cohn;;;
;Hebamme;;
Ute Ufer;;Station 5;
`;

/** How many pages a PDF has. */
function pages(bytes) {
  const text = Buffer.from(bytes).toString("latin1");
  assert.ok(text.startsWith("%PDF-"));
  return text.match(/\/Type ?\/Page\b/g).length;
}

/** `page` has the administrator's profile as `v`; `colleague` is a member with the command line client. */
export async function administration({ test, page, server, channel, colleague, sheet }) {
  let letters;

  await test("policy and privacy notice are set", async () => {
    const [before, after, unsound, ...notice] = await page.evaluate(async () => {
      const before = await v.administer({ type: "policy" });
      const policy = { ...before, pinLength: 8, copy: true, retentionDays: 365, approveMailed: false };
      await v.administer({ type: "setPolicy", policy });
      const unsound = await kit.failure(v.administer({ type: "setPolicy", policy: { ...before, pinLength: 3 } }));
      const version = await v.administer({ type: "setNotice", german: "# Ihre Daten\n\nWer sie sieht.", english: "" });
      const fresh = await v.administer({ type: "noticeIsNew" });
      await v.administer({ type: "acceptNotice", version });
      await v.perform({ type: "sync" });
      return [
        before, await v.administer({ type: "policy" }), unsound.code, version, fresh,
        await v.administer({ type: "noticeIsNew" }), (await v.administer({ type: "notice" })).german,
        await v.administer({ type: "acceptedNotice", member: (await v.account()).member }),
      ];
    });
    assert.deepEqual(after, { ...before, pinLength: 8, copy: true, retentionDays: 365, approveMailed: false });
    assert.equal(before.minimumVersion, "0.0.0");
    assert.equal(unsound, "not-allowed");
    assert.deepEqual(notice, [1, true, false, "# Ihre Daten\n\nWer sie sieht.", 1]);
  });

  await test("roles and teams are defined and given", async () => {
    const found = await page.evaluate(async () => {
      const rows = await v.administer({ type: "members" });
      const who = rows.find((row) => row.name === "Clara Cohn").id;
      const [{ id: usual }] = await v.administer({ type: "roles" });
      const role = await v.administer({ type: "defineRole", title: "Wunden", rights: ["invite", "manage-teams"] });
      const team = await v.administer({ type: "defineTeam", title: "Spätdienst" });
      await v.administer({ type: "assignRoles", member: who, roles: [usual, role] });
      await v.administer({ type: "assignTeams", member: who, teams: [team] });
      const roles = await v.administer({ type: "roles" });
      const teams = await v.administer({ type: "teams" });
      const rights = await v.administer({ type: "rightsOf", member: who });
      await v.administer({ type: "retireRole", role });
      await v.administer({ type: "retireTeam", team });
      const left = await v.administer({ type: "rightsOf", member: who });
      return { who, role, team, roles, teams, rights, left };
    });
    assert.deepEqual(found.roles.map((row) => row.builtIn), ["member", "moderator", "guest", null]);
    const rights = ["invite", "manage-teams"];
    const { role, team, who } = found;
    assert.deepEqual(found.roles[3], { id: role, title: "Wunden", builtIn: null, rights, members: [who] });
    assert.deepEqual(found.teams, [{ id: team, title: "Spätdienst", members: [who] }]);
    assert.deepEqual(found.rights, ["invite", "manage-teams", "create-channels", "start-chats", "alert"]);
    assert.deepEqual(found.left, ["create-channels", "start-chats", "alert"]);
  });

  await test("three people are invited by a list", async () => {
    const found = await page.evaluate(
      async ([list, channel]) => {
        const bytes = (text) => new TextEncoder().encode(text);
        const plan = await v.readPeople(bytes(list), "german");
        const refused = await v.readPeople(bytes("%PDF-1.7"), "german").catch((error) => ({ ...error }));
        const people = plan.new;
        const invited = await v.invite({ type: "inviteListed", people, terms: { conversations: [channel] } });
        window.letters = invited.map((one, at) => ({ invited: one, language: people[at].language ?? "german" }));
        return { plan, refused, letters, again: await v.readPeople(bytes(list), "german") };
      },
      [LIST, channel],
    );
    assert.deepEqual(found.plan.new.map((row) => row.name), ["Rita Ring", "Tom Tal", "Ute Ufer"]);
    assert.deepEqual(found.plan.duplicates.map((row) => row.line), [5]);
    assert.deepEqual(found.plan.members.map((row) => row.name), ["Clara Cohn"]);
    assert.equal(found.plan.missing.length, 1);
    assert.equal(found.plan.problems[0].line, 7);
    assert.match(found.plan.problems[0].text, /Name/);
    assert.deepEqual([found.refused.code, found.refused.reference], ["people", "people-no-header"]);
    assert.match(found.refused.sentence, /Spalte/);
    const [similar] = found.plan.similar;
    assert.deepEqual([similar.person.line, similar.line, similar.resembles, similar.like.ward], [8, 4, "listed", "Station 3"]);
    assert.equal(found.again.invited.length, 3);
    assert.deepEqual(found.again.similar.map((row) => row.resembles), ["invited"]);
    assert.deepEqual(found.again.undo, found.letters.map((letter) => letter.invited.id));
    letters = found.letters;
  });

  await test("their letters are a PDF of six pages", async () => {
    const [all, list, draft, refused] = await page.evaluate(async () => {
      const desk = { address: ["Am Ring 1", "12345 Musterstadt"], contact: "Dora Dietz, Zimmer 12" };
      return [
        [...(await v.papers.letters(letters, desk))],
        [...(await v.papers.handOutList(letters, "german", desk))],
        new TextDecoder().decode(await v.papers.mailDraft(letters[1], "dora@linde.example", "tom@example.org", desk)),
        await v.papers.mailDraft(letters[1], "dora", "tom@example.org").catch((error) => ({ ...error })),
      ];
    });
    // A letter and the privacy notice for each.
    assert.equal(pages(all), 6);
    assert.equal(pages(list), 1);
    assert.ok(draft.includes("X-Unsent: 1") && draft.includes(letters[1].invited.code));
    assert.deepEqual([refused.code, refused.reference], ["document", "address"]);
    assert.match(refused.sentence, /dora/);
  });

  await test("a registration key: she says her name and is approved", async () => {
    const found = await page.evaluate(
      async ([server, channel, pin]) => {
        const terms = { conversations: [channel], approval: true };
        const key = { title: "Aushang Station 3", limit: 5, terms };
        const { code } = await v.invite({ type: "makeRegistrationKey", key });
        window.vera = await kit.Verband.start("vera");
        const preview = await vera.lookUp({ server, code });
        const codes = [];
        for (const [pin_, name] of [["739154", "Vera"], [pin, undefined], [pin, "Vera Vogel"]]) {
          codes.push((await kit.failure(vera.enrol({ server, code }, pin_, { name }))).code);
        }
        await vera.unlock(pin);
        await v.perform({ type: "sync" });
        const row = (await v.administer({ type: "members" })).find((row) => row.name === "Vera Vogel");
        await v.administer({ type: "approve", member: row.id });
        await vera.follow();
        await new kit.Screen(await vera.conversations()).until((row) => row.id === channel && row.writable);
        return { preview, codes, approved: row.approved, same: row.id === (await vera.account()).member };
      },
      [server.address, channel, PIN],
    );
    assert.equal(found.preview.registrationKey, true);
    assert.equal(found.preview.pinLength, 8);
    assert.equal(found.preview.notice.version, 1);
    assert.deepEqual(found.codes, ["pin-too-short", "length", "waiting-for-approval"]);
    assert.deepEqual([found.approved, found.same], [false, true]);
  });

  await test("a member is renamed and says when she is there", async () => {
    const row = await page.evaluate(async () => {
      const { member } = await vera.account();
      const details = { name: "Vera Vogel-Weber", function: "Wundexpertin", ward: "Station 3" };
      await v.administer({ type: "setMemberDetails", member, details });
      await vera.administer({ type: "setStatus", availability: "bis 16 Uhr", picture: null });
      await v.perform({ type: "sync" });
      return (await v.administer({ type: "findMembers", words: "vogel wund" })).find((row) => row.id === member);
    });
    assert.deepEqual(
      [row.name, row.function, row.ward, row.availability],
      ["Vera Vogel-Weber", "Wundexpertin", "Station 3", "bis 16 Uhr"],
    );
  });

  await test("an invitation is made anew and withdrawn", async () => {
    const found = await page.evaluate(async () => {
      const old = letters[1].invited;
      const fresh = await v.invite({ type: "reissue", invitation: old.id });
      const look = ({ link }) => vera.lookUp({ link }).then(({ name }) => name, ({ code }) => code);
      const before = [await look(old), await look(fresh)];
      await v.invite({ type: "withdraw", invitations: [fresh.id] });
      const rows = (await v.invite({ type: "invitations" })).filter((row) => row.name === "Tom Tal");
      return [...before, await look(fresh), ...rows.map((row) => row.state)];
    });
    assert.deepEqual(found, ["invitation-gone", "Tom Tal", "invitation-gone", "withdrawn", "withdrawn"]);
  });

  await test("e-mails need a relay", async () => {
    const codes = await page.evaluate(async () => {
      const invitation = letters[2].invited.id;
      const words = { subject: "", greeting: "", closing: "" };
      const asked = [
        { type: "mailInvitation", invitation, to: "ute@example.org", language: "german" },
        { type: "invitationMail", invitation },
        { type: "mailTemplate" },
        { type: "setMailTemplate", template: { german: words, english: words } },
      ];
      return Promise.all(asked.map((command) => kit.failure(v.invite(command)).then(({ code }) => code)));
    });
    assert.deepEqual(codes, Array(4).fill("not-configured"));
  });

  await test("a device is renamed and revoked", async () => {
    const found = await page.evaluate(async () => {
      const { device } = await vera.account();
      const row = async () => (await v.administer({ type: "devices" })).find((row) => row.id === device);
      await vera.administer({ type: "renameDevice", device, name: "Stationsrechner" });
      await v.perform({ type: "sync" });
      const named = await row();
      await vera.pause();
      await v.administer({ type: "revokeDevice", device });
      const lost = await kit.failure(vera.perform({ type: "sync" }));
      await vera.close();
      return [named.name, named.class, (await row()).revoked, lost.code];
    });
    assert.deepEqual(found, ["Stationsrechner", "web", true, "revoked"]);
  });

  await test("people and the log are verified, and counted", async () => {
    const found = await page.evaluate(async () => {
      const language = "english";
      const members = await v.administer({ type: "members" });
      const member = members.find((row) => row.name === "Clara Cohn").id;
      const heard = await v.prove({ type: "wordsOf", member, language });
      const verified = await v.prove({ type: "verifyWords", member, heard });
      const other = await kit.failure(v.prove({ type: "verifyWords", member, heard: "twelve other words" }));
      const lines = await v.prove({ type: "history", limit: 200, language });
      const policy = await v.administer({ type: "policy" });
      const changes = await v.prove({ type: "policyChanges", policy: { ...policy, pinLength: 9 }, language });
      const file = await v.exportOrganisation();
      return {
        name: verified.name, other: [other.code, other.reference], lines, changes, file: file.length,
        code: await v.prove({ type: "verificationCode", language }),
        words: await v.prove({ type: "organisationWords", language }),
        policy: await v.prove({ type: "policyInWords", language }), statistics: await v.prove({ type: "statistics" }),
      };
    });
    assert.equal(found.name, "Clara Cohn");
    assert.deepEqual(found.other, ["not-verified", "Words"]);
    assert.equal(found.code.words.split(/\s+/).length, 12);
    assert.equal(found.words.split(/\s+/).length, 12);
    assert.equal(found.lines.at(-1).seq, 1);
    assert.ok(found.lines.some((line) => line.sentence.includes("Vera Vogel")));
    assert.equal(found.changes.length, 1);
    assert.ok(found.policy.length > 5 && found.file > 1000);
    assert.equal(found.statistics.conversations, 1);
  });

  await test("a phone is lost: invited again, and taken back into a chat", async () => {
    const found = await page.evaluate(async (pin) => {
      const text = "nur für uns";
      const read = async (device, chat) => new kit.Screen(await device.messages(chat)).until((row) => row.text === text);
      const enrolled = async (profile, link) => {
        const device = await kit.Verband.start(profile);
        const preview = await device.lookUp({ link });
        await device.enrol({ link }, pin);
        await device.follow();
        return [device, preview.renewal, (await device.account()).member];
      };
      const [lost, first, member] = await enrolled("rita", letters[0].invited.link);
      await v.perform({ type: "sync" });
      const chat = await v.perform({ type: "createChat", members: [member] });
      await v.message({ type: "sendText", conversation: chat, text });
      await read(lost, chat);
      await lost.close();

      const { link } = await v.invite({ type: "inviteAgain", member });
      const [device, renewal, same] = await enrolled("rita-2", link);
      await v.perform({ type: "sync" });
      const awaiting = await v.perform({ type: "awaitingConsent", conversation: chat });
      const alarms = await v.administer({ type: "alarms" });
      await v.perform({ type: "takeBack", conversation: chat, member });
      await read(device, chat);
      const left = await v.perform({ type: "awaitingConsent", conversation: chat });
      await device.close();
      return [first, renewal, same === member, awaiting.length, left.length, alarms.map((alarm) => alarm.kind)];
    }, PIN);
    assert.deepEqual(found.slice(0, 5), [false, true, true, 1, 0]);
    assert.ok(found[5].includes("renewal"));
    await colleague.run("sync");
    assert.equal((await colleague.run("alarms")).some((row) => row.alarm === "renewal"), true);
  });

  await test("a second device is linked, and revoked", async () => {
    const found = await page.evaluate(
      async ([server, pin]) => {
        const tablet = await kit.Verband.start("tablet");
        const { link } = await tablet.offerLink(server);
        const letIn = v.readLink(link).then((request) => v.linkDevice(request, "Tablet", "112233"));
        const whose = await tablet.linkAnswer();
        await tablet.acceptLink(pin);
        const device = await letIn;
        const own = await v.account();
        const falls = await v.administer({ type: "fallsWith", device: own.device });
        const contacts = await v.administer({ type: "deviceContacts" });
        const same = (await tablet.account()).device === device;
        await v.administer({ type: "revokeDevice", device });
        const lost = await kit.failure(tablet.perform({ type: "sync" }));
        await tablet.close();
        const seen = contacts.some((row) => row.device === device && row.last !== "never");
        return [whose.name, whose.pinLength, same, falls.includes(device), seen, lost.code];
      },
      [server.address, PIN],
    );
    assert.deepEqual(found, ["Dora Dietz", 8, true, true, true, "revoked"]);
  });

  await test("a phone is lost: the card at home brings everything back", async () => {
    const found = await page.evaluate(
      async ([server, pin, link]) => {
        const lost = await kit.Verband.start("ute");
        await lost.enrol({ link }, pin);
        const none = await lost.administer({ type: "hasRecoveryKey" });
        const refused = await kit.failure(lost.makeRecoveryKey("000000"));
        const dead = await lost.makeRecoveryKey(pin);
        const card = await lost.makeRecoveryKey(pin);
        const pdf = await lost.papers.recoveryCard(card, "german");
        const { member } = await lost.account();
        await lost.close();
        const back = await kit.Verband.start("ute-2");
        const gone = await kit.failure(back.lookUpRecovery({ link: dead.link }));
        const seen = await back.lookUpRecovery({ server, key: card.key.toLowerCase() });
        await back.recover({ link: card.link }, pin);
        const devices = (await back.administer({ type: "devices" })).filter((row) => row.member === member);
        const one = [none, refused.code, gone.code, seen.pinLength, await back.administer({ type: "hasRecoveryKey" })];
        await back.close();
        return { one, pdf: [...pdf], revoked: devices.map((row) => row.revoked) };
      },
      [server.address, PIN, letters[2].invited.link],
    );
    assert.deepEqual(found.one, [false, "wrong-pin", "not-found", 8, true]);
    assert.deepEqual(found.revoked, [true, false]);
    assert.equal(pages(found.pdf), 1);
  });

  await test("no administrator is left: the sheet from the safe lets one in", async () => {
    const found = await page.evaluate(
      async ([sheet, pin]) => {
        const pdf = await v.papers.recoverySheet(sheet, "english", { contact: "Zimmer 12" });
        const emil = await kit.Verband.start("emil");
        const { administrators } = await emil.lookUpRoot({ link: sheet.link });
        await emil.restore({ link: sheet.link }, { name: "Emil Ernst" }, pin);
        const { member } = await emil.account();
        const rights = await emil.administer({ type: "rightsOf", member });
        await emil.close();
        await v.perform({ type: "sync" });
        const row = (await v.administer({ type: "members" })).find((row) => row.id === member);
        return { pdf: [...pdf], known: administrators.includes((await v.account()).member), rights, row };
      },
      [sheet, PIN],
    );
    assert.equal(pages(found.pdf), 1);
    assert.equal(found.known, true);
    assert.equal(found.rights.length, 13);
    assert.deepEqual([found.row.name, found.row.admin], ["Emil Ernst", true]);
  });
}
