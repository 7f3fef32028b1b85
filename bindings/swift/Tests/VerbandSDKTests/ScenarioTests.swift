// One day of two devices with a real server. bindings/kotlin/test plays the same in Kotlin, test for test.
//
// Everything runs on the main actor: a call that occupied its caller's thread would keep the others from going on.

import Foundation
import Testing
@testable import VerbandSDK

import class VerbandFFI.CancelToken
import func VerbandFFI.panicForTest
import func VerbandFFI.panicLaterForTest
import func VerbandFFI.lookUp

private let pin = "739154"
private let adminSecret = Data(repeating: 1, count: 32)
private let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
private let photo = here.appendingPathComponent("../../../../tests/fixtures/wound.jpg").standardized
private let readme = here.appendingPathComponent("../../../README.md").standardized
private let nurseSecret = Data(repeating: 2, count: 32)

/// What the tests have in common, one after the other.
@MainActor
enum Day {
    static let folder = FileManager.default.temporaryDirectory.appendingPathComponent("verband-\(UUID().uuidString)")
    static let server = ServerProcess(folder: folder.appendingPathComponent("server"))
    static var admin: Verband!
    static var nurse: Verband!
    static var channel: LogId = ""
    static var invited: Invited!
    static var spare: Invited!
    static var sheet: RecoverySheet!
    static let administrator = AdministratorsDay()
    static let team = TeamsDay()
    static let plans = TeamsPlans()
    static let wounds = TeamsWounds()

    static func end() {
        try? admin.lock()
        server.kill()
        try? FileManager.default.removeItem(at: folder)
    }

    static func profile(_ name: String) -> Profile {
        Profile(folder: folder.appendingPathComponent(name).path, authority: nil, device: .phone)
    }
}

/// What stands in the metadata of the photo.
private let traces = ["Verband Camera", "room 12", "MakerNote", "Exif"]

@Suite(.serialized, .timeLimit(.minutes(1)))
@MainActor
struct Scenario {
    @Test("an organisation is founded")
    func founds() async throws {
        try Day.server.start()
        let profile = Day.profile("admin")
        #expect(try await !Verband.isEnrolled(profile))
        let organisation = Organisation(
            server: Day.server.address, token: Day.server.token, name: "Klinik am Ring", founder: "Anna Admin")
        let (client, sheet) = try await Verband.found(profile, organisation, pin: pin, secret: adminSecret)
        Day.admin = client
        try client.start()
        #expect(sheet.organisationName == "Klinik am Ring")
        #expect(sheet.rootKey.wholeMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4})+/) != nil)
        Day.sheet = sheet
        #expect(try await client.account().name == "Anna Admin")
        #expect(try await Verband.isEnrolled(profile))
    }

    @Test("a channel is made and a person invited into it")
    func invites() async throws {
        Day.channel = try await Day.admin.createChannel("Wundteam", join: .invitation)
        try await Day.admin.sync()
        let days = Duration.seconds(14 * 86_400)
        let nora = MemberDetails(name: "Nora Nurse", function: "", ward: "")
        Day.invited = try await Day.admin.invite(nora, .usual(conversations: [Day.channel], validFor: days))
        let otto = MemberDetails(name: "Otto Other", function: "", ward: "")
        Day.spare = try await Day.admin.invite(otto, .usual(conversations: [Day.channel]))
        let open = try await Day.admin.invitations().filter { $0.state == .open }.map(\.name)
        #expect(open == ["Otto Other", "Nora Nurse"])
    }

    @Test("a code with a typing error says where")
    func typingError() async throws {
        var symbols = Array(Day.invited.code)
        symbols[6] = symbols[6] == "0" ? "1" : "0"
        let mistyped = invitation(server: Day.server.address, code: String(symbols))
        let error = await failure { _ = try await Verband.lookUp(Day.profile("nurse"), mistyped) }
        guard case .enrolment(let failure) = error else { throw Unexpected(error: error) }
        #expect(failure.code == "code")
        // The dash after four characters is none of the code.
        #expect(failure.reference == "6")
    }

    @Test("a second device enrols by code")
    func enrols() async throws {
        let profile = Day.profile("nurse")
        let byLetter = invitation(server: Day.server.address, code: Day.invited.code.lowercased())
        let preview = try await Verband.lookUp(profile, byLetter)
        #expect([preview.organisationName, preview.name] == ["Klinik am Ring", "Nora Nurse"])
        Day.nurse = try await Verband.enrol(profile, byLetter, pin: pin, secret: nurseSecret)
        try Day.nurse.start()
        let (nurse, admin) = (try await Day.nurse.account(), try await Day.admin.account())
        #expect(nurse.name == "Nora Nurse")
        #expect(nurse.organisation == admin.organisation)
    }

    @Test("an invitation is used once")
    func usedOnce() async throws {
        let byLink = invitation(link: Day.invited.link)
        let error = await failure {
            _ = try await Verband.enrol(Day.profile("second"), byLink, pin: pin, secret: nurseSecret)
        }
        guard case .enrolment(let failure) = error else { throw Unexpected(error: error) }
        #expect(failure.code == "invitation-gone")
    }

    @Test("the channel comes to the invited person")
    func channelComes() async throws {
        let rows = try await until(Day.nurse.conversations()) { $0.contains { $0.title == "Wundteam" } }
        #expect(rows.map(\.log) == [Day.channel])
        #expect(rows[0].kind == .channel)
        #expect(try await Day.nurse.conversationMembers(Day.channel).count == 2)
    }

    @Test("a photo is sent and comes through the feed")
    func photoComes() async throws {
        let event = try await Day.admin.sendPhoto(Day.channel, try Data(contentsOf: photo), caption: "Ferse links")
        let rows = try await until(Day.nurse.messages(Day.channel)) { $0.contains { $0.event == event } }
        let row = try #require(rows.first)
        #expect(rows.count == 1)
        #expect(row.text == "Ferse links")
        #expect(row.authorName == "Anna Admin")
        #expect(!row.own)
        #expect([row.photoWidth, row.photoHeight] == [1200, 1600])
        #expect(sizeOf(try #require(row.thumbnail)) == [240, 320])
        _ = try await until(Day.admin.messages(Day.channel)) { $0.contains { $0.event == event && $0.state == .sent } }
    }

    @Test("the photo is read in pieces, upright and without metadata")
    func photoIsRead() async throws {
        let row = try #require(try await Day.nurse.newestMessages(Day.channel, limit: 1).first)
        let id = try #require(row.photo)
        #expect(sizeOf(try await Day.nurse.openPhoto(id).readAll()) == [1200, 1600])

        let original = try await Day.nurse.openPhoto(id, .original)
        // The photo of this test has several pieces.
        #expect(original.size > Photo.maxPiece)
        #expect(try await original.read(at: 0, max: .max).count == Photo.maxPiece)
        #expect(try await original.read(at: original.size).isEmpty)
        let all = try await original.readAll()
        #expect(try await original.read(at: 300_000, max: 100) == all[300_000..<300_100])
        #expect(withoutMetadata(all))

        let file = Day.folder.appendingPathComponent("export.jpg")
        #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
        try await Day.nurse.openPhoto(id, .export).copy(to: try FileHandle(forWritingTo: file))
        let exported = try Data(contentsOf: file)
        #expect(sizeOf(exported) == [1200, 1600])
        #expect(withoutMetadata(exported))
    }

    @Test("batches lead to what a query gives")
    func batches() async throws {
        for number in 1...5 { try await Day.nurse.sendText(Day.channel, "Nachricht \(number)") }
        var rows: [MessageRow] = []
        for try await batch in try Day.admin.messages(Day.channel).changes {
            rows.apply(batch)
            if rows.last?.text == "Nachricht 5" { break }
        }
        // How far messages have come with others changes at any time.
        let plain = { (row: MessageRow) in var row = row; row.receivedBy = 0; return row }
        #expect(try await Day.admin.newestMessages(Day.channel, limit: 50).map(plain) == rows.map(plain))
        #expect(rows.dropFirst().map(\.text) == (1...5).map { "Nachricht \($0)" })
        #expect(try await until(Day.admin.conversations()) { _ in true }.first?.unread == 5)
        try await Day.admin.markRead(Day.channel)
        _ = try await until(Day.admin.conversations()) { $0.first?.unread == 0 }
        _ = try await until(Day.nurse.messages(Day.channel)) { $0.allSatisfy { $0.state == .sent } }
        // Patches that a chat seldom makes.
        var patched = ["a", "b", "c"]
        patched.apply([.remove(0), .insert(1, "d"), .update(2, "e")])
        #expect(patched == ["b", "d", "e"])
    }

    @Test("a cancelled task ends its feed")
    func taskCancelled() async throws {
        let feed = try Day.nurse.messages(Day.channel)
        let (first, seen) = AsyncStream<Void>.makeStream()
        let reader = Task {
            for try await _ in feed.rows { seen.yield() }
            return true
        }
        for await _ in first { break }
        reader.cancel()
        #expect(try await reader.value)
        #expect(try await until(Day.nurse.messages(Day.channel)) { _ in true }.count == 6)
    }

    @Test("a feed that nobody waits for loses no batch")
    func noBatchLost() async throws {
        let changes = try Day.nurse.messages(Day.channel).changes.makeAsyncIterator()
        guard case .reset(let before) = try await changes.next()?.first else { throw Unexpected(error: nil) }
        try await Day.nurse.sendText(Day.channel, "nach dem Abbruch")
        var rows = before
        while rows.count == before.count || rows.last?.state != .sent { rows.apply(try #require(try await changes.next())) }
        #expect(rows.count == before.count + 1)
    }

    @Test("a cancelled task ends a long call")
    func longCallCancelled() async throws {
        let silent = try SilentServer()
        defer { silent.close() }
        let (profile, invitation) = (Day.profile("other"), invitation(server: silent.address, code: Day.spare.code))
        let call = Task { try await Verband.lookUp(profile, invitation) }
        let connection = await silent.accept()
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        await connection.closedAtTheOtherEnd()
    }

    @Test("a token ends a long call")
    func tokenCancels() async throws {
        let silent = try SilentServer()
        defer { silent.close() }
        let (profile, invitation) = (Day.profile("other"), invitation(server: silent.address, code: Day.spare.code))
        let token = CancelToken()
        let looking: Task<VerbandError?, Never> = Task {
            await failure { _ = try await call { _ in try await lookUp(profile: profile, invitation: invitation, cancel: token) } }
        }
        let connection = await silent.accept()
        token.cancel()
        #expect(await looking.value?.code == "cancelled")
        await connection.closedAtTheOtherEnd()
    }

    @Test("without a server: a typed error that says to try later")
    func noServer() async throws {
        let silent = try SilentServer()
        silent.close()
        let invitation = invitation(server: silent.address, code: Day.spare.code)
        let error = await failure { _ = try await Verband.lookUp(Day.profile("other"), invitation) }
        guard case .offline(let failure) = error else { throw Unexpected(error: error) }
        #expect(failure.retry == .later)
    }

    @Test("the server goes and comes back: sent exactly once")
    func serverGoesAndComes() async throws {
        _ = try await until(Day.nurse.messages(Day.channel)) { $0.allSatisfy { $0.state == .sent } }
        Day.server.kill()
        let event = try await Day.nurse.sendText(Day.channel, "ohne Netz geschrieben")
        let waiting = try await until(Day.nurse.messages(Day.channel)) { _ in true }.last
        #expect(waiting?.event == event)
        #expect(waiting?.state == .waiting)
        #expect(try await Day.nurse.status().waiting == 1)
        let error = await failure { try await Day.nurse.sync() }
        guard case .offline = error else { throw Unexpected(error: error) }

        try Day.server.start()
        _ = try await until(Day.nurse.messages(Day.channel)) { $0.last?.event == event && $0.last?.state == .sent }
        _ = try await until(Day.admin.messages(Day.channel)) { $0.contains { $0.event == event } }
        try await Day.nurse.sync()
        for device in [Day.admin!, Day.nurse!] {
            let rows = try await device.newestMessages(Day.channel, limit: 50)
            #expect(rows.filter { $0.text == "ohne Netz geschrieben" }.count == 1)
        }
        #expect(try await Day.nurse.status() == Status(online: true, waiting: 0, refused: 0, ended: nil, shut: nil))
    }

    @Test("messages are answered, edited, reacted to, confirmed and found")
    func messagesChange() async throws {
        let (nurse, admin, channel) = (Day.nurse!, Day.admin!, Day.channel)
        let first = try await nurse.sendText(channel, "Visite um zehn")
        try await nurse.editMessage(channel, first, "Visite um **elf**")
        let called = Mention(who: .everybody, start: 0, len: 5)
        let message = NewMessage(
            text: "@alle pünktlich", replyTo: first, mentions: [called], confirm: true, alarm: false, location: nil)
        let answer = try await nurse.send(channel, message)
        _ = try await until(admin.messages(channel)) { $0.contains { $0.event == answer } }
        try await admin.react(channel, first, "👍")
        try await admin.confirmMessage(channel, answer)
        let rows = try await until(nurse.messages(channel)) { $0.contains { $0.event == answer && $0.confirmed == 1 } }
        let edited = try #require(rows.first { $0.event == first })
        #expect(edited.text == "Visite um **elf**" && edited.edited)
        #expect(edited.reactions.map(\.sign) == ["👍"])
        let versions = try await nurse.messageVersions(channel, first).map(\.text)
        #expect(versions == ["Visite um zehn", "Visite um **elf**"])
        #expect(rows.first { $0.event == answer }?.replyText == "Visite um elf")
        #expect(try await nurse.confirmations(channel, answer).map { $0.at != nil } == [true])
        #expect(try await nurse.markup(edited.text).filter { $0.style == .bold }.count == 1)
        #expect(try await admin.attention(channel, answer) == .called)
        #expect(try await admin.search(SearchQuery(words: "visite elf")).map(\.event) == [first])
        try await admin.setFavourite(channel, true)
        #expect(try await until(admin.conversations()) { _ in true }.first?.favourite == true)
        try await nurse.undoSend(channel, answer)
        _ = try await until(admin.messages(channel)) { !$0.contains { $0.event == answer } }
    }

    @Test("what is not allowed is a typed error")
    func notAllowed() async throws {
        let error = await failure {
            _ = try await Day.nurse.invite(MemberDetails(name: "Eva", function: "", ward: ""))
        }
        guard case .notAllowed(let failure) = error else { throw Unexpected(error: error) }
        #expect(failure.code == "not-allowed")
        #expect(failure.retry == .never)
    }

    @Test("what cannot be used is a typed error")
    func badInput() async throws {
        #expect(await failure { try await Day.nurse.sendPhoto(Day.channel, Data(count: 1000)) }?.code == "photo")
        #expect(await failure { try await Day.nurse.sendText(Day.channel, " ") }?.code == "length")
        #expect(await failure { try await Day.nurse.sendText("no id", "text") }?.code == "argument")
        let short = await failure { _ = try await Verband.unlock(Day.profile("nurse"), pin: pin, secret: Data(count: 5)) }
        guard case .badInput(let failed) = short else { throw Unexpected(error: short) }
        #expect(failed.code == "argument")
        let nowhere = String(repeating: "ab", count: 32)
        #expect(await failure { try await Day.nurse.sendText(nowhere, "text") }?.code == "not-found")
        let nobody = await failure { _ = try await Verband.unlock(Day.profile("nobody"), pin: pin, secret: nurseSecret) }
        #expect(nobody?.code == "not-enrolled")
    }

    @Test("secrets are not printed")
    func notPrinted() {
        #expect(!"\(Day.spare!)".contains(Day.spare.code))
        #expect(!"\(invitation(link: Day.spare.link))".contains(Day.spare.code))
        #expect(!"\(Letter(invited: Day.spare, language: .german))".contains(Day.spare.code))
        #expect(!"\(Day.sheet!)".contains(Day.sheet.rootKey))
        #expect(!"\(paperKey(link: Day.sheet.link))".contains(Day.sheet.rootKey))
        let organisation = Organisation(server: Day.server.address, token: Day.server.token, name: "", founder: "")
        #expect(!"\(organisation)".contains(Day.server.token))
    }

    @Test("a panic is a typed error and the next call works")
    func panics() async throws {
        #expect(await failure { try mapped { try panicForTest() } }?.code == "internal")
        #expect(await failure { try await call { _ in try await panicLaterForTest() } }?.code == "internal")
        #expect(try await Day.nurse.account().name == "Nora Nurse")
    }

    @Test("the sample of the README runs and stands there")
    func sample() async throws {
        var shown: [MessageRow] = []
        let secret = Data(repeating: 3, count: 32)
        try await sendWoundPhoto(
            Day.profile("other"), letter: invitation(link: Day.spare.link), pin: pin, secret: secret,
            photo: try Data(contentsOf: photo)
        ) { shown = $0 }
        let event = try #require(shown.first { $0.own }).event
        _ = try await until(Day.nurse.messages(Day.channel)) {
            $0.contains { $0.event == event && $0.authorName == "Otto Other" }
        }
        let source = try String(contentsOf: here.appendingPathComponent("Sample.swift"), encoding: .utf8)
        let code = source.components(separatedBy: "// sample\n")[1].components(separatedBy: "// end of sample")[0]
        #expect(try String(contentsOf: readme, encoding: .utf8).contains(code))
    }

    // The administrator's day: AdministratorsDay.swift.

    @Test("policy and privacy notice are set")
    func decides() async throws { try await Day.administrator.decides() }

    @Test("roles and teams are defined and given")
    func rolesAndTeams() async throws { try await Day.administrator.rolesAndTeams() }

    @Test("three people are invited by a list")
    func invitesByList() async throws { try await Day.administrator.invitesByList() }

    @Test("their letters are a PDF of six pages")
    func printsLetters() async throws { try await Day.administrator.printsLetters() }

    @Test("a registration key: she says her name and is approved")
    func registers() async throws { try await Day.administrator.registers() }

    @Test("a member is renamed and says when she is there")
    func renamesMember() async throws { try await Day.administrator.renamesMember() }

    @Test("an invitation is made anew and withdrawn")
    func reissues() async throws { try await Day.administrator.reissues() }

    @Test("an invitation goes by e-mail, in the words of the house")
    func mails() async throws { try await Day.administrator.mails() }

    @Test("a device is renamed and revoked")
    func revokesDevice() async throws { try await Day.administrator.revokesDevice() }

    @Test("people and the log are verified, and counted")
    func proves() async throws { try await Day.administrator.proves() }

    @Test("a phone is lost: invited again, and taken back into a chat")
    func losesPhone() async throws { try await Day.administrator.losesPhone() }

    @Test("a second device is linked, and revoked")
    func linksDevice() async throws { try await Day.administrator.linksDevice() }

    @Test("several people have profiles on one device")
    func sharesDevice() async throws { try await Day.administrator.sharesDevice() }

    @Test("a phone is lost: the card at home brings everything back")
    func returnsByCard() async throws { try await Day.administrator.returnsByCard() }

    @Test("no administrator is left: the sheet from the safe lets one in")
    func returnsBySheet() async throws { try await Day.administrator.returnsBySheet() }

    // The team's day: TeamsDay.swift, TeamsPlans.swift and TeamsWounds.swift.

    @Test("an open channel is found with what newcomers read, and joined")
    func joinsChannel() async throws { try await Day.team.joinsChannel() }

    @Test("a channel is muted, archived and marked as unread")
    func arrangesChannel() async throws { try await Day.team.arrangesChannel() }

    @Test("who asks to join by invitation is refused, and let in")
    func asksToJoin() async throws { try await Day.team.asksToJoin() }

    @Test("a hidden channel is not found; who leaves a channel is out")
    func leavesChannel() async throws { try await Day.team.leavesChannel() }

    @Test("a closed chat stays closed, and everybody has a space of her own")
    func staysClosed() async throws { try await Day.team.staysClosed() }

    @Test("a large file goes into a folder, and comes whole to the others")
    func putsFile() async throws { try await Day.team.putsFile() }

    @Test("a file is renamed, moved, and gets another version")
    func changesFile() async throws { try await Day.team.changesFile() }

    @Test("photos of messages lie in a folder, and what was deleted comes back")
    func deletesFile() async throws { try await Day.team.deletesFile() }

    @Test("a survey is drafted, asked, answered by both, and read while it is open")
    func asks() async throws { try await Day.plans.asks() }

    @Test("a survey is closed, and leaves as a table")
    func closes() async throws { try await Day.plans.closes() }

    @Test("a secret survey of two tells nobody anything")
    func asksInSecret() async throws { try await Day.plans.asksInSecret() }

    @Test("an appointment comes every week at the same hour, also when clocks change")
    func plansWeekly() async throws { try await Day.plans.plansWeekly() }

    @Test("one occurrence is put off, one called off, later ones renamed")
    func changesOccurrences() async throws { try await Day.plans.changesOccurrences() }

    @Test("an invitation is answered, and what is at the same time is told")
    func answersInvitation() async throws { try await Day.plans.answersInvitation() }

    @Test("appointments go out as a file, and come in from one")
    func exchangesFiles() async throws { try await Day.plans.exchangesFiles() }

    @Test("a reminder is due, put off and put away")
    func reminds() async throws { try await Day.plans.reminds() }

    @Test("a role address is made and taken")
    func takesAddress() async throws { try await Day.plans.takesAddress() }

    @Test("a request is sent to it, taken over and done")
    func takesRequest() async throws { try await Day.plans.takesRequest() }

    @Test("whoever hands over is told what happened since")
    func looksBack() async throws { try await Day.plans.looksBack() }

    @Test("parts of words are found, umlauts in any spelling, and highlighted")
    func findsWords() async throws { try await Day.team.findsWords() }

    @Test("what is found is by one person, of one kind, with a photo")
    func findsMore() async throws { try await Day.team.findsMore() }

    @Test("a draft is kept until something is sent")
    func keepsDraft() async throws { try await Day.team.keepsDraft() }

    @Test("one message goes into several conversations, and is forwarded")
    func sendsOn() async throws { try await Day.team.sendsOn() }

    @Test("a place is sent if the policy permits it")
    func sendsPlace() async throws { try await Day.team.sendsPlace() }

    @Test("who tells what she reads is seen to read and to type")
    func tellsWhatSheReads() async throws { try await Day.team.tellsWhatSheReads() }

    @Test("a wound is described, photographed in two steps, and seen by everybody")
    func photographs() async throws { try await Day.wounds.photographs() }

    @Test("a finding is corrected and one struck, and what they said stays")
    func corrects() async throws { try await Day.wounds.corrects() }

    @Test("six weeks without healing put a question, which is answered")
    func asksAfterSixWeeks() async throws { try await Day.wounds.asksAfterSixWeeks() }

    @Test("a wound is closed, and opened again")
    func closesWound() async throws { try await Day.wounds.closesWound() }

    @Test("a report leaves for the record, seen by everybody, if the policy permits it")
    func reports() async throws { try await Day.wounds.reports() }

    @Test("what is in the patient's record is marked, and what is not is listed")
    func marks() async throws { try await Day.wounds.marks() }

    @Test("a bundle and a package leave for the record")
    func packs() async throws { try await Day.wounds.packs() }

    @Test("a photo waits in the tray, is filed and moved to its wound")
    func files() async throws { try await Day.wounds.files() }

    @Test("what would vanish is foretold before it is decided")
    func foretells() async throws { try await Day.wounds.foretells() }

    @Test("what is covered on a photo is gone from it, also after it was sent")
    func covers() async throws { try await Day.wounds.covers() }

    @Test("where it is required, nothing leaves that nobody looked through")
    func looksThrough() async throws { try await Day.wounds.looksThrough() }

    @Test("a wristband says whose a wound is, by the pattern of the house")
    func readsCodes() async throws { try await Day.wounds.readsCodes() }

    @Test("each code has the case that the README says")
    func codes() throws {
        let rows = try String(contentsOf: readme, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count > 25)
        for row in rows {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
            let failure = Failure(code: cells[0], retry: .never, retryAfter: .zero, reference: "", text: "")
            let found = try #require(Mirror(reflecting: VerbandError(failure)).children.first?.label)
            #expect(found.lowercased() == cells[1].lowercased())
        }
    }

    @Test("locking ends feeds and calls")
    func locks() async throws {
        let conversations = try Day.nurse.conversations()
        let (first, seen) = AsyncStream<Void>.makeStream()
        let reader = Task {
            for try await _ in conversations.rows { seen.yield() }
            return true
        }
        for await _ in first { break }
        let photo = try await Day.nurse.newestMessages(Day.channel, limit: 50).compactMap(\.photo).first
        let open = try await Day.nurse.openPhoto(try #require(photo))
        try Day.nurse.lock()
        #expect(try await reader.value)
        #expect(try Day.nurse.isLocked())
        #expect(await failure { try await Day.nurse.sendText(Day.channel, "zu spät") }?.code == "locked")
        #expect(await failure { _ = try await Day.nurse.account() }?.code == "locked")
        #expect(await failure { _ = try Day.nurse.messages(Day.channel) }?.code == "locked")
        #expect(await failure { _ = try await open.read(at: 0) }?.code == "locked")
        Day.nurse = nil
    }

    @Test("a wrong PIN is a typed error, many mean waiting")
    func wrongPin() async throws {
        defer { Day.end() }
        let profile = Day.profile("nurse")
        func attempt(_ pin: String) async throws -> Failure {
            let error = await failure { _ = try await Verband.unlock(profile, pin: pin, secret: nurseSecret) }
            guard case .wrongPin(let failure) = error else { throw Unexpected(error: error) }
            return failure
        }
        let wrong = try await attempt("000000")
        #expect(wrong.code == "wrong-pin")
        #expect(wrong.retryAfter == .zero)
        let again = try await Verband.unlock(profile, pin: pin, secret: nurseSecret)
        try await again.changePin(old: pin, new: "4711471147", secret: nurseSecret)
        #expect(try await again.newestMessages(Day.channel, limit: 50).count == 10)
        try again.lock()
        var last = try await attempt(pin)
        while last.retryAfter == .zero { last = try await attempt(pin) }
        #expect(last.code == "wrong-pin")
        #expect(last.retry == .after)
        // Now the right one does not count either.
        let blocked = try await attempt("4711471147")
        #expect(blocked.code == "pin-blocked")
        #expect(blocked.retryAfter > .zero)
        let screen = try await Verband.lockScreen(profile)
        #expect(screen.waitMs > 0 && screen.pinLength >= 6 && screen.biometrics && screen.triesLeft == nil)
    }
}

/// Width and height, from the frame header of a JPEG.
private func sizeOf(_ jpeg: Data) -> [Int] {
    let bytes = [UInt8](jpeg)
    var at = 2
    while at + 9 < bytes.count, bytes[at] == 0xFF {
        if (0xC0...0xC2).contains(bytes[at + 1]) {
            return [Int(bytes[at + 7]) << 8 | Int(bytes[at + 8]), Int(bytes[at + 5]) << 8 | Int(bytes[at + 6])]
        }
        at += 2 + (Int(bytes[at + 2]) << 8 | Int(bytes[at + 3]))
    }
    return []
}

private func withoutMetadata(_ jpeg: Data) -> Bool {
    traces.allSatisfy { jpeg.range(of: Data($0.utf8)) == nil }
}
