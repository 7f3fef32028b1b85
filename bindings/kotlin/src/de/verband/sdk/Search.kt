/* Finding things again: on this device, in what it has, one function each. */
package de.verband.sdk

import de.verband.sdk.ffi.FeedKind
import de.verband.sdk.ffi.Row
import de.verband.sdk.ffi.SearchResult
import de.verband.sdk.ffi.Search as Asks

/** People, conversations and messages in which all words stand. */
data class Findings(
    val people: List<MemberRow>,
    val conversations: List<ConversationRow>,
    val messages: List<SearchHit>,
)

/** Messages by words and more, best first. The next page begins `after` the position of the last hit. */
suspend fun Verband.search(query: SearchQuery, limit: Int = 50): List<SearchHit> =
    searching<SearchResult.Hits>(Asks.Messages(query, limit.toUInt())).rows

/** What a screen says instead of hits: how to begin, or why there may be none. */
suspend fun Verband.searchHint(query: SearchQuery, language: Language): String =
    searching<SearchResult.Hint>(Asks.Hint(query, language)).text

/** People, conversations and messages in which all words stand, at most so many of each. */
suspend fun Verband.findEverywhere(words: String, limit: Int = 20): Findings {
    val found = searching<SearchResult.Findings>(Asks.Everywhere(words, limit.toUInt()))
    return Findings(found.people, found.conversations, found.messages)
}

/** A search as it changes, best first. */
fun Verband.searched(query: SearchQuery): Feed<SearchHit> =
    Feed({ client.feed(FeedKind.Search(query)) }) { (it as Row.Hit).row }
