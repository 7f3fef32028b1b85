### Deutsch. Die Namen beginnen mit dem Ort, an dem ein Text steht. Kein Text zerlegt Sätze in Stücke.

## Brief mit der Einladung

letter-title = Ihr Zugang zu Verband
letter-document = { $letters ->
    [one] Einladung zu Verband, { $organisation }
   *[other] { $letters } Einladungen zu Verband, { $organisation }
}
letter-outline = { $number }. { $name }
letter-personal = Persönlich
letter-greeting = Guten Tag { $name },
letter-intro = { $organisation } nutzt den Messenger „Verband“. Nachrichten und Fotos darin kann nur lesen, wer zur Unterhaltung gehört. Mit diesem Brief melden Sie sich einmal an:
letter-step-open = Öffnen Sie die App „Verband“ auf Ihrem Telefon oder Tablet. An einem Computer öffnen Sie die Serveradresse (unten) im Browser.
letter-step-scan = Scannen Sie das Bild rechts. Ohne Kamera tippen Sie die Serveradresse und den Code ab.
letter-step-check = Vergleichen Sie den Fingerabdruck (unten) und wählen Sie Ihre PIN. Fertig.
letter-qr = QR-Code mit Ihrer Einladung. Er enthält die Serveradresse und den Code, die auf dieser Seite auch als Text stehen.
letter-code = Ihr Code
letter-server = Server
letter-valid = Gültigkeit
letter-valid-until = bis { $date }, einmal gültig
letter-reference = Zeichen
letter-fingerprint = Fingerabdruck
letter-fingerprint-use = Die App zeigt beim Anmelden denselben Fingerabdruck. Ist er anders, brechen Sie ab und fragen nach.
letter-contact = Fragen
letter-keep = Wer diesen Code hat, kann sich an Ihrer Stelle anmelden. Geben Sie ihn nicht weiter. Nach der Anmeldung ist er verbraucht; vernichten Sie dann den Brief.
letter-privacy = Datenschutz

## Fuß jeder Seite

page-number = Seite { $page } von { $pages }

## Liste zum Ausgeben der Briefe

list-title = Ausgabe der Einladungen
list-intro = Jede Person bestätigt, dass sie ihren Brief verschlossen erhalten hat. Die Liste enthält keine Codes. Bewahren Sie sie auf, bis alle angemeldet sind.
list-count = { $letters ->
    [one] { $letters } Brief
   *[other] { $letters } Briefe
}
list-number = Nr.
list-name = Name
list-place = Funktion, Bereich
list-reference = Zeichen
list-signature = Datum, Unterschrift

## Wiederherstellungsblatt der Organisation

root-title = Wiederherstellungsblatt
root-intro = Dieses Blatt ist der Hauptschlüssel der Organisation „{ $organisation }“. Wer es hat, kann eine neue Administratorin oder einen neuen Administrator einsetzen. Nachrichten öffnet es nicht.
root-key = Schlüssel
root-qr = QR-Code mit dem Hauptschlüssel. Er enthält Serveradresse, Fingerabdruck und Schlüssel, die hier auch als Text stehen.
root-use-heading = Wofür es da ist
root-use = Nur für den Notfall: wenn kein Gerät einer Administratorin oder eines Administrators mehr da ist. Im Alltag braucht es niemand.
root-keep-heading = Wo es hingehört
root-keep = In einen verschlossenen Umschlag und in den Tresor, ein zweiter Ausdruck an einen anderen Ort. Nicht fotografieren, nicht einscannen, nicht in einer Datei speichern.
root-lost-heading = Wenn es verloren ging oder jemand es gesehen hat
root-lost = Sagen Sie es sofort der Leitung und der Administration. Ohne dieses Blatt und ohne ein Gerät der Administration kann niemand die Organisation wiederherstellen, auch der Hersteller nicht.
root-witness = Aufbewahrt von, Datum, Unterschrift

## Auf allen Papieren mit einem Schlüssel

key-made = Erstellt
key-server = Server
key-fingerprint = Fingerabdruck

## Karte mit dem Papierschlüssel einer Person

card-title = Ihr Papierschlüssel
card-intro = Schneiden Sie die Karte aus und bewahren Sie sie zu Hause auf, wie einen Hausschlüssel.
card-heading = Papierschlüssel für Verband
card-qr = QR-Code mit Ihrem Papierschlüssel. Er enthält Serveradresse, Fingerabdruck und Schlüssel, die daneben auch als Text stehen.
card-use = Mit diesem Schlüssel bekommen Sie alles auf einem neuen Gerät wieder, wenn Ihre alten verloren oder kaputt sind. Die alten werden dabei abgemeldet.
card-keep = Geben Sie ihn niemandem, auch nicht der Administration.
card-lost = Ist die Karte weg oder hat sie jemand gesehen, machen Sie in der App sofort eine neue. Diese gilt dann nicht mehr.

## Entwurf einer E-Mail mit der Einladung

mail-subject = Ihr Zugang zu Verband, { $organisation }
mail-body = Guten Tag { $name },

    { $organisation } nutzt den Messenger „Verband“. So melden Sie sich einmal an:

    1. Öffnen Sie die App „Verband“ auf Ihrem Telefon oder Tablet. An einem Computer öffnen Sie { $server } im Browser.
    2. Öffnen Sie diesen Link auf dem Gerät, oder tippen Sie Serveradresse und Code ab:

    { $link }

    Server: { $server }
    Code: { $code }

    3. Vergleichen Sie den Fingerabdruck und wählen Sie Ihre PIN. Die App zeigt beim Anmelden denselben Fingerabdruck. Ist er anders, brechen Sie ab und fragen nach.

    Fingerabdruck: { $fingerprint }

    Gültig bis { $date }, einmal gültig. Wer diesen Code hat, kann sich an Ihrer Stelle anmelden: Leiten Sie diese E-Mail nicht weiter und löschen Sie sie nach der Anmeldung.

    Fragen: { $contact }

## Was beim Drucken nicht ging

documents-unprintable = Das Zeichen „{ $character }“ (bei { $name }) kann nicht gedruckt werden. Schreiben Sie den Namen in lateinischer, griechischer oder kyrillischer Schrift.
documents-too-long = Der Text „{ $start }…“ ist zu lang für seinen Platz auf dem Papier.
documents-qr-too-long = Die Serveradresse ist zu lang für einen QR-Code.
documents-no-letters = Es gibt keinen Brief zu drucken.
documents-address = „{ $address }“ ist keine E-Mail-Adresse.
documents-pdf = Das PDF konnte nicht erzeugt werden.

## Liste von Personen

people-column-name = Name
people-column-email = E-Mail
people-column-function = Funktion
people-column-ward = Bereich
people-column-language = Sprache
people-column-number = Personalnummer

people-too-big = Die Datei ist zu groß. Erlaubt sind { $megabytes } MB.
people-too-many = Die Liste ist zu lang. Erlaubt sind { $rows } Zeilen.
people-not-a-table = Die Datei ist keine Tabelle, die gelesen werden kann. Speichern Sie sie als Excel-Arbeitsmappe (.xlsx) oder als CSV.
people-encrypted = Die Datei ist mit einem Kennwort geschützt. Speichern Sie sie ohne Kennwort.
people-no-header = Die erste Zeile muss sagen, was in den Spalten steht. Nötig ist „Name“, oder „Vorname“ und „Nachname“. Möglich sind außerdem: E-Mail, Funktion, Bereich, Sprache, Personalnummer.
people-twice = Zwei Spalten heißen „{ $column }“. Löschen Sie eine davon.
people-nobody = In der Liste steht niemand.

people-empty = Zeile { $line }, { $column }: Hier fehlt etwas.
people-too-long = Zeile { $line }, { $column }: Höchstens { $characters } Zeichen.
people-broken-email = Zeile { $line }, { $column }: Das ist keine E-Mail-Adresse.
people-unknown-language = Zeile { $line }, { $column }: Möglich sind Deutsch und Englisch.
people-unprintable = Zeile { $line }, { $column }: Das Zeichen „{ $character }“ kann nicht gedruckt werden.

## E-Mails des Servers: dass eine Einladung kommt

notice-subject = Einladung zu { $organisation }
notice-greeting = Guten Tag,

    { $organisation } lädt Sie ein, mit Verband zu arbeiten, dem Messenger des Hauses.
notice-passage = So geht es:
    1. Installieren Sie die App und öffnen Sie damit diesen Link: { $link }
    2. Geben Sie den Code ein, den Sie auf anderem Weg bekommen, zum Beispiel mit einem Brief.

    Der Code steht nicht in dieser E-Mail. Niemand wird Sie per E-Mail oder Telefon nach ihm fragen.
    Die Einladung gilt bis { $expires } (Zeichen: { $reference }).
notice-closing = Mit freundlichen Grüßen
    { $organisation }
notice-expires = { $date }, { $time } Uhr

## E-Mail des Servers mit dem Link zum Einrichten

set-up-subject = Verband: Einrichtung
set-up-body = Guten Tag,

    mit diesem Link gründen Sie in der App Ihre Organisation. Er gilt 30 Minuten und einmal:

    { $link }
