// The organisation: members, devices, roles, teams, policy and privacy notice, one function each.

import Foundation
import VerbandFFI

extension Verband {
    // MARK: Members

    /// Everybody in the organisation, by name.
    public func members() async throws -> [MemberRow] {
        guard case .members(let rows) = try await administer(.members) else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Those who belong to the organisation and whose name, function and ward contain all of these words.
    public func findMembers(_ words: String) async throws -> [MemberRow] {
        let found = try await administer(.findMembers(words: words))
        guard case .members(let rows) = found else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Approves a claim that waits.
    public func approve(_ member: MemberId) async throws { _ = try await administer(.approve(member: member)) }

    /// Makes a member an administrator, or takes it back.
    public func setAdmin(_ member: MemberId, _ admin: Bool) async throws {
        _ = try await administer(.setAdmin(member: member, admin: admin))
    }

    /// A member leaves the organisation: she loses access at once.
    public func revokeMember(_ member: MemberId) async throws {
        _ = try await administer(.revokeMember(member: member))
    }

    /// Writes what the organisation says of a member.
    public func setMemberDetails(_ member: MemberId, _ details: MemberDetails) async throws {
        _ = try await administer(.setMemberDetails(member: member, details: details))
    }

    /// Writes what this person says of herself: when she can be reached, and her picture, which all get as a thumbnail.
    public func setStatus(_ availability: String, picture: Data? = nil) async throws {
        _ = try await administer(.setStatus(availability: availability, picture: picture))
    }

    /// What a member may do.
    public func rightsOf(_ member: MemberId) async throws -> [Right] {
        let result = try await administer(.rightsOf(member: member))
        guard case .rights(let rights) = result else { throw VerbandError.inside("another result") }
        return rights
    }

    // MARK: Roles and teams

    /// The roles, the built-in ones first.
    public func roles() async throws -> [RoleRow] {
        guard case .roles(let rows) = try await administer(.roles) else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Defines a role, new or anew, with all its rights.
    @discardableResult
    public func defineRole(_ title: String, _ rights: [Right], role: RoleId? = nil) async throws -> RoleId {
        let result = try await administer(.defineRole(role: role, title: title, rights: rights))
        guard case .role(let role) = result else { throw VerbandError.inside("another result") }
        return role
    }

    /// Retires a role: nobody has its rights any more.
    public func retireRole(_ role: RoleId) async throws { _ = try await administer(.retireRole(role: role)) }

    /// Gives a member all her roles, and an end of her membership if she is a guest (milliseconds since the Unix epoch).
    public func assignRoles(_ member: MemberId, _ roles: [RoleId], until: UInt64? = nil) async throws {
        _ = try await administer(.assignRoles(member: member, roles: roles, until: until))
    }

    /// The teams.
    public func teams() async throws -> [TeamRow] {
        guard case .teams(let rows) = try await administer(.teams) else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Defines a team, new or with a new title.
    @discardableResult
    public func defineTeam(_ title: String, team: TeamId? = nil) async throws -> TeamId {
        let result = try await administer(.defineTeam(team: team, title: title))
        guard case .team(let team) = result else { throw VerbandError.inside("another result") }
        return team
    }

    /// Dissolves a team.
    public func retireTeam(_ team: TeamId) async throws { _ = try await administer(.retireTeam(team: team)) }

    /// Says all teams that a member belongs to.
    public func assignTeams(_ member: MemberId, _ teams: [TeamId]) async throws {
        _ = try await administer(.assignTeams(member: member, teams: teams))
    }

    // MARK: What the organisation decided

    /// The policy that is in force.
    public func policy() async throws -> OrganisationPolicy {
        guard case .policy(let policy) = try await administer(.policy) else { throw VerbandError.inside("another result") }
        return policy
    }

    /// Sets the policy: all of it, so what `policy` gives with what changes.
    public func setPolicy(_ policy: OrganisationPolicy) async throws {
        _ = try await administer(.setPolicy(policy: policy))
    }

    /// The privacy notice that is in force, if there is one.
    public func notice() async throws -> Notice? {
        guard case .notice(let notice) = try await administer(.notice) else { throw VerbandError.inside("another result") }
        return notice
    }

    /// Whether there is a privacy notice that this person has not accepted yet.
    public func noticeIsNew() async throws -> Bool {
        guard case .answer(let yes) = try await administer(.noticeIsNew) else { throw VerbandError.inside("another result") }
        return yes
    }

    /// The version of the privacy notice that a member has accepted, as the log says.
    public func acceptedNotice(_ member: MemberId) async throws -> UInt32? {
        let result = try await administer(.acceptedNotice(member: member))
        guard case .acceptedNotice(let version) = result else { throw VerbandError.inside("another result") }
        return version
    }

    /// This person has read a version of the privacy notice. It is on disk when this returns.
    public func acceptNotice(_ version: UInt32) async throws { _ = try await administer(.acceptNotice(version: version)) }

    /// Publishes a new privacy notice, of which everybody is told; gives its version.
    @discardableResult
    public func setNotice(german: String, english: String = "") async throws -> UInt32 {
        let result = try await administer(.setNotice(german: german, english: english))
        guard case .noticeVersion(let version) = result else { throw VerbandError.inside("another result") }
        return version
    }

    // MARK: Devices, keys and alarms

    /// All devices, one's own first.
    public func devices() async throws -> [DeviceRow] {
        guard case .devices(let rows) = try await administer(.devices) else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Gives a device of one's own a name.
    public func renameDevice(_ device: DeviceId, _ name: String) async throws {
        _ = try await administer(.renameDevice(device: device, name: name))
    }

    /// A device is lost: one's own other one, or with the right anybody's.
    public func revokeDevice(_ device: DeviceId) async throws { _ = try await administer(.revokeDevice(device: device)) }

    /// The further devices that fall if that one is revoked: those that it let in.
    public func fallsWith(_ device: DeviceId) async throws -> [DeviceId] {
        let result = try await administer(.fallsWith(device: device))
        guard case .deviceIds(let devices) = result else { throw VerbandError.inside("another result") }
        return devices
    }

    /// When devices last reached the server, as the server says: of one's own the day, of others about how long ago.
    public func deviceContacts() async throws -> [DeviceContact] {
        guard case .contacts(let rows) = try await administer(.deviceContacts) else {
            throw VerbandError.inside("another result")
        }
        return rows
    }

    /// What was signed and contradicts what this device knows, as a file that `verband verify` examines.
    public func alarmEvidence(_ alarm: Int64) async throws -> Data? {
        guard case .evidence(let evidence) = try await administer(.alarmEvidence(alarm: alarm)) else {
            throw VerbandError.inside("another result")
        }
        return evidence
    }

    /// Makes a recovery key for this person, who has just typed her PIN again (`verifyPin`); an earlier one is dead. It comes back
    /// once, for her card (`recoveryCard`).
    public func makeRecoveryKey(_ proof: PinProof) async throws -> RecoveryCard {
        try await call { try await self.client.makeRecoveryKey(proof: proof, cancel: $0) }
    }

    /// Whether this person has a recovery key on paper.
    public func hasRecoveryKey() async throws -> Bool {
        guard case .answer(let yes) = try await administer(.hasRecoveryKey) else {
            throw VerbandError.inside("another result")
        }
        return yes
    }

    /// All alarms, newest first.
    public func alarms() async throws -> [AlarmRow] {
        guard case .alarms(let rows) = try await administer(.alarms) else { throw VerbandError.inside("another result") }
        return rows
    }
}

extension BuiltInRole {
    /// Its id, the same in every organisation.
    public func id() throws -> RoleId { try mapped { try builtInRole(role: self) } }
}
