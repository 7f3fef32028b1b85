/* Getting in: enrolling, unlocking, following the server, locking. What one does then is in the files beside it. */
package de.verband.sdk

import de.verband.sdk.ffi.Administration
import de.verband.sdk.ffi.AdministrationResult
import de.verband.sdk.ffi.Album
import de.verband.sdk.ffi.AlbumResult
import de.verband.sdk.ffi.Calendar
import de.verband.sdk.ffi.CalendarResult
import de.verband.sdk.ffi.Channels
import de.verband.sdk.ffi.ChannelsResult
import de.verband.sdk.ffi.Command
import de.verband.sdk.ffi.CommandResult
import de.verband.sdk.ffi.Inviting
import de.verband.sdk.ffi.InvitingResult
import de.verband.sdk.ffi.Measuring
import de.verband.sdk.ffi.MeasuringResult
import de.verband.sdk.ffi.Messaging
import de.verband.sdk.ffi.MessagingResult
import de.verband.sdk.ffi.PatientRecord
import de.verband.sdk.ffi.PatientRecordResult
import de.verband.sdk.ffi.Proof
import de.verband.sdk.ffi.ProofResult
import de.verband.sdk.ffi.Responsibility
import de.verband.sdk.ffi.ResponsibilityResult
import de.verband.sdk.ffi.Retaining
import de.verband.sdk.ffi.RetainingResult
import de.verband.sdk.ffi.Search
import de.verband.sdk.ffi.SearchResult
import de.verband.sdk.ffi.Surveying
import de.verband.sdk.ffi.SurveyingResult
import de.verband.sdk.ffi.WoundRecord
import de.verband.sdk.ffi.WoundRecordResult
import de.verband.sdk.ffi.VerbandClient

/**
 * An unlocked profile.
 *
 * Functions that suspend may be called from any thread, also the one that draws: the work runs elsewhere. Cancelling the
 * coroutine ends it. After [lock] every call throws [VerbandException.Locked] and every flow completes.
 */
class Verband internal constructor(internal val client: VerbandClient) : AutoCloseable {
    /** Follows the server until [stop]: receives, sends what waits, tries again without network. */
    fun start() = mapped { client.start() }

    /** Stops following, as an app does in the background. What waits stays on this device. */
    fun stop() = mapped { client.stop() }

    /** Locks: forgets all keys. Takes as long as what is being written at this moment. */
    fun lock() = mapped { client.lock() }

    /** Whether this profile was locked: then [unlock] gives a new one. */
    val isLocked: Boolean get() = mapped { client.isLocked() }

    /** Locks, and frees what the library holds. No call may follow. */
    override fun close() {
        lock()
        client.close()
    }

    /** Who this profile is. */
    suspend fun account(): Account = call { client.account() }

    /** Whether the server is reached, what waits, why following ended if it did, and why nothing is shown if so. */
    suspend fun status(): Status = call { client.status() }

    /** Changes the PIN. Needs no network. */
    suspend fun changePin(old: String, new: String, secret: ByteArray) = call { client.changePin(old, new, secret) }

    /** Takes the PIN again, for what asks for that. It counts for two minutes; a wrong one costs what it costs at the lock. */
    suspend fun verifyPin(pin: String, secret: ByteArray): PinProof = call { client.verifyPin(pin, secret) }

    internal suspend inline fun <reified T : CommandResult> perform(command: Command): T =
        call { client.perform(command, null) } as T

    internal suspend inline fun <reified T : MessagingResult> message(command: Messaging): T =
        call { client.message(command, null) } as T

    internal suspend inline fun <reified T : AdministrationResult> administer(command: Administration): T =
        call { client.administer(command, null) } as T

    internal suspend inline fun <reified T : InvitingResult> inviting(command: Inviting): T =
        call { client.invite(command, null) } as T

    internal suspend inline fun <reified T : SearchResult> searching(command: Search): T =
        call { client.search(command, null) } as T

    internal suspend inline fun <reified T : ProofResult> prove(command: Proof): T =
        call { client.prove(command, null) } as T

    internal suspend inline fun <reified T : ChannelsResult> gather(command: Channels): T =
        call { client.gather(command, null) } as T

    internal suspend inline fun <reified T : CalendarResult> schedule(command: Calendar): T =
        call { client.schedule(command, null) } as T

    internal suspend inline fun <reified T : ResponsibilityResult> takeCharge(command: Responsibility): T =
        call { client.takeCharge(command, null) } as T

    internal suspend inline fun <reified T : SurveyingResult> surveying(
        command: Surveying, language: Language = Language.GERMAN,
    ): T = call { client.survey(command, language, null) } as T

    internal suspend inline fun <reified T : AlbumResult> album(
        command: Album, language: Language = Language.GERMAN,
    ): T = call { client.album(command, language, null) } as T

    internal suspend inline fun <reified T : WoundRecordResult> record(
        command: WoundRecord, language: Language = Language.GERMAN,
    ): T = call { client.record(command, language, null) } as T

    internal suspend inline fun <reified T : MeasuringResult> measure(
        command: Measuring, language: Language = Language.GERMAN,
    ): T = call { client.measure(command, language, null) } as T

    internal suspend inline fun <reified T : PatientRecordResult> documented(
        command: PatientRecord, language: Language = Language.GERMAN,
    ): T = call { client.patientRecord(command, language, null) } as T

    internal suspend inline fun <reified T : RetainingResult> retaining(
        command: Retaining, language: Language = Language.GERMAN,
    ): T = call { client.retaining(command, language, null) } as T

    companion object {
        /** Whether somebody has enrolled in this profile: then it is unlocked, otherwise she enrols. */
        suspend fun isEnrolled(profile: Profile): Boolean = call { de.verband.sdk.ffi.isEnrolled(profile) }

        /** What an invitation says, for the person to check before she chooses a PIN. */
        suspend fun lookUp(profile: Profile, invitation: Invitation): InvitationPreview =
            call { de.verband.sdk.ffi.lookUp(profile, invitation, null) }

        /**
         * Enrols under a new PIN and a new [secret] of 32 random bytes, which the platform's key store keeps; with a
         * registration key under [name]. If this is cancelled or killed after the invitation was claimed, or an
         * administrator has to approve first, [unlock] goes on.
         */
        suspend fun enrol(
            profile: Profile,
            invitation: Invitation,
            pin: String,
            secret: ByteArray,
            name: String? = null,
        ): Verband = Verband(call { de.verband.sdk.ffi.enrol(profile, invitation, name, pin, secret, null) })

        /** Founds an organisation; this device is its first administrator's. The sheet is to be printed. */
        suspend fun found(
            profile: Profile,
            organisation: Organisation,
            pin: String,
            secret: ByteArray,
        ): Pair<Verband, RecoverySheet> {
            val founded = call { de.verband.sdk.ffi.found(profile, organisation, pin, secret, null) }
            return Verband(founded.client) to founded.sheet
        }

        /** What a recovery card brings back, for the person to check. */
        suspend fun lookUpRecovery(profile: Profile, paper: PaperKey): Recoverable =
            call { de.verband.sdk.ffi.lookUpRecovery(profile, paper, null) }

        /** Comes back with a recovery card. Her earlier devices fall; what her backups and channels hold comes by itself. */
        suspend fun recover(profile: Profile, paper: PaperKey, pin: String, secret: ByteArray): Verband =
            Verband(call { de.verband.sdk.ffi.recover(profile, paper, pin, secret, null) })

        /** Which organisation a recovery sheet belongs to. */
        suspend fun lookUpRoot(profile: Profile, paper: PaperKey): Recoverable =
            call { de.verband.sdk.ffi.lookUpRoot(profile, paper, null) }

        /** Comes in as an administrator with the recovery sheet, when no device of one is left. Everybody is told. */
        suspend fun restore(
            profile: Profile,
            paper: PaperKey,
            who: Administrator,
            pin: String,
            secret: ByteArray,
        ): Verband = Verband(call { de.verband.sdk.ffi.restore(profile, paper, who, pin, secret, null) })

        /** What the lock screen of a profile has to know before it asks for a PIN. It is no secret. */
        suspend fun lockScreen(profile: Profile): LockScreen = call { de.verband.sdk.ffi.lockScreen(profile) }

        /** Unlocks a profile. */
        suspend fun unlock(profile: Profile, pin: String, secret: ByteArray): Verband =
            Verband(call { de.verband.sdk.ffi.unlock(profile, pin, secret) })
    }
}
