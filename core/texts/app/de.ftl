### What people read in the apps and in no paper, error or sentence of the core. Used by all apps.

## Start and lock

starting = Verband wird geöffnet …
elsewhere = Schon geöffnet
elsewhere-hint = Verband ist in einem anderen Fenster geöffnet. Schließen Sie es dort, dann geht es hier weiter.
impossible = Hier nicht möglich
impossible-hint = Dieser Browser kann Verband nicht ausführen. Verwenden Sie eine aktuelle Version ohne privates Fenster, und rufen Sie die Seite über https auf.
try-again = Noch einmal versuchen
locked = Gesperrt
locked-hint = Ihre PIN öffnet, was auf diesem Gerät liegt. Niemand kann sie zurücksetzen, auch die Verwaltung nicht.
crashed = Es ist ein Fehler aufgetreten. Was Sie geschrieben haben, ist gesichert.
pin = PIN
unlock = Entsperren
unlocking = Wird entsperrt …
wait = Falsche PIN. Bitte warten Sie { $seconds } Sekunden.
lock-now = Jetzt sperren

## Coming in

welcome = Willkommen
welcome-hint = Verband ist der geschützte Messenger Ihrer Einrichtung. Sie brauchen dafür keine E-Mail-Adresse und keine Telefonnummer.
have-letter = Ich habe einen Brief
have-card = Ich habe eine Notfallkarte
found = Einrichtung gründen
code = Code aus dem Brief
code-hint = Groß- und Kleinschreibung, Leerzeichen und Striche sind egal. Sie können auch den ganzen Link einfügen.
server = Adresse des Servers
go-on = Weiter
back = Zurück
is-it-you = Sind Sie { $name }?
check-organisation = Die Einladung ist von { $organisation }.
fingerprint = Fingerabdruck der Einrichtung
renewal = Sie beginnen neu: Ihre früheren Geräte werden abgemeldet, und alle erfahren davon.
your-name = Ihr Name
accept-and-start = Zustimmen und beginnen
start = Beginnen
enrolling = Wird eingerichtet …
pin-new = Neue PIN (mindestens { $digits } Ziffern)
pin-again = PIN wiederholen
pin-short = Die PIN braucht mindestens { $digits } Ziffern.
pin-different = Die beiden PINs sind verschieden.
notice = Datenschutzhinweise
set-up-link = Einrichtungslink
set-up-hint = Der Server zeigt ihn beim ersten Start. Er gilt 30 Minuten und einmal.
organisation-name = Name der Einrichtung
found-now = Gründen
founding = Wird gegründet …
sheet = Wiederherstellungsblatt
sheet-hint = Drucken Sie dieses Blatt, und schließen Sie es weg. Es ist der einzige Weg zurück, wenn kein Gerät der Verwaltung mehr da ist. Es steht nirgendwo sonst.
sheet-pdf = Blatt zum Drucken
sheet-file = Wiederherstellungsblatt.pdf
sheet-done = Das Blatt liegt sicher
card-key = Schlüssel auf der Karte
card-check = Mit der Karte kommt alles zurück. Ihre früheren Geräte werden abgemeldet.
recover = Wiederherstellen
recovering = Wird wiederhergestellt …

## Conversations

conversations = Unterhaltungen
conversation-menu = Mehr zu dieser Unterhaltung
conversation-gone = Diese Unterhaltung gibt es hier nicht.
choose-conversation = Wählen Sie eine Unterhaltung.
no-conversations = Noch keine Unterhaltung. Mit dem Plus oben beginnen Sie eine.
personal-space = Mein Bereich
offline =
    { $waiting ->
        [0] Kein Netz. Was Sie schreiben, wird später gesendet.
        [one] Kein Netz. Eine Nachricht wartet.
       *[other] Kein Netz. { $waiting } Nachrichten warten.
    }
search = Suchen
favourite = Favorit
muted = stumm
halted = Angehalten
halted-hint = Mit dieser Unterhaltung stimmt etwas nicht, sie ist angehalten. Wenden Sie sich an Ihre Verwaltung.
draft = Entwurf: { $text }
unread =
    { $count ->
        [0] ungelesen
        [one] eine ungelesene Nachricht
       *[other] { $count } ungelesene Nachrichten
    }
make-favourite = Als Favorit
no-favourite = Kein Favorit mehr
mute = Stumm schalten
unmute = Nicht mehr stumm
archive = Weglegen
unarchive = Zurückholen
mark-unread = Als ungelesen markieren
read-only = Hier können Sie nur lesen.

## A new conversation

new-conversation = Neue Unterhaltung
new-chat = Chat
new-chat-hint = Ein Chat bleibt unter denen, die von Anfang an dabei sind.
find-people = Kolleginnen und Kollegen suchen
nobody-found = Niemand gefunden.
start-chat = Chat beginnen
start-chat-with = Chat beginnen mit { $names }
join-channel = Offene Kanäle
join = Beitreten
asked-to-join = Angefragt. Sobald ein Gerät aus dem Kanal antwortet, sind Sie dabei.
no-channels = Es gibt keinen Kanal, dem Sie beitreten können.
new-channel = Neuer Kanal
title = Titel
who-joins = Wer kommt dazu?
join-invitation = Auf Einladung
join-open = Wer möchte
join-hidden = Auf Einladung, nicht in der Liste
create-channel = Kanal anlegen
bot = automatisch

## Messages

messages = Nachrichten
message = Nachricht
no-messages = Noch keine Nachrichten.
message-menu = Mehr zur Nachricht von { $name }
today = Heute
yesterday = Gestern
deleted = Diese Nachricht wurde gelöscht.
unreadable = Diese Nachricht kann hier nicht gelesen werden.
forwarded = Weitergeleitet
alarm = Alarm
other-kind = Dieser Inhalt wird hier noch nicht gezeigt.
location = Ein Ort (auf { $accuracy } m genau)
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
state-read =
    { $count ->
        [one] von einer Person gelesen
       *[other] von { $count } gelesen
    }
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
attach-photo = Foto aus einer Datei
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

## Wounds

wounds = Wunden
wound = Wunde
wounds-of = Wunden in { $title }
no-wounds = Noch keine Wunde in diesem Kanal.
new-wound = Neue Wunde
make-wound = Wunde anlegen
wound-menu = Mehr zu dieser Wunde
wound-counts =
    { $photos ->
        [one] ein Foto
       *[other] { $photos } Fotos
    }, { $findings ->
        [one] ein Befund
       *[other] { $findings } Befunde
    }
next-change-on = Wechsel am { $date }
six-weeks = Seit sechs Wochen keine Heilungstendenz?
closed-because = Abgeschlossen: { $reason }
consent-refused = In Fotos wurde nicht eingewilligt.
patient = Patientenbezug
patient-hint = Fallnummer oder Zimmer genügt; es muss kein Name sein.
view-front = vorne
view-back = hinten
region = Körperstelle
side = Seite
kind = Art der Wunde
stage = Stadium
since = Seit wann
position = Lagerung für das Foto
position-hint = zum Beispiel: linke Seitenlage
note = Anmerkung
follow-up = Folgefoto
new-finding = Neuer Befund
compare = Vergleichen
photos = Fotos
photo-from = Foto vom { $date }
no-photos = Noch keine Fotos.
sizes = Größe
course = Verlauf
step-overview = 1 von 2: Übersicht
step-close-up = 2 von 2: Nahaufnahme
ghost = Das letzte Foto, durchscheinend
series-sent = Übersicht und Nahaufnahme gesendet.
make-report = Bericht für die Akte
report-file = Wundbericht.pdf
close-wound = Abschließen
reopen = Wieder öffnen
length = Länge in mm
width = Breite in mm
depth = Tiefe in mm
deep = { $depth } mm tief
tissue = Anteile im Wundgrund
tissue-percent = { $tissue } in Prozent
edge = Wundrand
skin = Umgebung
exudate = Exsudat
exudate-kind = Art des Exsudats
exudate-is = Exsudat { $amount }
odour = Geruch
pain = Schmerz von 0 bis 10
pain-is = Schmerz { $pain }
infection = Infektionszeichen
dressing = Versorgung
next-change = Nächster Verbandwechsel
curve-says = Die Größe ging von { $from } auf { $to }.
curve-table = Als Tabelle
by-sides = Länge mal Breite
earlier = Früher
later = Später
slide = Verschieben
item-made = Wunde angelegt
item-changed = Angaben geändert
item-consented = Einwilligung eingetragen
item-closed = Abgeschlossen
item-reopened = Wieder geöffnet
item-found = Befund
item-corrected = Befund berichtigt
item-struck = Befund gestrichen
item-photo = Foto
item-photo-gone = Foto woanders zugeordnet
item-answered = Frage nach sechs Wochen beantwortet
item-exported = Für die Akte ausgegeben
item-documented = In der Akte dokumentiert
item-withdrawn = Vermerk „dokumentiert“ zurückgenommen

## Settings

settings = Einstellungen
availability = Erreichbarkeit
availability-hint = zum Beispiel: im Dienst bis 14 Uhr
appearance = Darstellung
language = Sprache
theme = Farben
theme-system = wie das System
theme-light = hell
theme-dark = dunkel
read-receipts = Anderen zeigen, was ich gelesen habe
change-pin = PIN ändern
pin-old = Bisherige PIN
pin-changed = Die PIN ist geändert.
devices = Meine Geräte
device-unnamed = Gerät ohne Namen
this-device = dieses Gerät
revoke-device = Abmelden
house-rules = Was in Ihrer Einrichtung gilt
organisation-words = Prüfwörter der Einrichtung

## What can go wrong

error-internal = Das hat nicht geklappt. Versuchen Sie es noch einmal.
error-offline = Der Server ist gerade nicht erreichbar.
error-server-busy = Der Server ist beschäftigt. Versuchen Sie es gleich noch einmal.
error-server-error = Der Server hat einen Fehler. Versuchen Sie es später noch einmal.
error-wrong-pin = Die PIN ist falsch.
error-pin-blocked = Zu viele falsche PINs. Bitte warten Sie.
error-wiped = Zu viele falsche PINs: Auf diesem Gerät wurde alles gelöscht.
error-pin-too-short = Die PIN braucht mehr Ziffern.
error-revoked = Dieses Gerät gehört nicht mehr zur Einrichtung.
error-offline-too-long = Dieses Gerät war zu lange ohne Verbindung. Verbinden Sie es mit dem Netz Ihrer Einrichtung.
error-code = Im Code ist ein Tippfehler.
error-invitation-gone = Diese Einladung gilt nicht mehr. Bitten Sie Ihre Verwaltung um eine neue.
error-set-up-gone = Der Einrichtungslink wurde benutzt oder ist abgelaufen.
error-other-organisation = Dieser Schlüssel gehört zu einer anderen Einrichtung.
error-waiting-for-approval = Ihre Verwaltung muss Sie noch freischalten. Entsperren Sie später.
error-not-allowed = Das dürfen Sie hier nicht.
error-too-late = Das geht nur in den ersten zehn Sekunden. Löschen können Sie weiterhin.
error-policy = Das hat Ihre Einrichtung abgeschaltet.
error-not-looked-through = Ihre Einrichtung möchte, dass jedes Foto durchgesehen wird.
error-outdated = Ihre Einrichtung verlangt eine neuere Version. Laden Sie die Seite neu.
error-not-found = Das gibt es nicht mehr.
error-length = Der Text ist leer oder zu lang.
error-photo = Dieses Bild ist beschädigt, zu groß oder in einem unbekannten Format.
error-disk-full = Auf diesem Gerät ist kein Platz mehr.
error-server-full = Auf dem Server ist kein Platz mehr.
error-quota = Für diese Unterhaltung ist kein Platz mehr.
error-halted = Diese Unterhaltung ist angehalten.
error-argument = Diese Angabe kann nicht stimmen.
error-in-use = Verband ist in einem anderen Fenster geöffnet.
error-not-enrolled = Auf diesem Gerät ist niemand angemeldet.
