// Getting in: enrolling, unlocking, following the server, locking. What one does then is in the files beside it.

import Foundation
import VerbandFFI

/// An unlocked profile.
///
/// Functions that are `async` may be called from any actor, also the main one: the work runs elsewhere. Cancelling the
/// task ends it. After `lock` every call throws `VerbandError.locked` and every feed ends.
public final class Verband: Sendable {
    let client: VerbandClient

    init(_ client: VerbandClient) { self.client = client }

    /// Follows the server until `stop`: receives, sends what waits, tries again without network.
    public func start() throws { try mapped { try client.start() } }

    /// Stops following, as an app does in the background. What waits stays on this device.
    public func stop() throws { try mapped { try client.stop() } }

    /// Locks: forgets all keys. An app calls it when it goes out of sight. Takes as long as what is being written at this moment.
    public func lock() throws { try mapped { try client.lock() } }

    /// Whether this profile was locked: then `unlock` gives a new one.
    public func isLocked() throws -> Bool { try mapped { try client.isLocked() } }

    /// Who this profile is.
    public func account() async throws -> Account { try mapped { try client.account() } }

    /// Whether the server is reached, what waits, why following ended if it did, and why nothing is shown if so.
    public func status() async throws -> Status { try mapped { try client.status() } }

    /// Changes the PIN. Needs no network.
    public func changePin(old: String, new: String, secret: Data) async throws {
        try await call { _ in try await self.client.changePin(old: old, new: new, secret: secret) }
    }

    /// Takes the PIN again, for what asks for that. It counts for two minutes; a wrong one costs what it costs at the lock.
    public func verifyPin(_ pin: String, secret: Data) async throws -> PinProof {
        try await call { _ in try await self.client.verifyPin(pin: pin, secret: secret) }
    }

    func perform(_ command: Command) async throws -> CommandResult {
        try await call { try await self.client.perform(command: command, cancel: $0) }
    }

    func message(_ command: Messaging) async throws -> MessagingResult {
        try await call { try await self.client.message(command: command, cancel: $0) }
    }

    func administer(_ command: Administration) async throws -> AdministrationResult {
        try await call { try await self.client.administer(command: command, cancel: $0) }
    }

    func searching(_ command: Search) async throws -> SearchResult {
        try await call { try await self.client.search(command: command, cancel: $0) }
    }

    func prove(_ command: Proof) async throws -> ProofResult {
        try await call { try await self.client.prove(command: command, cancel: $0) }
    }

    func gather(_ command: Channels) async throws -> ChannelsResult {
        try await call { try await self.client.gather(command: command, cancel: $0) }
    }

    func schedule(_ command: VerbandFFI.Calendar) async throws -> CalendarResult {
        try await call { try await self.client.schedule(command: command, cancel: $0) }
    }

    func takeCharge(_ command: Responsibility) async throws -> ResponsibilityResult {
        try await call { try await self.client.takeCharge(command: command, cancel: $0) }
    }

    func surveying(_ command: Surveying, _ language: Language = .german) async throws -> SurveyingResult {
        try await call { try await self.client.survey(command: command, language: language, cancel: $0) }
    }

    func album(_ command: Album, _ language: Language = .german) async throws -> AlbumResult {
        try await call { try await self.client.album(command: command, language: language, cancel: $0) }
    }

    func record(_ command: WoundRecord, _ language: Language = .german) async throws -> WoundRecordResult {
        try await call { try await self.client.record(command: command, language: language, cancel: $0) }
    }

    func measure(_ command: Measuring, _ language: Language = .german) async throws -> MeasuringResult {
        try await call { try await self.client.measure(command: command, language: language, cancel: $0) }
    }

    func documented(_ command: PatientRecord, _ language: Language = .german) async throws -> PatientRecordResult {
        try await call { try await self.client.patientRecord(command: command, language: language, cancel: $0) }
    }

    func retaining(_ command: Retaining, _ language: Language = .german) async throws -> RetainingResult {
        try await call { try await self.client.retaining(command: command, language: language, cancel: $0) }
    }

    func inviting(_ command: Inviting) async throws -> InvitingResult {
        try await call { try await self.client.invite(command: command, cancel: $0) }
    }
}

extension Verband {
    /// Whether somebody has enrolled in this profile: then it is unlocked, otherwise she enrols.
    public static func isEnrolled(_ profile: Profile) async throws -> Bool {
        try mapped { try VerbandFFI.isEnrolled(profile: profile) }
    }

    /// What an invitation says, for the person to check before she chooses a PIN.
    public static func lookUp(_ profile: Profile, _ invitation: Invitation) async throws -> InvitationPreview {
        try await call { try await VerbandFFI.lookUp(profile: profile, invitation: invitation, cancel: $0) }
    }

    /// Enrols under a new PIN and a new `secret` of 32 random bytes, which the platform's key store keeps; with a
    /// registration key under `name`. If this is cancelled or killed after the invitation was claimed, or an administrator
    /// has to approve first, `unlock` goes on.
    public static func enrol(
        _ profile: Profile, _ invitation: Invitation, pin: String, secret: Data, name: String? = nil
    ) async throws -> Verband {
        Verband(
            try await call {
                try await VerbandFFI.enrol(
                    profile: profile, invitation: invitation, name: name, pin: pin, secret: secret, cancel: $0)
            })
    }

    /// Founds an organisation; this device is its first administrator's. The sheet is to be printed.
    public static func found(
        _ profile: Profile, _ organisation: Organisation, pin: String, secret: Data
    ) async throws -> (Verband, RecoverySheet) {
        let founded = try await call {
            try await VerbandFFI.found(profile: profile, organisation: organisation, pin: pin, secret: secret, cancel: $0)
        }
        return (Verband(founded.client), founded.sheet)
    }

    /// What a recovery card brings back, for the person to check.
    public static func lookUpRecovery(_ profile: Profile, _ paper: PaperKey) async throws -> Recoverable {
        try await call { try await VerbandFFI.lookUpRecovery(profile: profile, paper: paper, cancel: $0) }
    }

    /// Comes back with a recovery card. Her earlier devices fall; what her backups and channels hold comes by itself.
    public static func recover(_ profile: Profile, _ paper: PaperKey, pin: String, secret: Data) async throws -> Verband {
        Verband(
            try await call {
                try await VerbandFFI.recover(profile: profile, paper: paper, pin: pin, secret: secret, cancel: $0)
            })
    }

    /// Which organisation a recovery sheet belongs to.
    public static func lookUpRoot(_ profile: Profile, _ paper: PaperKey) async throws -> Recoverable {
        try await call { try await VerbandFFI.lookUpRoot(profile: profile, paper: paper, cancel: $0) }
    }

    /// Comes in as an administrator with the recovery sheet, when no device of one is left. Everybody is told.
    public static func restore(
        _ profile: Profile, _ paper: PaperKey, as who: Administrator, pin: String, secret: Data
    ) async throws -> Verband {
        Verband(
            try await call {
                try await VerbandFFI.restore(
                    profile: profile, paper: paper, who: who, pin: pin, secret: secret, cancel: $0)
            })
    }

    /// What the lock screen of a profile has to know before it asks for a PIN. It is no secret.
    public static func lockScreen(_ profile: Profile) async throws -> LockScreen {
        try mapped { try VerbandFFI.lockScreen(profile: profile) }
    }

    /// Unlocks a profile.
    public static func unlock(_ profile: Profile, pin: String, secret: Data) async throws -> Verband {
        Verband(try await call { _ in try await VerbandFFI.unlock(profile: profile, pin: pin, secret: secret) })
    }
}
