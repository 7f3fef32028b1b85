// A team's day: channels, chats, files, messages. Kotlin and browser play the same, test for test.

import Foundation
import Testing
@testable import VerbandSDK

private let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
private let photo = here.appendingPathComponent("../../../../tests/fixtures/wound.jpg").standardized

/// Ids of what is not there.
private let noConversation = String(repeating: "ab", count: 32)
private let noEvent = String(repeating: "ab", count: 16)

/// The administrator founds the ward's channel; the nurse is an ordinary member. Both follow the server.
@MainActor
final class TeamsDay {
    private(set) var ward: LogId = ""
    private var team: LogId = ""
    private var chat: LogId = ""
    private var plans: EventId = ""
    private var december: EventId = ""
    private var who: MemberId = ""
    private let bytes = (0..<100).reduce(into: Data()) { $0.append(Data(repeating: UInt8($1), count: 60_000)) }

    private var admin: Verband { Day.admin }
    private var nurse: Verband { Day.nurse }

    /// Lets both catch up until there is something that no feed shows.
    private func settled<T>(_ ask: @MainActor () async throws -> T?) async throws -> T {
        while true {
            if let found = try await ask() { return found }
            try await admin.sync()
            try await nurse.sync()
        }
    }

    /// Waits until a conversation stands in a list as wanted.
    @discardableResult
    private func row(
        _ device: Verband, _ conversation: LogId, _ wanted: (ConversationRow) -> Bool = { _ in true }
    ) async throws -> ConversationRow {
        let rows = try await until(device.conversations()) { $0.contains { $0.log == conversation && wanted($0) } }
        return try #require(rows.first { $0.log == conversation })
    }

    @discardableResult
    private func arrived(_ device: Verband, _ conversation: LogId, _ event: EventId) async throws -> MessageRow {
        let rows = try await until(device.messages(conversation)) { $0.contains { $0.event == event } }
        return try #require(rows.first { $0.event == event })
    }

    private func listed(_ conversation: LogId) async throws -> ChannelRow? {
        try await nurse.listedChannels().first { $0.log == conversation }
    }

    private func founded(_ title: String, _ join: Join, history: History = .full, purpose: String = "") -> NewChannel {
        let details = ChannelDetails(title: title, description: purpose, picture: nil)
        return NewChannel(details: details, join: join, history: history, write: .everyone, invite: .moderators)
    }

    // MARK: Channels

    func joinsChannel() async throws {
        who = try await nurse.account().member
        ward = try await admin.createChannel(founded("Station 3", .open, purpose: "Was auf der Station anliegt"))
        try await admin.sendText(ward, "Frau Grün ist zurück")
        let row = try await settled { try await self.listed(self.ward) }
        #expect([row.title, row.description] == ["Station 3", "Was auf der Station anliegt"])
        #expect(row.join == .open && !row.inside)
        #expect(try await nurse.historyInWords(row.history, .german) == "Sie lesen dort alles von Anfang an.")
        try await nurse.askToJoin(ward)
        try await self.row(nurse, ward) { $0.writable && $0.description == row.description }
        _ = try await until(nurse.messages(ward)) { $0.contains { $0.text == "Frau Grün ist zurück" } }
        #expect(try await listed(ward)?.inside == true)
        let policy = try await nurse.conversationPolicy(ward)
        #expect(try await policy.moderators == [admin.account().member] && !policy.moderates)
        let change = ChannelChange(write: .moderators)
        #expect(await failure { try await self.nurse.setPolicy(self.ward, change) }?.code == "not-allowed")
    }

    func arrangesChannel() async throws {
        try await nurse.markRead(ward)
        try await nurse.mute(ward)
        try await nurse.setArchived(ward, true)
        try await nurse.markUnread(ward)
        #expect(try await row(nurse, ward) { $0.archived && $0.markedUnread }.mutedUntil > 0)
        #expect(try await until(nurse.conversations()) { _ in true }.last?.log == ward)
        let first = try await admin.sendText(ward, "Visite um zehn")
        let second = try await admin.sendText(ward, "Visite doch um elf")
        #expect(try await arrived(nurse, ward, second).text == "Visite doch um elf")
        #expect(try await nurse.attention(ward, second) == Attention.none)
        let unread = try await nurse.unreadMessages(ward)
        #expect(unread.map(\.event) == [first, second])
        try await nurse.markReadTo(ward, seq: try #require(unread[0].seq))
        #expect(try await nurse.unreadMessages(ward).map(\.event) == [second])
        try await nurse.mute(ward, until: 0)
        try await nurse.setArchived(ward, false)
        try await nurse.markRead(ward)
        #expect(try await nurse.attention(ward, second) == .notify)
        try await row(nurse, ward) { !$0.archived && !$0.markedUnread && $0.unread == 0 && $0.mutedUntil == 0 }
        #expect(await failure { _ = try await self.nurse.attention(self.ward, noEvent) }?.code == "not-found")
    }

    func asksToJoin() async throws {
        team = try await admin.createChannel(founded("Leitung", .invitation, history: .fromJoin))
        try await admin.sendText(team, "vor ihr")
        let row = try await settled { try await self.listed(self.team) }
        #expect(try await nurse.historyInWords(row.history, .english) == "You will read what is written from now on.")
        try await nurse.askToJoin(team)
        #expect(try await listed(team)?.request == .waiting)
        try await nurse.takeBackRequest(team)
        #expect(try await listed(team)?.request == nil)
        try await nurse.askToJoin(team)
        let asking = try #require(try await until(admin.joinRequests()) { !$0.isEmpty }.first)
        #expect(asking.log == team && asking.name == "Nora Nurse")
        let nobody = try await admin.account().member
        #expect(
            await failure { try await self.admin.answerRequest(self.team, nobody, admit: true) }?.code == "not-found")
        try await admin.answerRequest(team, who, admit: false)
        #expect(try await listed(team)?.request == .refused)
        try await nurse.askToJoin(team)
        _ = try await until(admin.joinRequests()) { !$0.isEmpty }
        #expect(try await admin.joinRequests(team).map(\.member) == [who])
        try await admin.answerRequest(team, who, admit: true)
        try await self.row(nurse, team) { $0.writable }
        try await arrived(nurse, team, admin.sendText(team, "mit ihr"))
        #expect(try await !nurse.newestMessages(team, limit: 50).contains { $0.text == "vor ihr" })
    }

    func leavesChannel() async throws {
        let hidden = try await admin.createChannel("Betriebsrat", join: .hidden)
        _ = try await settled { try await self.admin.status().waiting == 0 ? hidden : nil }
        #expect(try await listed(hidden) == nil)
        #expect(await failure { try await self.nurse.askToJoin(hidden) }?.code == "not-found")
        #expect(await failure { try await self.admin.leave(self.team) }?.code == "last-moderator")
        try await nurse.leave(team)
        try await row(nurse, team) { !$0.writable }
        #expect(await failure { try await self.nurse.sendText(self.team, "zu spät") }?.code == "not-in")
        // Whoever takes her out may hear of it after her.
        let alone = [try await admin.account().member]
        _ = try await settled { try await self.admin.conversationMembers(self.team) == alone ? alone : nil }
    }

    func staysClosed() async throws {
        chat = try await admin.createChat([who])
        let event = try await admin.sendText(chat, "unter uns")
        #expect(try await arrived(nurse, chat, event).text == "unter uns")
        let row = try await row(nurse, chat)
        #expect(row.title == "Anna Admin" && row.kind == .chat && row.history == .closed)
        let own = [who, try await admin.account().member]
        let other = try #require(try await admin.members().first { !own.contains($0.id) && !$0.revoked })
        #expect(await failure { try await self.admin.addMembers(self.chat, [other.id]) }?.code == "not-allowed")
        #expect(await failure { try await self.nurse.leave(self.chat) }?.code == "not-allowed")

        let space = try #require(try await nurse.personalSpace())
        let note = try await nurse.sendText(space, "Schlüssel liegt im Dienstzimmer")
        _ = try await until(nurse.messages(space)) { $0.contains { $0.event == note && $0.state == .sent } }
        #expect(try await nurse.conversationMembers(space) == [who])
        #expect(try await admin.personalSpace() != space)
        #expect(try await !until(nurse.conversations()) { _ in true }.contains { $0.log == space })
    }

    // MARK: Files

    private func file(_ bytes: Data) throws -> FileHandle {
        let file = Day.folder.appendingPathComponent("file")
        try bytes.write(to: file)
        return try FileHandle(forReadingFrom: file)
    }

    private func read(_ device: Verband, _ item: EventId, version: EventId? = nil) async throws -> Data {
        let file = Day.folder.appendingPathComponent("read")
        #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
        try await device.openFile(ward, item, version: version).copy(to: try FileHandle(forWritingTo: file))
        return try Data(contentsOf: file)
    }

    func putsFile() async throws {
        plans = try await admin.createFolder(ward, name: "Dienstpläne")
        try admin.stop()
        december = try await admin.putFile(ward, name: "Dezember.bin", from: file(bytes), in: plans)
        let waiting = try #require(try await until(admin.transfers()) { !$0.isEmpty }.first)
        #expect(waiting.name == "Dezember.bin" && waiting.direction == .up && waiting.done == 0)
        #expect(waiting.total > UInt64(bytes.count))
        let unsent = try await until(admin.outbox()) { _ in true }
        #expect(unsent.first { $0.event == december }?.state == .files)
        // From part to part, until nothing is on its way any more.
        var done: [UInt64] = []
        for try await rows in try admin.transfers().rows {
            guard let row = rows.first else { break }
            try admin.start()
            done.append(row.done)
        }
        #expect(done == done.sorted())

        let row = try #require(try await until(nurse.files(ward, .folder(plans))) { !$0.isEmpty }.first)
        #expect(row.name == "Dezember.bin" && row.kind == .file && !row.here)
        #expect(row.size == UInt64(bytes.count) && row.authorName == "Anna Admin")
        try await nurse.downloadFile(ward, december)
        _ = try await until(nurse.files(ward, .folder(plans))) { $0.contains(where: \.here) }
        #expect(try await read(nurse, december) == bytes)
        #expect(try await nurse.storageOf(ward).used > UInt64(bytes.count))
        try await nurse.freeFile(ward, december)
        #expect(try await !nurse.file(ward, december).here)
        let handle = try file(bytes)
        let bad = await failure { try await self.admin.putFile(self.ward, name: "a/b", from: handle) }
        #expect(bad?.code == "file-name")
    }

    func changesFile() async throws {
        try await nurse.renameFile(ward, december, name: "Winter.bin")
        let archive = try await nurse.createFolder(ward, name: "Archiv", in: plans)
        try await nurse.moveFile(ward, december, to: archive)
        let second = try await nurse.putVersion(ward, december, from: file(Data("neu".utf8)))
        let row = try #require(
            try await until(admin.files(ward, .folder(archive))) { $0.contains { $0.versions == 2 } }.first)
        #expect(row.name == "Winter.bin" && row.authorName == "Nora Nurse" && row.size == 3)
        #expect(try await read(admin, december) == Data("neu".utf8))
        #expect(try await read(admin, december, version: december) == bytes)
        let versions = try await admin.fileVersions(ward, december)
        #expect(versions.map(\.event) == [second, december] && versions.map(\.current) == [true, false])
        try await admin.restoreVersion(ward, december, december)
        let size = UInt64(bytes.count)
        _ = try await until(nurse.files(ward, .folder(archive))) { $0.contains { $0.size == size } }
        let copy = try await admin.copyFile(ward, december, to: chat)
        #expect(try await until(nurse.files(chat)) { $0.contains { $0.event == copy } }.map(\.name) == ["Winter.bin"])
        let inside = await failure { try await self.nurse.moveFile(self.ward, self.plans, to: archive) }
        #expect(inside?.code == "not-allowed")
        #expect(await failure { try await self.nurse.renameFile(self.ward, noEvent, name: "x") }?.code == "not-found")
    }

    func deletesFile() async throws {
        let event = try await admin.sendPhoto(ward, try Data(contentsOf: photo), caption: "Ferse links")
        let photos = try await until(nurse.files(ward)) { $0.contains { $0.kind == .photos } }
        #expect(photos.first?.items == 1)
        #expect(try await nurse.photosFolder(.german) == "Fotos")
        let row = try #require(try await nurse.filesIn(ward, .photos).first)
        #expect(row.event == event && row.name == "Ferse links")

        let hers = await failure { try await self.nurse.deleteFiles(self.ward, [self.plans]) }
        #expect(hers?.code == "not-allowed")
        let deletes = try await admin.deleteFiles(ward, [plans])
        #expect(try await admin.filesIn(ward).map(\.kind) == [.photos])
        #expect(try await until(admin.outbox()) { _ in true }.first?.state == .held)
        #expect(try await admin.undoDelete(ward, deletes))
        #expect(try await admin.filesIn(ward).map(\.name) == ["", "Dienstpläne"])
        try await admin.delete(ward, [december])
        _ = try await until(nurse.files(ward, .folder(plans))) { $0.first?.items == 0 }
        #expect(await failure { _ = try await self.nurse.openFile(self.ward, self.december) }?.code == "not-found")
    }

    // MARK: Search

    private func marked(_ hit: SearchHit) -> [String] {
        hit.marks.map {
            NSString(string: hit.excerpt).substring(with: NSRange(location: Int($0.start), length: Int($0.len)))
        }
    }

    func findsWords() async throws {
        let compound = try await nurse.sendText(ward, "Kompressionsverband gewechselt, Größe unverändert")
        try await arrived(admin, ward, compound)
        let word = try await admin.sendText(ward, "Verband trocken")
        // Whole words first, then parts of others.
        let hits = try await admin.search(SearchQuery(words: "verband", conversation: ward))
        #expect(hits.map(\.event) == [word, compound])
        #expect(hits.map(marked) == [["Verband"], ["verband"]])
        let large = try await admin.search(SearchQuery(words: "groesse wechsel", conversation: ward))
        #expect(large.map(marked) == [["wechsel", "Größe"]])
        #expect(try await admin.search(SearchQuery(words: "\"verband trocken\"")).map(\.event) == [word])
        #expect(try await admin.searchHint(SearchQuery(words: "xylophon"), .german).contains("gefunden"))
        let everything = try await admin.findEverywhere("nora")
        #expect(everything.people.map(\.id) == [who])
        #expect(everything.conversations.contains { $0.log == chat })
    }

    func findsMore() async throws {
        let query = SearchQuery(words: "verband", conversation: ward)
        let hers = SearchQuery(words: "verband", author: who, conversation: ward)
        #expect(try await admin.search(hers).map(\.authorName) == ["Nora Nurse"])
        #expect(try await nurse.search(SearchQuery(words: "sommerfest", kind: "survey")).map(\.kind) == ["survey"])
        let photos = try await nurse.search(SearchQuery(words: "ferse", conversation: ward, withPhoto: true))
        #expect(photos.count == 1 && photos[0].photo != nil && photos[0].thumbnail != nil)
        var rest = query
        rest.after = try await admin.search(query, limit: 1).first?.position
        let later = try await admin.search(rest).map(\.event)
        #expect(try await admin.search(query).dropFirst().map(\.event) == later)
        let feed = try admin.searched(query)
        let event = try await nurse.sendText(ward, "Saugverband angelegt")
        #expect(try await until(feed) { $0.count == 3 }.contains { $0.event == event })
        let unknown = SearchQuery(words: "verband", kind: "telegram")
        #expect(await failure { _ = try await self.admin.search(unknown) }?.code == "not-found")
    }

    // MARK: Messages

    func keepsDraft() async throws {
        try await nurse.setDraft(ward, "Zimmer 12 braucht noch")
        #expect(try await row(nurse, ward) { !$0.draft.isEmpty }.draft == "Zimmer 12 braucht noch")
        try await nurse.sendText(ward, "Zimmer 12 braucht noch Tee")
        try await row(nurse, ward) { $0.draft.isEmpty }
        #expect(await failure { try await self.nurse.setDraft(noConversation, "x") }?.code == "not-found")
        let form = DraftKey(conversation: ward, form: "wound")
        try await nurse.keepDraft(form, "Ferse links")
        #expect(try await nurse.draft(form) == "Ferse links")
        try await nurse.dropDraft(form)
        #expect(try await nurse.draft(form) == nil)
    }

    func sendsOn() async throws {
        let message = NewMessage(text: "Heute keine Visite")
        let events = try await admin.broadcast([ward, chat], message)
        #expect(try await arrived(nurse, ward, events[0]).text == "Heute keine Visite")
        #expect(try await arrived(nurse, chat, events[1]).text == "Heute keine Visite")
        let before = try await admin.newestMessages(chat, limit: 50).count
        let one = await failure { try await self.admin.broadcast([self.chat, noConversation], message) }
        #expect(one?.code == "not-found")
        #expect(try await admin.newestMessages(chat, limit: 50).count == before)
        let own = try #require(try await nurse.personalSpace())
        let copies = try await nurse.forward(ward, events[0], to: [own])
        let newest = try #require(try await nurse.newestMessages(own, limit: 1).first)
        #expect(copies == [newest.event] && newest.forwarded)
        #expect(await failure { try await self.nurse.forward(self.ward, noEvent, to: [own]) }?.code == "not-found")
    }

    func sendsPlace() async throws {
        let place = Location(latitude: 52_520_000, longitude: 13_405_000, accuracy: 20)
        let message = NewMessage(text: "", location: place)
        let refused = await failure { try await self.nurse.send(self.ward, message) }?.failure
        #expect([refused?.code, refused?.reference] == ["policy", "location"])
        var policy = try await admin.policy()
        (policy.location, policy.readReceipts) = (true, true)
        try await admin.setPolicy(policy)
        try await nurse.sync()
        #expect(try await arrived(admin, ward, nurse.send(ward, message)).location == place)
    }

    func tellsWhatSheReads() async throws {
        try await nurse.markRead(ward)
        let event = try await admin.sendText(ward, "Bitte lesen")
        try await arrived(nurse, ward, event)
        let rows = try await until(admin.messages(ward)) { $0.contains { $0.event == event && $0.receivedBy == 1 } }
        #expect(rows.first { $0.event == event }?.readBy == 0)
        #expect(try await !nurse.readReceipts())
        try await nurse.setReadReceipts(true)
        #expect(try await nurse.readReceipts())
        try await nurse.markRead(ward)
        _ = try await until(admin.messages(ward)) { $0.contains { $0.event == event && $0.readBy == 1 } }
        let receipt = Receipt(member: who, name: "Nora Nurse", received: true, read: true)
        #expect(try await admin.receipts(ward, event) == [receipt])
        // It is said again while she does.
        let typing = try await settled {
            try await self.nurse.setTyping(self.ward)
            return try await self.admin.typing(self.ward).first
        }
        #expect(typing == who)
        #expect(await failure { _ = try await self.admin.receipts(self.ward, noEvent) }?.code == "not-found")
    }
}
