/* Surveys: asking, voting, results, one function each. Errors have their sentence in the language of a call. */
package de.verband.sdk

import de.verband.sdk.ffi.SurveyingResult
import de.verband.sdk.ffi.Surveying as Asks

/** The surveys of a conversation, once. A screen takes [Verband.surveys] instead. */
suspend fun Verband.surveysNow(conversation: LogId): List<SurveyRow> =
    surveying<SurveyingResult.Rows>(Asks.Surveys(conversation)).rows

/** A survey with what it asks. */
suspend fun Verband.survey(conversation: LogId, survey: EventId): Survey =
    surveying<SurveyingResult.Survey>(Asks.Survey(conversation, survey)).survey

/** What a survey has come to, as far as this person may see it. Read anew when the row's `revision` changes. */
suspend fun Verband.surveyResults(conversation: LogId, survey: EventId): SurveyResults =
    surveying<SurveyingResult.Results>(Asks.SurveyResults(conversation, survey)).results

/** Against whom votes are secret and against whom not: to be shown before asking and before voting. */
suspend fun Verband.surveySecrecy(secret: Boolean, language: Language): String =
    surveying<SurveyingResult.Words>(Asks.SurveySecrecy(secret), language).text

// Asking

/** Keeps a draft on this device, in the place of an earlier one or as a new one; it need not be complete. */
suspend fun Verband.keepSurveyDraft(
    conversation: LogId, survey: NewSurvey, draft: EventId? = null, language: Language = Language.GERMAN,
): EventId = surveying<SurveyingResult.Event>(Asks.KeepSurveyDraft(conversation, draft, survey), language).event

/** A draft, to go on with. */
suspend fun Verband.surveyDraft(draft: EventId): NewSurvey =
    surveying<SurveyingResult.Draft>(Asks.SurveyDraft(draft)).survey

/** Throws a draft away. */
suspend fun Verband.deleteSurveyDraft(draft: EventId) {
    surveying<SurveyingResult.Done>(Asks.DeleteSurveyDraft(draft))
}

/** Publishes a draft. */
suspend fun Verband.publishSurveyDraft(draft: EventId, language: Language = Language.GERMAN): EventId =
    surveying<SurveyingResult.Event>(Asks.PublishSurveyDraft(draft), language).event

/** Asks the members of a conversation. What is asked is never changed afterwards. */
suspend fun Verband.publishSurvey(
    conversation: LogId, survey: NewSurvey, language: Language = Language.GERMAN,
): EventId = surveying<SurveyingResult.Event>(Asks.PublishSurvey(conversation, survey), language).event

/** Gives one's own survey another deadline, or none. */
suspend fun Verband.setSurveyDeadline(
    conversation: LogId, survey: EventId, deadline: ULong?, language: Language = Language.GERMAN,
): EventId = surveying<SurveyingResult.Event>(Asks.SetSurveyDeadline(conversation, survey, deadline), language).event

/** Ends one's own survey. */
suspend fun Verband.closeSurvey(conversation: LogId, survey: EventId): EventId =
    surveying<SurveyingResult.Event>(Asks.CloseSurvey(conversation, survey)).event

/** Puts one's own survey out of the way for everybody, or back. */
suspend fun Verband.archiveSurvey(conversation: LogId, survey: EventId, archived: Boolean): EventId =
    surveying<SurveyingResult.Event>(Asks.ArchiveSurvey(conversation, survey, archived)).event

// Voting

/** Votes, with an answer for each question. */
suspend fun Verband.vote(
    conversation: LogId, survey: EventId, answers: List<SurveyAnswer>, language: Language = Language.GERMAN,
): EventId = surveying<SurveyingResult.Event>(Asks.Vote(conversation, survey, answers), language).event

/** What a survey has come to as a table for the spreadsheets of a language, if the organisation permits to export. */
suspend fun Verband.surveyCsv(
    conversation: LogId, survey: EventId, table: SurveyTable, language: Language, utcOffsetS: Int,
): ByteArray =
    surveying<SurveyingResult.Table>(Asks.SurveyCsv(conversation, survey, table, utcOffsetS), language).csv
