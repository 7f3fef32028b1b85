/* Feeds: what a screen shows, as flows. */
package de.verband.sdk

import de.verband.sdk.ffi.FeedKind
import de.verband.sdk.ffi.Row
import java.util.concurrent.CopyOnWriteArraySet
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel.Factory.RENDEZVOUS
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.drop
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.runningFold
import de.verband.sdk.ffi.Feed as Source
import de.verband.sdk.ffi.Patch as Change

/** One change to the rows that a screen has. */
sealed interface Patch<out R> {
    /** These are all rows. */
    data class Reset<out R>(val rows: List<R>) : Patch<R>

    /** A row comes in before the one at [index]. */
    data class Insert<out R>(val index: Int, val row: R) : Patch<R>

    /** The row at [index] changes. */
    data class Update<out R>(val index: Int, val row: R) : Patch<R>

    /** The row at [index] goes. */
    data class Remove(val index: Int) : Patch<Nothing>
}

/** Changes to apply in order, at once. */
typealias Batch<R> = List<Patch<R>>

/** The rows after a batch. */
fun <R> List<R>.applied(batch: Batch<R>): List<R> {
    val rows = toMutableList()
    for (patch in batch) {
        when (patch) {
            is Patch.Reset -> {
                rows.clear()
                rows += patch.rows
            }
            is Patch.Insert -> rows.add(patch.index, patch.row)
            is Patch.Update -> rows[patch.index] = patch.row
            is Patch.Remove -> rows.removeAt(patch.index)
        }
    }
    return rows
}

/** A feed. Its flows are cold: each collector has its own, from a reset on, until it stops or the profile is locked. */
class Feed<R> internal constructor(private val open: () -> Source, private val row: (Row) -> R) {
    private val running = CopyOnWriteArraySet<Source>()

    /** Batches of changes, for a list adapter. None is left out: a slow collector gets fewer and larger ones. */
    val changes: Flow<Batch<R>> = flow {
        val source = call { open() }
        running += source
        try {
            while (true) {
                val batch = call { source.next() } ?: break
                emit(batch.map(::patch))
            }
        } finally {
            running -= source
            source.end()
            source.close()
        }
    }.buffer(RENDEZVOUS).flowOn(Dispatchers.Default)

    /** All rows, each time something changed; a slow collector gets the newest. */
    val rows: Flow<List<R>> = changes.runningFold(emptyList<R>()) { rows, batch -> rows.applied(batch) }.drop(1).conflate()

    /** Shows more: older messages come. */
    fun grow() = running.forEach { it.grow() }

    private fun patch(change: Change): Patch<R> = when (change) {
        is Change.Reset -> Patch.Reset(change.rows.map(row))
        is Change.Insert -> Patch.Insert(change.index.toInt(), row(change.row))
        is Change.Update -> Patch.Update(change.index.toInt(), row(change.row))
        is Change.Remove -> Patch.Remove(change.index.toInt())
    }
}

/** The list of conversations, newest first. */
fun Verband.conversations(): Feed<ConversationRow> =
    Feed({ client.feed(FeedKind.Conversations) }) { (it as Row.Conversation).row }

/** The surveys of a conversation, drafts first. */
fun Verband.surveys(conversation: LogId): Feed<SurveyRow> =
    Feed({ client.feed(FeedKind.Surveys(conversation)) }) { (it as Row.Survey).row }

/** Photos by when they were taken, the newest first. */
fun Verband.pictures(query: AlbumQuery): Feed<AlbumRow> =
    Feed({ client.feed(FeedKind.Album(query)) }) { (it as Row.Picture).row }

/** Who asks to join the channels that this person may let somebody into; the oldest first. */
fun Verband.joinRequests(): Feed<JoinRequestRow> =
    Feed({ client.feed(FeedKind.JoinRequests) }) { (it as Row.JoinRequest).row }

/** A conversation, oldest message first. */
fun Verband.messages(conversation: LogId): Feed<MessageRow> =
    Feed({ client.feed(FeedKind.Messages(conversation)) }) { (it as Row.Message).row }

/** What takes place on these days, by day and start: what concerns this person, or everything of a conversation. */
fun Verband.agenda(from: String, days: Int, zone: String, conversation: LogId? = null): Feed<AgendaRow> =
    Feed({ client.feed(FeedKind.Agenda(conversation, from, days.toUInt(), zone)) }) { (it as Row.Agenda).row }

/** Requests that are open or taken over, of all conversations: first those that wait for this person. */
fun Verband.requests(): Feed<RequestRow> = Feed({ client.feed(FeedKind.Requests) }) { (it as Row.Request).row }

/** The role addresses of a channel, by title. */
fun Verband.roleAddresses(conversation: LogId): Feed<RoleAddressRow> =
    Feed({ client.feed(FeedKind.RoleAddresses(conversation)) }) { (it as Row.RoleAddress).row }

/** The wounds of a channel, open ones first. */
fun Verband.wounds(conversation: LogId): Feed<WoundRow> =
    Feed({ client.feed(FeedKind.Wounds(conversation)) }) { (it as Row.Wound).row }

/** The course of a wound, the newest first. */
fun Verband.woundCourse(conversation: LogId, wound: EventId): Feed<WoundItem> =
    Feed({ client.feed(FeedKind.Wound(conversation, wound)) }) { (it as Row.Course).row }
