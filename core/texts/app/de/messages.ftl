## Messages

messages = Nachrichten
message = Nachricht
no-messages = Noch keine Nachrichten.
message-menu = Mehr zur Nachricht von { $name }
today = Heute
yesterday = Gestern
deleted = Diese Nachricht wurde gelöscht.
message-deleted = Die Nachricht ist gelöscht.
deleted-in = Gelöscht in { $title }.
unreadable = Diese Nachricht kann hier nicht gelesen werden.
forwarded = Weitergeleitet
alarm = Alarm
other-kind = Das kann diese Version der App nicht zeigen.
location = auf { $accuracy } m genau
confirm = Bestätigen
confirmed-by =
    { $count ->
        [0] Noch nicht bestätigt
        [one] Einmal bestätigt
       *[other] { $count }-mal bestätigt
    }
ask-to-confirm = Um Bestätigung bitten
reaction = { $sign }, { $count }-mal
react = Mit { $sign } reagieren
reply = Antworten
edit = Bearbeiten
delete = Für alle löschen
edited = bearbeitet
editing = Nachricht bearbeiten
answering = Antwort an { $name }: { $text }
state-waiting = wartet
state-sent = gesendet
state-read = { $count }× gelesen
state-failed = nicht gesendet
take-back = Verwerfen
send = Senden
sent = Gesendet.
save = Speichern
saved = Gespeichert.
cancel = Abbrechen
close = Schließen
undo = Rückgängig
loading = Wird geholt …

## Photos

camera = Kamera
shutter = Foto aufnehmen
no-camera = Die Kamera ist nicht erreichbar. Erlauben Sie sie im Browser, oder schließen Sie eine an.
attach = Anhängen
attach-file = Foto oder Datei
attach-survey = Umfrage
photo = Foto
photo-of = Foto von { $name }
photo-preview = Das Foto
open-photo = Foto von { $name } öffnen
caption = Bildunterschrift
cover-hint = Ziehen Sie Kästen über alles, was niemand erkennen soll. Darunter bleibt nichts erhalten.
propose = Vorschlagen
nothing-to-hide = Ich habe nachgesehen: Es ist nichts weiter zu verbergen.
sealing = Wird verschlüsselt …

## Voice notes and videos

voice-note = Sprachnachricht
record-voice = Sprachnachricht aufnehmen
recording-for = Aufnahme läuft: { $seconds } s
no-microphone = Das Mikrofon ist nicht erreichbar. Erlauben Sie es im Browser, oder schließen Sie eines an.
play-voice = Sprachnachricht von { $name } anhören
play-video = Video von { $name } ansehen
voice-by = Sprachnachricht von { $name }
video-by = Video von { $name }
video = Video
stop-video = Fertig
video-preview = Das Video, wie es gesendet wird
video-length = Aufgenommen: { $length }
unfinished = Nicht fertig geworden
unfinished-hint = Diese Aufnahmen wurden unterbrochen. Was bis dahin aufgenommen wurde, ist erhalten.
unfinished-voice = Sprachnachricht für: { $title }
unfinished-video = Video für: { $title }
kept-until = bleibt bis { $date }
keep-for-now = Vorerst behalten
recording-discarded = Aufnahme verworfen.
recorded-so-far = Bis dahin aufgenommen: { $seconds } s.
unfinished-unseen = Ihre Einrichtung verlangt, dass Videos angesehen werden. Dieses lässt sich hier nicht mehr ansehen und darum nicht senden.
