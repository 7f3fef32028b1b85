// What a survey's screens have in common: empty forms, and times as people write them.

import type { DateSlot, NewSurvey, Question, QuestionForm } from "verband-core/types.js";
import { session } from "./session.svelte.ts";
import { texts } from "./texts.svelte.ts";

export function newSurvey(): NewSurvey {
  return { title: "", description: "", questions: [newQuestion()], deadline: null, secret: false, changeable: true };
}

/** A survey that somebody has begun, to go on with. */
export async function begunSurvey(draft: string): Promise<{ draft: string; begun: NewSurvey }> {
  return { draft, begun: await session.verband.survey({ type: "surveyDraft", draft }, texts.language) };
}

export function newQuestion(): Question {
  return { text: "", form: newForm("single"), required: true };
}

export function newForm(type: QuestionForm["type"], options: string[] = ["", ""]): QuestionForm {
  switch (type) {
    case "single": return { type, options, other: false };
    case "multiple": return { type, options, other: false, min: 1, max: options.length };
    case "text": return { type };
    case "rating": return { type, steps: 5, low: "", high: "" };
    case "dates": return { type, slots: [] };
  }
}

/** A survey as it is asked: without lines that stayed empty. */
export function tidied(survey: NewSurvey): NewSurvey {
  const questions = survey.questions.map((question) => {
    const { form } = question;
    if (form.type !== "single" && form.type !== "multiple") return question;
    const options = form.options.map((option) => option.trim()).filter(Boolean);
    const most = options.length + (form.other ? 1 : 0);
    return { ...question, form: form.type === "single" ? { ...form, options } : { ...form, options, max: Math.min(form.max, most) } };
  });
  return { ...survey, title: survey.title.trim(), questions };
}

/** A time that would do, in words. Whole days are the same everywhere. */
export function slotText({ start, end, wholeDay }: DateSlot): string {
  const format = new Intl.DateTimeFormat(texts.locale, {
    weekday: "short", day: "numeric", month: "short", ...(wholeDay ? { timeZone: "UTC" } : { hour: "2-digit", minute: "2-digit" }),
  });
  return end === null || end === start ? format.format(start) : format.formatRange(start, end);
}

/** A time as fields for day and hour have it, by the clock here; empty for none. */
export function asField(at: number | null): string {
  if (at === null) return "";
  return new Date(at - 60_000 * new Date(at).getTimezoneOffset()).toISOString().slice(0, 16);
}

/** The time in such a field; null for none. */
export function ofField(text: string): number | null {
  const at = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(at) ? null : at;
}
