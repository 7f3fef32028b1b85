### Hand-over: requests, what has happened, who has which duty, what is not in the record.

handover = Übergabe
conversation = Unterhaltung
all-conversations = Alle Unterhaltungen

## Requests

request = Anfrage
open-requests = Offene Anfragen
no-requests = Niemand wartet auf etwas.
closed-requests =
    { $count ->
        [one] Eine erledigte Anfrage
       *[other] { $count } erledigte Anfragen
    }
request-menu = Mehr zur Anfrage: { $text }
request-open = Wartet auf { $to } (seit { $at })
request-taken = Übernommen von { $name } ({ $at })
request-done = Erledigt von { $name } ({ $at })
request-cancelled = Zurückgezogen von { $name } ({ $at })
went-on-to = Niemand hat sie übernommen: weitergegangen an { $title }.
went-on-to-all = Niemand hat sie übernommen: weitergegangen an alle.
goes-on-at = Geht weiter, wenn sie bis { $at } niemand übernimmt.
somebody-was-faster = Jemand anderes war schneller.
take-over = Ich übernehme
taken-over = Sie haben übernommen.
done = Erledigt
told-done = Erledigt.
give-back = Zurückgeben
told-given-back = Zurückgegeben: Die Anfrage ist wieder offen.
pass-on = Weitergeben an …
told-passed = Weitergegeben an { $title }.
nobody-to-pass-to = In diesem Kanal gibt es niemanden sonst.
people-here = Personen im Kanal
cancel-request = Zurückziehen
told-cancelled = Zurückgezogen.
told-reopened = Wieder offen.
request-course = Verlauf der Anfrage
nothing-done = Noch hat niemand etwas damit getan.
act-taken = { $name } hat die Anfrage übernommen
act-given-back = { $name } hat die Anfrage zurückgegeben
act-passed = { $name } hat die Anfrage weitergegeben an { $to }
act-done = { $name } hat die Anfrage erledigt
act-cancelled = { $name } hat die Anfrage zurückgezogen
act-reopened = { $name } hat die Anfrage wieder geöffnet

## What has happened

what-happened = Was geschehen ist
look-back = Seit wann?
since-shift = seit meiner letzten Schicht
since-hours = seit { $hours } Stunden
at-time = { $day }, { $time }
since-handed-over = Seit Ihrer letzten Übergabe: { $at }
since-last-seen = Seit Sie zuletzt hier waren: { $at }
since-given = Seit { $at }
since-ever = Seit dem Anfang
nothing-happened = Seither ist nichts geschehen.
by-patient = Nach Patienten
by-conversation = Nach Unterhaltungen
news-made = neu angelegt
news-corrected =
    { $count ->
        [one] ein Befund berichtigt
       *[other] { $count } Befunde berichtigt
    }
news-details = Angaben geändert
no-patient-news = Bei keinem Patienten gibt es Neues.

## Duties

duties = Dienste
duties-hint = Wer einen Dienst hat, bekommt die Anfragen an ihn. Übergeben Sie ihn am Ende der Schicht.
no-duties = Dienste gibt es in Kanälen. Sie sind noch in keinem.
new-duty = Neuer Dienst
change-duty = Dienst ändern
duty-made = { $title } gibt es jetzt.
duty-changed = { $title } ist geändert.
duty-menu = Mehr zum Dienst { $title }
duty-since = seit { $at }
duty-requests =
    { $count ->
        [one] Eine Anfrage wartet.
       *[other] { $count } Anfragen warten.
    }
duty-taken = Sie haben jetzt: { $title }.
duty-given = { $title } hat jetzt: { $to }.
duty-retired = { $title } gibt es nicht mehr.
duty-course = Wer ihn wann hatte
duty-step = { $name } übergab an: { $to }
duty-never = Er wurde noch nie übernommen.
nobody-there = niemand
hand-over = Übergeben
hand-over-duty = { $title } übergeben
give-to-nobody = An niemanden übergeben
change = Ändern
retire-duty = Auflösen
ask = Anfrage stellen
ask-duty = Anfrage an { $title }
asks-whom = Zuständig: { $names }
asks-nobody = Den Dienst hat gerade niemand. Die Anfrage wartet, bis ihn jemand übernimmt.
channel = Kanal
duty-title-hint = zum Beispiel: Wunddienst
who-may-hold = Wer darf ihn haben?
anybody-here = Alle in diesem Kanal
named-people = Bestimmte Personen, wie bisher
of-team = Team { $title }
of-role = Rolle { $title }
goes-on-after = Nach wie vielen Minuten geht eine Anfrage weiter, die niemand übernimmt?
goes-on-to = An wen?
everybody-here = An alle im Kanal
never = nie

## The record

not-in-record = Noch nicht in der Akte
all-in-record = Alle Wunden und Fotos sind in der Akte vermerkt.
