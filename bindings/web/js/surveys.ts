// Surveys: the values that cross between page and worker.

/** A time that would do. Of whole days begin and end are at 0:00 UTC. */
export interface DateSlot {
  start: number;
  end: number | null;
  wholeDay: boolean;
}

/** How a question is answered. Scales begin with 1. */
export type QuestionForm =
  | { type: "single"; options: string[]; other: boolean }
  | { type: "multiple"; options: string[]; other: boolean; min: number; max: number }
  | { type: "text" }
  | { type: "rating"; steps: number; low: string; high: string }
  | { type: "dates"; slots: DateSlot[] };

export interface Question {
  text: string;
  form: QuestionForm;
  required: boolean;
}

/** A survey that is being made. */
export interface NewSurvey {
  title: string;
  description: string;
  questions: Question[];
  deadline: number | null;
  /** Whether votes are sealed for the author alone: see `surveySecrecy`. */
  secret: boolean;
  /** Whether people may change their votes. Otherwise the first one counts. */
  changeable: boolean;
}

/** The answer to one question. Options are counted from 0, ascending; dates have one for each slot. */
export type SurveyAnswer =
  | { type: "skipped" }
  | { type: "choice"; options: number[]; other: string | null }
  | { type: "text"; text: string }
  | { type: "rating"; step: number }
  | { type: "dates"; slots: ("yes" | "maybe" | "no")[] };

export type VoteState = "none" | "waiting" | "counted" | "late";

export interface SurveyRow {
  /** In which conversation. */
  log: string;
  /** Its event; of a draft, its id. */
  event: string;
  state: "draft" | "open" | "closed";
  /** Whether its author put it out of the way, for everybody. */
  archived: boolean;
  waiting: boolean;
  author: string | null;
  authorName: string;
  own: boolean;
  at: number;
  title: string;
  description: string;
  questions: number;
  secret: boolean;
  changeable: boolean;
  deadline: number | null;
  /** How many people have voted in time, and of how many votes came too late. */
  votes: number;
  late: number;
  ownVote: VoteState;
  canVote: boolean;
  /** Changes with everything that happens to the survey: results are read anew then. */
  revision: number;
}

/** A survey with what it asks, and what this person answered if votes are open. */
export interface Survey {
  row: SurveyRow;
  questions: Question[];
  ownAnswers: SurveyAnswer[] | null;
}

/** A bar of a chart: an option, a step, or a slot, of which `count` can come. */
export interface ResultBar {
  /** Empty for another option, whose texts are with the question, and for slots. */
  label: string;
  slot: DateSlot | null;
  other: boolean;
  count: number;
  maybe: number;
  no: number;
  /** Thousandths of those who answered the question. */
  share: number;
  /** Whether it is the slot, or one of them, that suits best. */
  best: boolean;
}

/** What a question came to. Average and median of a scale are in hundredths of a step. */
export interface QuestionResult {
  text: string;
  answered: number;
  bars: ResultBar[];
  average: number | null;
  median: number | null;
  texts: string[];
}

/** What a survey came to, as far as this person may see it. */
export interface SurveyResults {
  row: SurveyRow;
  /** All as it is now or for good; or a secret one: still open, not published yet, too few votes to show. */
  state: "live" | "final" | "secret" | "awaited" | "tooFew";
  votes: number;
  questions: QuestionResult[];
  voters: { member: string; name: string; state: VoteState }[];
  /** Who answered what, if votes are open. */
  answers: { member: string; name: string; question: number; answer: SurveyAnswer }[];
}

/** Surveys. */
export interface Surveying {
  surveys: [{ conversation: string }, SurveyRow[]];
  survey: [{ conversation: string; survey: string }, Survey];
  surveyResults: [{ conversation: string; survey: string }, SurveyResults];
  keepSurveyDraft: [{ conversation: string; draft?: string; survey: NewSurvey }, string];
  surveyDraft: [{ draft: string }, NewSurvey];
  deleteSurveyDraft: [{ draft: string }, void];
  publishSurveyDraft: [{ draft: string }, string];
  publishSurvey: [{ conversation: string; survey: NewSurvey }, string];
  vote: [{ conversation: string; survey: string; answers: SurveyAnswer[] }, string];
  setSurveyDeadline: [{ conversation: string; survey: string; deadline?: number }, string];
  closeSurvey: [{ conversation: string; survey: string }, string];
  archiveSurvey: [{ conversation: string; survey: string; archived: boolean }, string];
  surveyCsv: [
    { conversation: string; survey: string; table: "counts" | "votes"; utcOffsetS: number },
    Uint8Array<ArrayBuffer>,
  ];
  /** Against whom votes are secret and against whom not: to be shown before asking and before voting. */
  surveySecrecy: [{ secret: boolean }, string];
}
