/* The organisation: members, devices, roles, teams, policy and privacy notice, one function each. */
package de.verband.sdk

import de.verband.sdk.ffi.AdministrationResult
import de.verband.sdk.ffi.Administration as Asks

// Members

/** Everybody in the organisation, by name. */
suspend fun Verband.members(): List<MemberRow> = administer<AdministrationResult.Members>(Asks.Members).rows

/** Those who belong to the organisation and whose name, function and ward contain all of these words. */
suspend fun Verband.findMembers(words: String): List<MemberRow> =
    administer<AdministrationResult.Members>(Asks.FindMembers(words)).rows

/** Approves a claim that waits. */
suspend fun Verband.approve(member: MemberId) {
    administer<AdministrationResult.Done>(Asks.Approve(member))
}

/** Makes a member an administrator, or takes it back. */
suspend fun Verband.setAdmin(member: MemberId, admin: Boolean) {
    administer<AdministrationResult.Done>(Asks.SetAdmin(member, admin))
}

/** A member leaves the organisation: she loses access at once. */
suspend fun Verband.revokeMember(member: MemberId) {
    administer<AdministrationResult.Done>(Asks.RevokeMember(member))
}

/** Writes what the organisation says of a member. */
suspend fun Verband.setMemberDetails(member: MemberId, details: MemberDetails) {
    administer<AdministrationResult.Done>(Asks.SetMemberDetails(member, details))
}

/** Writes what this person says of herself: when she can be reached, and her picture, which all get as a thumbnail. */
suspend fun Verband.setStatus(availability: String, picture: ByteArray? = null) {
    administer<AdministrationResult.Done>(Asks.SetStatus(availability, picture))
}

/** What a member may do. */
suspend fun Verband.rightsOf(member: MemberId): List<Right> =
    administer<AdministrationResult.Rights>(Asks.RightsOf(member)).rights

// Roles and teams

/** The roles, the built-in ones first. */
suspend fun Verband.roles(): List<RoleRow> = administer<AdministrationResult.Roles>(Asks.Roles).rows

/** Defines a role, new or anew, with all its rights. */
suspend fun Verband.defineRole(title: String, rights: List<Right>, role: RoleId? = null): RoleId =
    administer<AdministrationResult.Role>(Asks.DefineRole(role, title, rights)).role

/** Retires a role: nobody has its rights any more. */
suspend fun Verband.retireRole(role: RoleId) {
    administer<AdministrationResult.Done>(Asks.RetireRole(role))
}

/** Gives a member all her roles, and an end of her membership if she is a guest (milliseconds since the Unix epoch). */
suspend fun Verband.assignRoles(member: MemberId, roles: List<RoleId>, until: ULong? = null) {
    administer<AdministrationResult.Done>(Asks.AssignRoles(member, roles, until))
}

/** The id of a built-in role, the same in every organisation. */
val BuiltInRole.id: RoleId get() = mapped { de.verband.sdk.ffi.builtInRole(this) }

/** The teams. */
suspend fun Verband.teams(): List<TeamRow> = administer<AdministrationResult.Teams>(Asks.Teams).rows

/** Defines a team, new or with a new title. */
suspend fun Verband.defineTeam(title: String, team: TeamId? = null): TeamId =
    administer<AdministrationResult.Team>(Asks.DefineTeam(team, title)).team

/** Dissolves a team. */
suspend fun Verband.retireTeam(team: TeamId) {
    administer<AdministrationResult.Done>(Asks.RetireTeam(team))
}

/** Says all teams that a member belongs to. */
suspend fun Verband.assignTeams(member: MemberId, teams: List<TeamId>) {
    administer<AdministrationResult.Done>(Asks.AssignTeams(member, teams))
}

// What the organisation decided

/** The policy that is in force. */
suspend fun Verband.policy(): OrganisationPolicy = administer<AdministrationResult.Policy>(Asks.Policy).policy

/** Sets the policy: all of it, so a copy of [policy] with what changes. */
suspend fun Verband.setPolicy(policy: OrganisationPolicy) {
    administer<AdministrationResult.Done>(Asks.SetPolicy(policy))
}

/** The privacy notice that is in force, if there is one. */
suspend fun Verband.notice(): Notice? = administer<AdministrationResult.Notice>(Asks.Notice).notice

/** Whether there is a privacy notice that this person has not accepted yet. */
suspend fun Verband.noticeIsNew(): Boolean = administer<AdministrationResult.Answer>(Asks.NoticeIsNew).yes

/** The version of the privacy notice that a member has accepted, as the log says. */
suspend fun Verband.acceptedNotice(member: MemberId): UInt? =
    administer<AdministrationResult.AcceptedNotice>(Asks.AcceptedNotice(member)).version

/** This person has read a version of the privacy notice. It is on disk when this returns. */
suspend fun Verband.acceptNotice(version: UInt) {
    administer<AdministrationResult.Done>(Asks.AcceptNotice(version))
}

/** Publishes a new privacy notice, of which everybody is told; gives its version. */
suspend fun Verband.setNotice(german: String, english: String = ""): UInt =
    administer<AdministrationResult.NoticeVersion>(Asks.SetNotice(german, english)).version

// Devices, keys and alarms

/** All devices, one's own first. */
suspend fun Verband.devices(): List<DeviceRow> = administer<AdministrationResult.Devices>(Asks.Devices).rows

/** Gives a device of one's own a name. */
suspend fun Verband.renameDevice(device: DeviceId, name: String) {
    administer<AdministrationResult.Done>(Asks.RenameDevice(device, name))
}

/** A device is lost: one's own other one, or with the right anybody's. */
suspend fun Verband.revokeDevice(device: DeviceId) {
    administer<AdministrationResult.Done>(Asks.RevokeDevice(device))
}

/** The further devices that fall if [device] is revoked: those that it let in. */
suspend fun Verband.fallsWith(device: DeviceId): List<DeviceId> =
    administer<AdministrationResult.DeviceIds>(Asks.FallsWith(device)).devices

/** When devices last reached the server, as the server says: of one's own the day, of others about how long ago. */
suspend fun Verband.deviceContacts(): List<DeviceContact> =
    administer<AdministrationResult.Contacts>(Asks.DeviceContacts).rows

/** What was signed and contradicts what this device knows, as a file that `verband verify` examines. */
suspend fun Verband.alarmEvidence(alarm: Long): ByteArray? =
    administer<AdministrationResult.Evidence>(Asks.AlarmEvidence(alarm)).evidence

/**
 * Makes a recovery key for this person, who has just typed her PIN again ([Verband.verifyPin]); an earlier one is dead. It comes back
 * once, for her card ([recoveryCard]).
 */
suspend fun Verband.makeRecoveryKey(proof: PinProof): RecoveryCard = call { client.makeRecoveryKey(proof, null) }

/** Whether this person has a recovery key on paper. */
suspend fun Verband.hasRecoveryKey(): Boolean = administer<AdministrationResult.Answer>(Asks.HasRecoveryKey).yes

/** All alarms, newest first. */
suspend fun Verband.alarms(): List<AlarmRow> = administer<AdministrationResult.Alarms>(Asks.Alarms).rows
