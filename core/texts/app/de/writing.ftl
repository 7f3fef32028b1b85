## Writing, and what one does with what was written

send-menu = Wie gesendet wird
send-alarm = Als Alarm senden
no-alarm = Doch nicht als Alarm
sends-alarm = Als Alarm
asks-to-confirm = Bittet um Bestätigung
no-confirm = Doch keine Bestätigung
send-to-several = An mehrere Unterhaltungen senden
send-to = An wen senden?
send-to-count =
    { $count ->
        [0] Senden
        [one] An eine Unterhaltung senden
       *[other] An { $count } Unterhaltungen senden
    }
sent-to = An { $count } Unterhaltungen gesendet.
find-conversation = Unterhaltung suchen
no-conversation-found = Keine Unterhaltung gefunden.
forward = Weiterleiten
forward-to = Wohin weiterleiten?
forward-to-count =
    { $count ->
        [0] Weiterleiten
        [one] In eine Unterhaltung
       *[other] In { $count } Unterhaltungen
    }
forwarded-to =
    { $count ->
        [one] Weitergeleitet.
       *[other] In { $count } Unterhaltungen weitergeleitet.
    }
attach-location = Ort, an dem Sie sind
no-location = Der Ort ist nicht zu erfahren. Erlauben Sie ihn im Browser.
no-location-sent = Ort nicht mitsenden
north = N
south = S
east = O
west = W
who-is-called = Wen Sie erwähnen können
everybody-short = alle
calls-everybody = alle in dieser Unterhaltung
a-duty = Zuständigkeit
a-team = Team
a-role = Rolle
writes =
    { $count ->
        [one] { $names } schreibt …
       *[other] { $names } schreiben …
    }
jump-to-answered = Zur Nachricht, auf die geantwortet wird
confirmed-yourself = Sie haben bestätigt
state-received =
    { $count ->
        [one] gesendet, bei einer Person angekommen
       *[other] gesendet, bei { $count } angekommen
    }
state-arrived = angekommen
earlier-texts = Frühere Fassungen
text-now = gilt
receipts = Wer sie hat
have-read = Gelesen
have-received = Angekommen
have-not-received = Noch nicht angekommen
no-receipts = In dieser Unterhaltung wird nicht gezeigt, wer was hat.
receipts-hint = Gelesen steht nur bei denen, die das teilen.
confirmations = Bestätigungen
not-confirmed = noch nicht
not-here = Diese Nachricht gibt es hier nicht mehr.
not-read-yet = Neu
new-messages =
    { $count ->
        [one] Eine neue Nachricht
       *[other] { $count } neue Nachrichten
    }
to-newest = Zur neuesten

## A conversation as a whole

attention = Benachrichtigen
hears-everything = Sie hören von jeder Nachricht.
hears-only-calls = Sie hören nur von Erwähnungen, Antworten an Sie und Alarmen.
hears-only-calls-until = Bis { $time } hören Sie nur von Erwähnungen, Antworten an Sie und Alarmen.
only-calls-hint = „Nur Erwähnungen“: Sie hören davon, wenn jemand Sie erwähnt, Ihnen antwortet oder Alarm gibt. Alles andere steht trotzdem in der Liste.
hear-everything = Von jeder Nachricht hören
only-calls-hour = Eine Stunde nur Erwähnungen
only-calls-morning = Bis morgen früh nur Erwähnungen
only-calls-always = Immer nur Erwähnungen
was-archived = Weggelegt.
archived = Weggelegt ({ $count })
started-anew = { $name } hat mit einem neuen Brief neu angefangen und liest hier nichts, bis jemand von Ihnen zustimmt.
take-her-back = Wieder aufnehmen
take-back-title = { $name } wieder aufnehmen
take-back-hint = Vergewissern Sie sich persönlich oder am Telefon, dass es wirklich dieselbe Person ist: Sie liest danach alles, was in diesem Chat steht. Das lässt sich nicht zurücknehmen.
it-is-she = Ich bin sicher: aufnehmen
taken-back = { $name } ist wieder dabei.

## What waits to be sent

outbox = Noch nicht gesendet
outbox-hint = Was hier steht, liegt verschlüsselt auf diesem Gerät und wird gesendet, sobald das geht.
outbox-empty = Alles ist gesendet.
outbox-held = lässt sich noch einige Sekunden rückgängig machen
outbox-files = Dateien sind unterwegs: { $done } von { $total }
outbox-for-network = wartet auf das Netz
outbox-taken-back = Zurückgenommen.
outbox-for-good = { $kind } für „{ $title }“: Was Sie verwerfen, kommt nicht wieder.
outbox-too-late = Das war schon gesendet. Löschen können Sie es in der Unterhaltung.
outbox-refused =
    { $count ->
        [one] Eine Nachricht wurde nicht gesendet
       *[other] { $count } Nachrichten wurden nicht gesendet
    }
outbox-waiting =
    { $count ->
        [one] Eine Nachricht wartet
       *[other] { $count } Nachrichten warten
    }

## Finding

search-filters = Suche eingrenzen
by-whom = Von wem?
by-person = Von { $name }
by-anybody = Von allen
where = Wo?
everywhere = Überall
what-kind = Was?
any-kind = Alles
kind-recordings = Sprachnachrichten und Videos
from-day = Vom
to-day = Bis zum
write-to = { $name } schreiben
more-hits = Weitere Treffer
