/* Responsibility: role addresses, requests to them, and what happened since a shift. */
package de.verband.sdk

import de.verband.sdk.ffi.ResponsibilityResult
import de.verband.sdk.ffi.Responsibility as Asks

// Role addresses

/** The role addresses of all channels, once. A screen takes [roleAddresses] of a channel instead. */
suspend fun Verband.allRoleAddresses(): List<RoleAddressRow> =
    takeCharge<ResponsibilityResult.RoleAddresses>(Asks.RoleAddresses(null)).rows

/** Makes a role address in a channel; its id comes back. */
suspend fun Verband.createRoleAddress(conversation: LogId, settings: RoleAddressSettings): EventId =
    takeCharge<ResponsibilityResult.Event>(Asks.CreateRoleAddress(conversation, settings)).event

/** Changes a role address, or brings back one that was retired: all of its settings at once. */
suspend fun Verband.changeRoleAddress(conversation: LogId, address: EventId, settings: RoleAddressSettings): EventId =
    takeCharge<ResponsibilityResult.Event>(Asks.ChangeRoleAddress(conversation, address, settings)).event

/** Retires a role address: it takes no requests any more. */
suspend fun Verband.retireRoleAddress(conversation: LogId, address: EventId): EventId =
    takeCharge<ResponsibilityResult.Event>(Asks.RetireRoleAddress(conversation, address)).event

/** Says who holds a role address from now on: oneself ("I take it"), others ("I hand it to…"), or nobody. */
suspend fun Verband.handOver(conversation: LogId, address: EventId, holders: List<MemberId>): EventId =
    takeCharge<ResponsibilityResult.Event>(Asks.HandOver(conversation, address, holders)).event

/** Whom a role address means now. */
suspend fun Verband.holders(conversation: LogId, address: EventId): List<MemberId> =
    takeCharge<ResponsibilityResult.Members>(Asks.Holders(conversation, address)).members

/** How a role address changed hands, newest first. */
suspend fun Verband.handOvers(conversation: LogId, address: EventId, limit: Int): List<HandOverRow> =
    takeCharge<ResponsibilityResult.HandOvers>(Asks.HandOvers(conversation, address, limit.toUInt())).rows

// Requests

/** Sends a request to a role address. It shows in the conversation like a message. */
suspend fun Verband.sendRequest(conversation: LogId, address: EventId, text: String): EventId =
    takeCharge<ResponsibilityResult.Event>(Asks.SendRequest(conversation, address, text)).event

/** Takes a request over, gives it back, passes it on, closes it. `NotAllowed` if somebody was faster. */
suspend fun Verband.actOnRequest(conversation: LogId, request: EventId, act: RequestAct): EventId =
    takeCharge<ResponsibilityResult.Event>(Asks.ActOnRequest(conversation, request, act)).event

/** What is open or taken over in all channels, once. A screen takes [requests] instead. */
suspend fun Verband.openRequests(): List<RequestRow> =
    takeCharge<ResponsibilityResult.Requests>(Asks.OpenRequests).rows

/** The newest requests that are done or cancelled. */
suspend fun Verband.closedRequests(limit: Int): List<RequestRow> =
    takeCharge<ResponsibilityResult.Requests>(Asks.ClosedRequests(limit.toUInt())).rows

/** The newest requests at a role address, closed ones too. */
suspend fun Verband.requestsAt(conversation: LogId, address: EventId, limit: Int): List<RequestRow> =
    takeCharge<ResponsibilityResult.Requests>(Asks.RequestsAt(conversation, address, limit.toUInt())).rows

/** One request. */
suspend fun Verband.request(conversation: LogId, request: EventId): RequestRow =
    takeCharge<ResponsibilityResult.Requests>(Asks.Request(conversation, request)).rows.single()

/** What was done with a request, in the order of the log. */
suspend fun Verband.requestActs(conversation: LogId, request: EventId): List<RequestActRow> =
    takeCharge<ResponsibilityResult.RequestActs>(Asks.RequestActs(conversation, request)).rows

/** Open requests that go on until then, in milliseconds since the Unix epoch: what an app plans notifications for. */
suspend fun Verband.dueEscalations(until: ULong): List<EscalationRow> =
    takeCharge<ResponsibilityResult.Escalations>(Asks.DueEscalations(until)).rows

// Since the last shift

/** What happened since this person's last shift, or since another time: facts, and nothing made of them. */
suspend fun Verband.handoverView(zone: String, language: Language, since: ULong? = null): ShiftView =
    takeCharge<ResponsibilityResult.Shift>(Asks.HandoverView(since, zone, language)).view
