### The calendar.

calendar = Kalender
calendar-menu = Mehr zum Kalender
calendar-views = Ansicht
calendar-agenda = Liste
calendar-week = Woche
calendar-month = Monat
loading-calendar = Termine werden gesucht …
calendar-earlier = Früher
calendar-later = Später
whose-appointments = Wessen Termine
my-appointments = Meine Termine
appointments = Termine
from-to = { $from } – { $to }
today-is = Heute, { $day }
nothing-planned = Nichts geplant.
nothing-comes = In diesen Tagen steht nichts an. Mit „Neuer Termin“ planen Sie etwas.
more-days = Weitere Tage
all-day = ganztägig
calendar-and-more = + { $count }
calendar-hour = { $hour } Uhr
day-at-hour = { $day }, { $hour } Uhr
day-has =
    { $count ->
        [0] { $day }, nichts geplant
        [one] { $day }, ein Termin
       *[other] { $day }, { $count } Termine
    }
new-appointment-on-day = Termin an diesem Tag
elsewhere-at = dort { $time } ({ $zone })

## One appointment

appointment = Termin
appointment-called = Termin: { $title }
appointment-over = Dieser Termin ist vorbei.
open-appointment = Mehr
called-off = abgesagt
not-sure = noch nicht sicher
at-the-same-time = Gleichzeitig: { $title }
appointment-in = Unterhaltung
made-by = Von
your-answer = Ihre Antwort
i-come = Zusagen
i-may-come = Vielleicht
i-do-not-come = Absagen
you-come = zugesagt
you-may-come = vielleicht
you-do-not-come = nicht dabei
answer-for-all = Die Antwort gilt für die ganze Serie
attend-open = offen
who-comes = Wer kommt
people-say = { $answer } ({ $count })
appointment-concerns = Gilt für
concerns-one = nur diesen Termin
concerns-from = diesen und alle folgenden
concerns-all = die ganze Serie
appointment-change = Ändern
call-off = Termin absagen
remove-appointment = Löschen
save-as-file = Als Kalenderdatei speichern
appointment-called-off = Der Termin ist abgesagt.
appointment-removed = Der Termin ist gelöscht.

## Making and changing

new-appointment = Neuer Termin
change-appointment = Termin ändern
make-appointment = Termin anlegen
appointment-made = Der Termin ist angelegt.
appointment-changed = Der Termin ist geändert.
appointment-ends = Ende
last-day = Letzter Tag
time-zone = Zeitzone
zone-is = Zeitzone: { $zone }
zone-floating = Ortszeit
appointment-place = Ort
appointment-for = Kalender von
invited = Eingeladen
invited-everybody = Alle in dieser Unterhaltung
invited-some = Nur diese:
remind = Erinnern
remind-start = zu Beginn
remind-minutes = { $count } min vorher
remind-hours = { $count } h vorher
remind-days =
    { $count ->
        [one] am Tag vorher
       *[other] { $count } Tage vorher
    }
still-unsure = Noch nicht sicher
everybody-changes = Alle dürfen den Termin ändern

## Recurrence

recurs = Wiederholen
recurs-never = nicht
recurs-daily = täglich
recurs-weekly = wöchentlich
recurs-monthly = monatlich
recurs-yearly = jährlich
recurs-as-before = wie bisher
recurs-end = Endet
every-days = Alle … Tage
every-weeks = Alle … Wochen
every-months = Alle … Monate
every-years = Alle … Jahre
ends-never = nie
ends-until = an einem Tag
ends-count = nach so vielen
how-often = Wie oft
on-weekdays = An diesen Tagen

## Reminders

reminders = Erinnerungen
remind-later = In { $minutes } min wieder
remind-done = Erledigt

## Files of other calendars

calendar-file = Kalender.ics
calendar-file-choose = Kalenderdatei (.ics)
read-calendar-file = Kalenderdatei einlesen
save-calendar-file = Als Kalenderdatei speichern
plan-new = neu
plan-changed = wird geändert
plan-unchanged = schon da
plan-not-allowed = gehört jemand anderem
plan-flaws = Was nicht gelesen werden kann
calendar-import =
    { $count ->
        [0] Nichts einzulesen
        [one] Einen Termin einlesen
       *[other] { $count } Termine einlesen
    }
calendar-imported = Eingelesen: { $new } neu, { $changed } geändert.

error-appointment = Der Termin hat keinen Titel, endet vor seinem Beginn, ist zu lang oder liegt zu weit weg.
