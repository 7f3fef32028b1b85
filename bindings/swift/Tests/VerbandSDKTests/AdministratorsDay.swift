// An administrator's day. bindings/kotlin/test plays the same in Kotlin, test for test.

import Foundation
import Testing
@testable import VerbandSDK

/// Eight digits, as the policy of this day asks for.
private let pin = "73915482"
private let secret = Data(repeating: 4, count: 32)

/// A list as an office exports it: one is new twice, one works here already, one has no name.
private let list = Data(
    """
    Name;Funktion;Station;Sprache
    Rita Ring;Pflegefachfrau;Station 3;de
    Tom Tal;Arzt;;en
    Ute Ufer;;Station 3;
    rita ring;;;
    Nora Nurse;;;
    ;Hebamme;;
    Ute Ufer;;Station 5;
    """.utf8)

@MainActor
final class AdministratorsDay {
    private let desk = Desk(address: ["Am Ring 1", "12345 Musterstadt"], contact: "Anna Admin, Zimmer 12")
    private var letters: [Letter] = []
    private var vera: Verband!

    private var admin: Verband { Day.admin }
    private var nurse: Verband { Day.nurse }

    private func member(_ name: String) async throws -> MemberRow {
        try await admin.sync()
        return try #require(try await admin.members().first { $0.name == name && !$0.revoked })
    }

    func decides() async throws {
        let before = try await admin.policy()
        var policy = before
        (policy.pinLength, policy.copy, policy.retentionDays, policy.approveMailed) = (8, true, 365, false)
        try await admin.setPolicy(policy)
        try await nurse.sync()
        #expect(try await nurse.policy() == policy)
        policy.pinLength = 3
        let unsound = policy
        #expect(await failure { try await self.admin.setPolicy(unsound) }?.code == "not-allowed")
        #expect(await failure { try await self.nurse.setPolicy(before) }?.code == "not-allowed")

        #expect(try await admin.notice() == nil)
        let text = "# Ihre Daten\n\nWer sie sieht, und wie lange."
        #expect(try await admin.setNotice(german: text, english: "# Your data\n\nWho sees it.") == 1)
        try await nurse.sync()
        #expect(try await nurse.notice()?.german == text)
        #expect(try await nurse.noticeIsNew())
        try await nurse.acceptNotice(1)
        #expect(try await !nurse.noticeIsNew())
        try await nurse.sync()
        try await admin.sync()
        #expect(try await admin.acceptedNotice(nurse.account().member) == 1)
        #expect(try await admin.acceptedNotice(member("Otto Other").id) == nil)
    }

    func rolesAndTeams() async throws {
        let who = try await nurse.account().member
        let role = try await admin.defineRole("Wundmanagement", [.invite, .manageTeams])
        let team = try await admin.defineTeam("Nachtdienst")
        try await admin.assignRoles(who, [BuiltInRole.member.id(), role])
        try await admin.assignTeams(who, [team])
        try await nurse.sync()
        let roles = try await nurse.roles()
        #expect(roles.map(\.builtIn) == [.member, .moderator, .guest, nil])
        #expect(roles.last?.title == "Wundmanagement")
        #expect(roles.last?.members == [who])
        #expect(try await nurse.teams() == [TeamRow(id: team, title: "Nachtdienst", members: [who])])
        #expect(try await nurse.rightsOf(who).contains(.invite))
        #expect(try await nurse.defineTeam("Spätdienst", team: team) == team)
        #expect(try await admin.defineRole("Wunden", [.manageTeams], role: role) == role)
        try await admin.sync()
        #expect(try await admin.teams().map(\.title) == ["Spätdienst"])
        #expect(try await admin.roles().last?.title == "Wunden")
        #expect(try await !admin.rightsOf(who).contains(.invite))
        try await admin.retireRole(role)
        try await admin.retireTeam(team)
        #expect(try await admin.roles().count == 3)
        #expect(try await admin.teams().isEmpty)
        #expect(try await admin.rightsOf(who) == [.createChannels, .startChats, .alert])
    }

    func invitesByList() async throws {
        let plan = try await admin.readPeople(list, language: .german)
        #expect(plan.new.map(\.name) == ["Rita Ring", "Tom Tal", "Ute Ufer"])
        #expect(plan.new.map(\.language) == [.german, .english, nil])
        #expect(plan.duplicates.map(\.line) == [5])
        #expect(plan.members.map(\.name) == ["Nora Nurse"])
        #expect(try await Set(plan.missing) == [admin.account().member, member("Otto Other").id])
        #expect(plan.similar.map(\.person.line) == [8] && plan.similar.map(\.line) == [4])
        #expect(plan.similar[0].resembles == .listed && plan.similar[0].like.ward == "Station 3")
        #expect(plan.problems.map(\.line) == [7])
        #expect(plan.problems[0].text.contains("Name"))

        let error = await failure { _ = try await self.admin.readPeople(Data("%PDF-1.7".utf8), language: .german) }
        guard case .badInput(let refused) = error else { throw Unexpected(error: error) }
        #expect([refused.code, refused.reference] == ["people", "people-no-header"])
        #expect(refused.sentence.contains("Spalte"))

        let invited = try await admin.inviteListed(plan.new, .usual(conversations: [Day.channel]))
        letters = zip(invited, plan.new).map { Letter(invited: $0, language: $1.language ?? .german) }
        #expect(
            letters[0].invited.person == MemberDetails(name: "Rita Ring", function: "Pflegefachfrau", ward: "Station 3"))
        let again = try await admin.readPeople(list, language: .german)
        #expect(again.invited.count == 3 && again.similar.map(\.resembles) == [.invited])
        #expect(again.undo == invited.map(\.id))
    }

    func printsLetters() async throws {
        // A letter and the privacy notice for each.
        #expect(pages(try await admin.letters(letters, desk: desk)) == 6)
        #expect(pages(try await admin.handOutList(letters, language: .german, desk: desk)) == 1)
        let letter = letters[1]
        let draft = try await admin.mailDraft(letter, from: "anna@klinik.example", to: "tom@example.org", desk: desk)
        let text = String(decoding: draft, as: UTF8.self)
        #expect(text.contains("X-Unsent: 1") && text.contains(letter.invited.code))
        let refused = await failure {
            _ = try await self.admin.mailDraft(letter, from: "anna", to: "tom@example.org")
        }?.failure
        #expect([refused?.code, refused?.reference] == ["document", "address"])
        #expect(refused?.sentence.contains("anna") == true && refused?.text.contains("anna") == false)
    }

    func registers() async throws {
        let terms = try Terms.usual(conversations: [Day.channel], approval: true)
        let key = try await admin.makeRegistrationKey("Aushang Station 3", limit: 5, terms)
        let (profile, code) = (Day.profile("vera"), invitation(server: Day.server.address, code: key.code))
        let preview = try await Verband.lookUp(profile, code)
        #expect(preview.registrationKey && preview.name.isEmpty)
        #expect(preview.pinLength == 8 && preview.notice?.version == 1)
        func enrol(_ pin: String, _ name: String?) async -> Failure? {
            await failure { _ = try await Verband.enrol(profile, code, pin: pin, secret: secret, name: name) }?.failure
        }
        #expect(await enrol("739154", "Vera")?.code == "pin-too-short")
        #expect(await enrol(pin, nil)?.code == "length")
        #expect(await enrol(pin, "Vera Vogel")?.code == "waiting-for-approval")
        vera = try await Verband.unlock(profile, pin: pin, secret: secret)
        let row = try await member("Vera Vogel")
        #expect(!row.approved)
        try await admin.approve(row.id)
        try vera.start()
        _ = try await until(vera.conversations()) { $0.contains { $0.log == Day.channel && $0.writable } }
        #expect(try await vera.account().member == row.id)
        #expect(try await member("Vera Vogel").approved)
        #expect(try await admin.acceptedNotice(row.id) == 1)
        #expect(try await admin.invitations().first { $0.id == key.id }?.claims == 1)
    }

    func renamesMember() async throws {
        let who = try await vera.account().member
        let details = MemberDetails(name: "Vera Vogel-Weber", function: "Wundexpertin", ward: "Station 3")
        try await admin.setMemberDetails(who, details)
        try await vera.setStatus("bis 16 Uhr")
        try await nurse.sync()
        let row = try #require(try await nurse.findMembers("vogel wund").first)
        #expect(row.id == who)
        #expect([row.name, row.function, row.ward] == ["Vera Vogel-Weber", "Wundexpertin", "Station 3"])
        #expect(row.availability == "bis 16 Uhr")
        #expect(await failure { try await self.nurse.setMemberDetails(who, details) }?.code == "not-allowed")
    }

    func reissues() async throws {
        let old = letters[1].invited
        let fresh = try await admin.reissueInvitation(old.id)
        #expect(fresh.person == old.person)
        func lookUp(_ invited: Invited) async throws -> String {
            try await Verband.lookUp(Day.profile("other"), invitation(link: invited.link)).name
        }
        #expect(await failure { _ = try await lookUp(old) }?.code == "invitation-gone")
        #expect(try await lookUp(fresh) == "Tom Tal")
        try await admin.withdrawInvitations([fresh.id])
        #expect(await failure { _ = try await lookUp(fresh) }?.code == "invitation-gone")
        #expect(try await admin.invitations().filter { $0.name == "Tom Tal" }.map(\.state) == [.withdrawn, .withdrawn])
    }

    func mails() async throws {
        let invitation = letters[2].invited.id
        var template = try await admin.mailTemplate()
        template.german.subject = "Ihr Zugang zu {organisation}"
        try await admin.setMailTemplate(template)
        #expect(try await admin.mailTemplate() == template)
        let refused = await failure {
            _ = try await self.admin.mailInvitation(invitation, to: "no address", language: .german)
        }
        #expect(refused?.code == "server-refused")
        // Nobody answers at the relay of this server.
        #expect(
            try await admin.mailInvitation(invitation, to: "ute@example.org", language: .german).state == .waiting)
        #expect(try await admin.invitationMail(invitation).state == .waiting)
    }

    func revokesDevice() async throws {
        let device = try await vera.account().device
        try await vera.renameDevice(device, "Stationshandy")
        try await admin.sync()
        let row = try await admin.devices().first { $0.id == device }
        #expect(row?.name == "Stationshandy" && row?.revoked == false)
        try vera.stop()
        try await admin.revokeDevice(device)
        #expect(try await admin.devices().first { $0.id == device }?.revoked == true)
        #expect(await failure { try await self.vera.sync() }?.code == "revoked")
        try vera.lock()
    }

    func proves() async throws {
        let who = try await nurse.account().member
        try await nurse.sync()
        let code = try await nurse.verificationCode(.german)
        #expect(try await admin.verifyPerson(code.link) == Verified(member: who, name: "Nora Nurse"))
        #expect(try await admin.wordsOf(who, .german) == code.words)
        #expect(try await admin.verifyWords(who, heard: code.words.uppercased()).member == who)
        #expect(try await member("Nora Nurse").verified)
        let others = try await admin.organisationWords(.german)
        let refused = await failure { _ = try await self.admin.verifyWords(who, heard: others) }?.failure
        #expect([refused?.code, refused?.reference] == ["not-verified", "Words"])

        let lines = try await admin.history(.german, limit: 200)
        #expect(lines.map(\.seq) == (1...UInt64(lines.count)).reversed())
        #expect(lines.contains { $0.sentence.contains("Vera Vogel") } && !lines.contains(where: \.refused))
        #expect(try await admin.history(.german, limit: 2, before: lines[0].seq) == Array(lines[1...2]))
        #expect(try await admin.exportOrganisation().count > 1000)

        var policy = try await admin.policy()
        policy.pinLength = 9
        #expect(try await admin.policyInWords(.english).contains { $0.text.contains("8") })
        let changes = try await admin.policyChanges(policy, .english)
        #expect(changes.count == 1 && changes[0].before.contains("8") && changes[0].after.contains("9"))
        let counts = try await admin.statistics()
        let active = try await admin.members().filter { !$0.revoked && $0.approved }.count
        #expect(counts.conversations == 1 && counts.membersActive == UInt64(active))
        #expect(await failure { _ = try await self.nurse.statistics() }?.code == "server-refused")
    }

    func losesPhone() async throws {
        let first = invitation(link: letters[0].invited.link)
        let lost = try await Verband.enrol(Day.profile("rita"), first, pin: pin, secret: secret)
        try await lost.sync()
        let who = try await lost.account().member
        try await admin.sync()
        let chat = try await admin.createChat([who])
        try await admin.sendText(chat, "nur für uns")
        try lost.start()
        _ = try await until(lost.messages(chat)) { $0.contains { $0.text == "nur für uns" } }
        try lost.lock()

        let profile = Day.profile("rita-2")
        let letter = invitation(link: try await admin.inviteAgain(who).link)
        let preview = try await Verband.lookUp(profile, letter)
        #expect(preview.renewal && preview.name == "Rita Ring")
        let found = try await Verband.enrol(profile, letter, pin: pin, secret: secret)
        try found.start()
        #expect(try await found.account().member == who)
        try await admin.sync()
        #expect(try await admin.awaitingConsent(chat) == [who])
        #expect(try await admin.members().first { $0.id == who }?.renewals == 1)
        #expect(try await admin.alarms().contains { $0.kind == .renewal })
        try await admin.takeBack(chat, who)
        _ = try await until(found.messages(chat)) { $0.contains { $0.text == "nur für uns" } }
        #expect(try await admin.awaitingConsent(chat).isEmpty)
        try found.lock()
    }

    func linksDevice() async throws {
        let offer = try await offerLink(Day.profile("tablet"), server: Day.server.address)
        let nurse = nurse
        let letIn = Task {
            let request = try await nurse.readLink(offer.link)
            #expect(request.deviceClass == .phone)
            // She chose her PIN before this day's policy.
            let proof = try await nurse.verifyPin("739154", secret: Data(repeating: 2, count: 32))
            return try await nurse.linkDevice(request, name: "Tablet", proof)
        }
        let whose = try await offer.answer()
        #expect([whose.organisationName, whose.name] == ["Klinik am Ring", "Nora Nurse"])
        #expect(whose.pinLength == 8)
        let tablet = try await offer.accept(pin: pin, secret: secret)
        let device = try await tablet.account().device
        #expect(try await letIn.value == device)
        try tablet.start()
        _ = try await until(tablet.conversations()) { $0.contains { $0.log == Day.channel && $0.writable } }
        let own = try await nurse.account()
        #expect(try await Set(nurse.devices().filter { $0.member == own.member }.map(\.name)) == ["Tablet", ""])
        #expect(try await nurse.fallsWith(own.device) == [device])
        #expect(try await admin.deviceContacts().contains { $0.device == device && $0.last != .never })
        try tablet.stop()
        try await nurse.revokeDevice(device)
        #expect(await failure { try await tablet.sync() }?.code == "revoked")
        #expect(await failure { _ = try await nurse.readLink("no code") }?.code == "code")
    }

    func sharesDevice() async throws {
        let profiles = try Profiles(folder: Day.folder.appendingPathComponent("ward").path)
        let (first, second) = (try profiles.create(), try profiles.create(label: "N. N."))
        #expect([first.label, second.label] == ["1", "N. N."])
        #expect(try profiles.list().isEmpty)
        let folder = try profiles.folder(first.id)
        #expect(try await !Verband.isEnrolled(Profile(folder: folder, authority: nil, device: .shared)))
        try profiles.remove(first.id)
        #expect(await failure { _ = try profiles.folder(first.id) }?.code == "not-found")
    }

    func returnsByCard() async throws {
        // Otto of the sample, who chose his PIN before this day's policy.
        let otto = Data(repeating: 3, count: 32)
        let lost = try await Verband.unlock(Day.profile("other"), pin: "739154", secret: otto)
        #expect(try await !lost.hasRecoveryKey())
        #expect(await failure { _ = try await lost.verifyPin(pin, secret: otto) }?.code == "wrong-pin")
        let proof = try await lost.verifyPin("739154", secret: otto)
        let dead = try await lost.makeRecoveryKey(proof)
        let card = try await lost.makeRecoveryKey(proof)
        #expect(try await lost.hasRecoveryKey())
        #expect(pages(try await lost.recoveryCard(card, language: .german, desk: desk)) == 1)
        try await lost.sync()
        let before = try await lost.newestMessages(Day.channel, limit: 50).map(\.text)
        let who = try await lost.account().member
        try lost.lock()

        let profile = Day.profile("otto")
        let error = await failure { _ = try await Verband.lookUpRecovery(profile, paperKey(link: dead.link)) }
        guard case .notFound = error else { throw Unexpected(error: error) }
        let typed = paperKey(server: Day.server.address, key: card.key.lowercased())
        let found = try await Verband.lookUpRecovery(profile, typed)
        #expect(found.organisationName == "Klinik am Ring" && found.pinLength == 8)
        let back = try await Verband.recover(profile, paperKey(link: card.link), pin: pin, secret: secret)
        try back.start()
        #expect(try await back.account().member == who)
        _ = try await until(back.messages(Day.channel)) { Set($0.map(\.text)).isSuperset(of: before) }
        #expect(try await back.devices().filter { $0.member == who }.map(\.revoked) == [true, false])
        try back.lock()
    }

    func returnsBySheet() async throws {
        let sheet = try #require(Day.sheet)
        #expect(pages(try await admin.recoverySheet(sheet, language: .english, desk: desk)) == 1)
        let (profile, paper) = (Day.profile("emil"), paperKey(link: sheet.link))
        #expect(try await Verband.lookUpRoot(profile, paper).administrators == [admin.account().member])
        let emil = try await Verband.restore(profile, paper, as: newAdministrator("Emil Ernst"), pin: pin, secret: secret)
        try await emil.sync()
        #expect(try await emil.rightsOf(emil.account().member).count == 13)
        try emil.lock()
        #expect(try await member("Emil Ernst").admin)
    }

    /// How many pages a PDF has; none if it is no PDF.
    private func pages(_ pdf: Data) -> Int {
        let text = String(decoding: pdf, as: Unicode.ASCII.self)
        return text.hasPrefix("%PDF-") ? text.matches(of: /\/Type ?\/Page\b/).count : 0
    }
}
