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

## Protokoll der Organisation: ein Satz für jeden Eintrag

history-founded = Die Organisation „{ $name }“ wurde gegründet.
history-invited = { $who } hat { $name } eingeladen.
history-registration-key = { $number ->
    [one] { $who } hat den Registrierungsschlüssel „{ $name }“ für { $number } Person ausgegeben.
   *[other] { $who } hat den Registrierungsschlüssel „{ $name }“ für { $number } Personen ausgegeben.
}
history-bot-invited = { $who } hat den Bot { $name } eingeladen.
history-invited-again = { $who } hat { $name } einen neuen Brief ausgestellt.
history-invitation-ended = Die Einladung für { $name } ist abgelaufen. Festgestellt von { $who }.
history-withdrawn = { $who } hat die Einladung für { $name } zurückgezogen.
history-joined = { $name } hat sich angemeldet und gehört jetzt zur Organisation.
history-bot-joined = Der Bot { $name } hat sich angemeldet und gehört jetzt zur Organisation.
history-waits = { $name } hat sich angemeldet und wartet auf Freigabe.
history-started-anew = { $name } hat mit einem neuen Brief neu angefangen. Alle Geräte von vorher sind gesperrt.
history-approved = { $who } hat { $name } freigegeben.
history-device-added = { $who } hat ein weiteres Gerät verbunden.
history-device-recovered = { $name } hat mit dem Papierschlüssel ein neues Gerät angemeldet.
history-own-device-revoked = { $who } hat ein eigenes Gerät gesperrt.
history-device-revoked = { $who } hat ein Gerät von { $name } gesperrt.
history-left = { $who } hat { $name } aus der Organisation entfernt.
history-admin-granted = { $who } hat { $name } in die Administration aufgenommen.
history-admin-revoked = { $who } hat { $name } aus der Administration genommen.
history-key-handed = { $number ->
    [one] { $who } hat { $number } Gerät den Schlüssel zum Verzeichnis gegeben.
   *[other] { $who } hat { $number } Geräten den Schlüssel zum Verzeichnis gegeben.
}
history-key-renewed = { $who } hat den Schlüssel zum Verzeichnis erneuert.
history-heartbeat = { $who } hat bestätigt, dass dieses Protokoll aktuell ist.
history-details = { $who } hat die Angaben zu { $name } geändert.
history-status = { $who } hat die eigenen Angaben geändert.
history-device-named = { $who } hat ein Gerät benannt: { $name }.
history-role-defined = { $who } hat die Rolle „{ $role }“ festgelegt: { $rights }.
history-role-retired = { $who } hat die Rolle „{ $role }“ abgeschafft.
history-roles-assigned = { $who } hat { $name } diese Rollen gegeben: { $roles }.
history-roles-taken = { $who } hat { $name } alle Rollen genommen.
history-team-defined = { $who } hat das Team „{ $name }“ festgelegt.
history-team-retired = { $who } hat das Team „{ $name }“ aufgelöst.
history-teams-assigned = { $who } hat { $name } diesen Teams zugeordnet: { $teams }.
history-teams-taken = { $who } hat { $name } aus allen Teams genommen.
history-policy = { $who } hat die Regeln geändert.
history-notice = { $who } hat Fassung { $number } der Datenschutzhinweise veröffentlicht.
history-notice-accepted = { $who } hat Fassung { $number } der Datenschutzhinweise gelesen.
history-expired = Die Mitgliedschaft von { $name } ist abgelaufen. Festgestellt von { $who }.
history-paper-key = { $who } hat einen neuen Papierschlüssel erstellt.
history-refused = Ein Eintrag von { $who } wurde abgewiesen und hat keine Wirkung. { $reason }
history-root = Das Wiederherstellungsblatt
history-member = Mitglied { $id }
history-stranger = Unbekannt
history-unnamed = ohne Namen

role-member = Mitglied
role-moderator = Moderation
role-guest = Gast

right-none = keine Rechte
right-invite = Personen einladen
right-approve = Anmeldungen freigeben
right-manage-members = Personen verwalten
right-manage-devices = Geräte anderer sperren
right-manage-roles = Rollen verwalten
right-manage-teams = Teams verwalten
right-manage-policy = Regeln und Datenschutzhinweise ändern
right-create-channels = Kanäle gründen
right-start-chats = Chats beginnen
right-contact-anyone = alle anschreiben
right-moderate-channels = Kanäle moderieren
right-statistics = Zahlen der Organisation sehen
right-alert = alle in einem Kanal auf einmal rufen und Nachrichten mit Alarmton senden

refused-signature = Die Unterschrift stimmt nicht.
refused-form = Er hat nicht die Form, die ein Eintrag hier haben muss.
refused-repeated = Er steht schon im Protokoll, oder davor fehlt einer.
refused-fork = Er gehört zu einem anderen Verlauf dieses Protokolls.
refused-stranger = Das Gerät gehört nicht oder nicht mehr zur Organisation.
refused-right = Das Recht dazu fehlte.
refused-invitation = Die Einladung war verbraucht, zurückgezogen oder unbekannt.
refused-device-class = Die Regeln erlauben diese Art von Gerät nicht.
refused-state = Er passt nicht zum Stand der Organisation.

## Regeln der Organisation: was sie für jede Person bedeutet

policy-pin = PIN
policy-pin-length = Ihre PIN hat mindestens { $digits } Ziffern.
policy-lock = Sperre
policy-lock-seconds = { $seconds ->
    [one] Die App sperrt sich nach { $seconds } Sekunde, wenn Sie sie nicht benutzen.
   *[other] Die App sperrt sich nach { $seconds } Sekunden, wenn Sie sie nicht benutzen.
}
policy-lock-minutes = { $minutes ->
    [one] Die App sperrt sich nach { $minutes } Minute, wenn Sie sie nicht benutzen.
   *[other] Die App sperrt sich nach { $minutes } Minuten, wenn Sie sie nicht benutzen.
}
policy-biometrics = Fingerabdruck und Gesicht
policy-biometrics-on = Sie können die App statt mit der PIN auch mit Fingerabdruck oder Gesicht öffnen (nicht im Browser).
policy-biometrics-off = Die App öffnet sich nur mit der PIN, nicht mit Fingerabdruck oder Gesicht.
policy-wipe = Falsche PIN
policy-wipe-after = { $tries ->
    [one] Nach { $tries } falschen PIN wird auf diesem Gerät alles gelöscht.
   *[other] Nach { $tries } falschen PINs hintereinander wird auf diesem Gerät alles gelöscht.
}
policy-wipe-never = Falsche PINs löschen nichts. Nach mehreren müssen Sie warten, jedes Mal länger.
policy-screenshots = Bildschirmfotos
policy-screenshots-on = Bildschirmfotos der App sind möglich.
policy-screenshots-off = Bildschirmfotos der App sind nicht möglich, wo sich das verhindern lässt (nicht im Browser).
policy-copy = Kopieren
policy-copy-on = Sie können Text aus der App kopieren.
policy-copy-off = Text lässt sich nicht aus der App kopieren.
policy-export = Teilen und Speichern
policy-export-on = Sie können Fotos und Dateien aus der App heraus speichern und weitergeben.
policy-export-off = Fotos und Dateien bleiben in der App.
policy-camera = Kamera
policy-camera-on = Sie können in der App Fotos aufnehmen.
policy-camera-off = In der App können keine Fotos aufgenommen werden.
policy-microphone = Mikrofon
policy-microphone-on = Sie können Sprachnachrichten aufnehmen.
policy-microphone-off = Es können keine Sprachnachrichten aufgenommen werden.
policy-video = Videos
policy-video-on = Sie können Videos aufnehmen.
policy-video-off = Es können keine Videos aufgenommen werden.
policy-location = Standort
policy-location-on = Sie können Ihren Standort senden. Von selbst geschieht das nie.
policy-location-off = Ein Standort kann nicht gesendet werden.
policy-files = Dateien
policy-files-on = Sie können Dateien jeder Art senden.
policy-files-off = Nur was in dieser App aufgenommen wird, kann gesendet werden: keine Dateien und keine Bilder aus einer Galerie.
policy-receipts = Lesebestätigungen
policy-receipts-on = Sie entscheiden selbst, ob andere sehen, was Sie gelesen haben. Am Anfang sehen sie es nicht.
policy-receipts-off = Niemand sieht, was Sie gelesen haben.
policy-retention = Aufbewahrung
policy-retention-days = { $days ->
    [one] Nachrichten, Fotos und Dateien werden nach { $days } Tag auf allen Geräten und dem Server gelöscht.
   *[other] Nachrichten, Fotos und Dateien werden nach { $days } Tagen auf allen Geräten und dem Server gelöscht.
}
policy-retention-never = Nachrichten, Fotos und Dateien bleiben, bis jemand sie löscht.
policy-unsent = Nicht gesendete Fotos
policy-unsent-days = { $days ->
    [one] Ein Foto, das Sie nicht senden, wird nach { $days } Tag gelöscht.
   *[other] Ein Foto, das Sie nicht senden, wird nach { $days } Tagen gelöscht.
}
policy-unsent-never = Ein Foto, das Sie nicht senden, bleibt auf Ihrem Gerät, bis Sie es löschen.
policy-redaction = Unkenntlich machen
policy-redaction-offered = Sie können Gesichter und Namen auf Fotos unkenntlich machen.
policy-redaction-asked = Vor dem Senden eines Fotos fragt die App, ob etwas unkenntlich werden soll.
policy-redaction-required = Jedes Foto muss vor dem Senden auf Gesichter und Namen durchgesehen werden.
policy-version = Version der App
policy-version-any = Jede Version der App darf sich mit dem Server verbinden.
policy-version-minimum = Die App muss mindestens Version { $version } haben. Ältere bitten um eine Aktualisierung.
policy-offline = Ohne Verbindung
policy-offline-days = { $days ->
    [one] Ohne Verbindung zum Server zeigt die App nach { $days } Tag nichts mehr, bis sie ihn wieder erreicht.
   *[other] Ohne Verbindung zum Server zeigt die App nach { $days } Tagen nichts mehr, bis sie ihn wieder erreicht.
}
policy-offline-never = Die App zeigt auch ohne Verbindung zum Server beliebig lange, was auf dem Gerät ist.
policy-devices = Geräte
policy-devices-allowed = Anmelden können Sie sich mit: { $devices }.
policy-contact = Wer wen anschreibt
policy-contact-everybody = Alle dürfen mit allen einen Chat beginnen.
policy-contact-teams = Einen Chat beginnen Sie mit Personen aus Ihren Teams, mit anderen nur mit besonderem Recht.
policy-mailed = Einladung per E-Mail
policy-mailed-on = Wer sich mit einem Code aus einer E-Mail anmeldet, wartet auf Freigabe durch die Administration.
policy-mailed-off = Wer sich mit einem Code aus einer E-Mail anmeldet, gehört sofort dazu.
history-full = Sie lesen dort alles von Anfang an.
history-from-join = Sie lesen dort, was ab jetzt geschrieben wird.
history-closed = Niemand kommt später dazu.
policy-quota = Speicherplatz
policy-quota-mb = Fotos und Dateien einer Unterhaltung belegen auf dem Server zusammen höchstens { $mb } MB.
policy-quota-none = Fotos und Dateien einer Unterhaltung belegen so viel Platz, wie der Server hat.
policy-originals = Originale
policy-originals-kept = Wenn Sie etwas auf einem Foto unkenntlich machen, bleibt das Original versiegelt in Ihrem persönlichen Bereich.
policy-originals-destroyed = Wenn Sie etwas auf einem Foto unkenntlich machen, wird das Original vernichtet.
retention-days = { $days ->
    [one] Was älter als { $days } Tag ist, wird auf allen Geräten und dem Server gelöscht.
   *[other] Was älter als { $days } Tage ist, wird auf allen Geräten und dem Server gelöscht.
}
retention-erased-days = { $days ->
    [one] Was älter als { $days } Tag ist, wurde gelöscht.
   *[other] Was älter als { $days } Tage ist, wurde gelöscht.
}
retention-erased = Älteres wurde gelöscht, weil seine Frist abgelaufen war. Zurzeit gilt hier keine Frist.
retention-stays = Was hier steht, bleibt, bis jemand es löscht.
retention-nothing = In dieser Zeit verschwindet nichts.
retention-vanishes = { $count ->
    [one] { $count } Eintrag verschwindet
   *[other] { $count } Einträge verschwinden
} für { $people ->
    [one] { $people } Person
   *[other] { $people } Personen
} auf { $devices ->
    [one] { $devices } Gerät
   *[other] { $devices } Geräten
} und dem Server.
retention-hold-organisation = Löschsperre der Einrichtung: Hier wird nichts gelöscht, bis sie aufgehoben ist.
retention-hold-conversation = Löschsperre dieses Kanals: Hier wird nichts gelöscht, bis sie aufgehoben ist.
retention-held = Eine Löschsperre gilt: Zurzeit kann hier nichts gelöscht werden. Warum, weiß Ihre Administration oder wer den Kanal moderiert.
retention-kept-hold = bleibt wegen der Löschsperre
retention-kept-undocumented = bleibt, bis es in der Patientenakte steht
retention-kept-in-use = bleibt, solange es gebraucht wird

policy-hold = Löschsperre
policy-hold-on = Zurzeit wird nichts gelöscht, weder nach Ablauf einer Frist noch von Ihnen selbst: Ihre Einrichtung muss alles aufbewahren.
policy-hold-off = Keine Löschsperre: Fristen gelten, und Sie können löschen, was Sie geschrieben haben.
policy-undocumented = Noch nicht in der Akte
policy-undocumented-kept = Wunden mit Befunden oder Fotos, die noch nicht in der Patientenakte stehen, bleiben auch nach Ablauf der Frist.
policy-undocumented-erased = Wunden, Befunde und Fotos werden nach Ablauf der Frist gelöscht, auch wenn sie noch nicht in der Patientenakte stehen. Sie werden vorher daran erinnert.
policy-measuring = Messen im Foto
policy-measuring-on = Größen von Wunden können in einem Foto mit einer Messmarke oder einem Lineal gemessen werden. Den Umriss zeichnen Sie.
policy-measuring-off = In Fotos wird nicht gemessen. Größen tragen Sie ein.
policy-patterns = Patientenbezug scannen
policy-patterns-none = Jeder lesbare Code auf einem Armband oder Etikett kann als Patientenbezug eingelesen werden.
policy-patterns-some = Eingelesen werden nur Codes nach einem dieser Muster: { $patterns }. Von Hand können Sie jeden Patientenbezug eintragen.

photo-not-looked-through = Ihre Einrichtung verlangt, dass jedes Foto durchgesehen wird. Verdecken Sie, was niemand erkennen soll, oder bestätigen Sie, dass nichts zu verbergen ist.
photo-heif = Dieses Foto ist im Format HEIC, das nicht alle Geräte zeigen. Stellen Sie die Kamera auf JPEG (iPhone: Einstellungen, Kamera, Formate, „Maximale Kompatibilität“) oder nehmen Sie es hier im Messenger auf.
proposals-faces = { $count ->
    [one] 1 Gesicht vorgeschlagen
   *[other] { $count } Gesichter vorgeschlagen
}
proposals-codes = { $count ->
    [one] 1 Code vorgeschlagen
   *[other] { $count } Codes vorgeschlagen
}
proposals-found = { $what }. Bitte prüfen Sie selbst, ob noch etwas zu erkennen ist.
proposals-both = { $faces }, { $codes }
proposals-nothing = Nichts erkannt. Bitte prüfen Sie selbst, ob etwas zu erkennen ist.
proposals-codes-only = { $what } Nach Gesichtern wurde nicht gesucht.

mark-empty = Eine Markierung ist leer.
mark-outside = Eine Markierung liegt neben dem Foto. Es hat { $width } × { $height } Bildpunkte.
mark-too-many = Ein Foto kann höchstens { $most } Markierungen haben.
mark-too-long = Eine Markierung ist zu lang.
mark-letter = Das Zeichen { $letter } kann nicht auf ein Foto geschrieben werden.
device-phone = Telefon oder Tablet
device-shared = gemeinsames Gerät
device-desktop = Computer
device-web = Browser
policy-bots-on = Bots dürfen mitarbeiten. Alle sehen, dass sie welche sind, und sie lesen nur, wo die Moderation sie aufgenommen hat.
policy-bots-off = Bots sind nicht erlaubt.

## Aufnahmen

recording-not = Das ist keine Aufnahme, die gesendet werden kann. Möglich sind MP4, M4A und WebM.
recording-unfinished = Die Aufnahme bricht ab, bevor darin steht, wo Ton und Bild liegen. Sie lässt sich nicht retten; Sie können sie verwerfen.
recording-unsupported = Diese Art von Aufnahme kann nicht gesendet werden. Nehmen Sie sie hier im Messenger auf.
recording-too-large = Die Aufnahme ist zu groß.
recording-damaged = Die Aufnahme ist beschädigt.

## Kalender

calendar-recurs-daily = { $interval ->
    [one] täglich
    [2] jeden zweiten Tag
   *[other] alle { $interval } Tage
}
calendar-recurs-working-days = montags bis freitags
calendar-recurs-weekday = { $interval ->
    [one] jeden { $day }
    [2] jeden zweiten { $day }
   *[other] alle { $interval } Wochen am { $day }
}
calendar-recurs-weekly = { $interval ->
    [one] jede Woche am { $days }
    [2] jede zweite Woche am { $days }
   *[other] alle { $interval } Wochen am { $days }
}
calendar-day-of-month = { $day }.
calendar-recurs-monthly = { $interval ->
    [one] jeden Monat am { $days }
    [2] jeden zweiten Monat am { $days }
   *[other] alle { $interval } Monate am { $days }
}
calendar-recurs-monthly-day = { $interval ->
    [one] jeden Monat am { $which } { $day }
    [2] jeden zweiten Monat am { $which } { $day }
   *[other] alle { $interval } Monate am { $which } { $day }
}
calendar-recurs-month-end = { $interval ->
    [one] am letzten Tag jedes Monats
    [2] am letzten Tag jedes zweiten Monats
   *[other] alle { $interval } Monate am letzten Tag
}
calendar-recurs-yearly = { $interval ->
    [one] jedes Jahr am { $day }. { $month }
    [2] jedes zweite Jahr am { $day }. { $month }
   *[other] alle { $interval } Jahre am { $day }. { $month }
}
calendar-recurs-yearly-day = { $interval ->
    [one] jedes Jahr am { $which } { $day } im { $month }
    [2] jedes zweite Jahr am { $which } { $day } im { $month }
   *[other] alle { $interval } Jahre am { $which } { $day } im { $month }
}
calendar-recurs-dates = an { $number } Terminen
calendar-recurs-otherwise = nach einer eigenen Regel
calendar-recurs-at = { $rule } um { $time }
calendar-recurs-count = { $rule }, { $number ->
    [one] einmal
   *[other] { $number }-mal
}
calendar-recurs-until = { $rule }, bis { $date }
calendar-weekday = { $day ->
    [1] Montag
    [2] Dienstag
    [3] Mittwoch
    [4] Donnerstag
    [5] Freitag
    [6] Samstag
   *[7] Sonntag
}
calendar-month = { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
}
calendar-which = { $which ->
    [1] ersten
    [2] zweiten
    [3] dritten
    [4] vierten
    [5] fünften
   *[0] letzten
}
calendar-and = { $first } und { $last }
calendar-file-none = Das ist keine Kalenderdatei (.ics).
calendar-file-large = Die Datei ist zu groß.
calendar-file-cut-off = Zeile { $line }: Die Datei ist nicht vollständig.
calendar-file-date = Zeile { $line }: „{ $what }“ ist kein Datum.
calendar-file-duration = Zeile { $line }: „{ $what }“ passt nicht zum Beginn.
calendar-file-zone = Zeile { $line }: Die Zeitzone „{ $what }“ ist unbekannt.
calendar-file-rule = Zeile { $line }: Die Wiederholung ist nicht lesbar.
calendar-file-rule-unsupported = Zeile { $line }: Diese Art von Wiederholung gibt es hier nicht.
calendar-file-no-start = Zeile { $line }: Der Termin hat keinen Beginn.
calendar-file-unfit = Zeile { $line }: Der Termin ist zu lang, zu weit weg oder hat zu viele Einzeltermine.
calendar-file-shortened = Zeile { $line }: Ein Text ist zu lang und wurde gekürzt.

## Was seit der letzten Schicht geschehen ist

shift-messages = { $count ->
    [one] { $count } neue Nachricht.
   *[other] { $count } neue Nachrichten.
}
shift-unconfirmed = { $count ->
    [one] { $count } Nachricht wartet auf Ihre Bestätigung.
   *[other] { $count } Nachrichten warten auf Ihre Bestätigung.
}
shift-requests-open = { $count ->
    [one] { $count } Anfrage ist offen.
   *[other] { $count } Anfragen sind offen.
}
shift-requests-taken = { $count ->
    [one] { $count } Anfrage ist übernommen und noch nicht erledigt.
   *[other] { $count } Anfragen sind übernommen und noch nicht erledigt.
}
shift-requests-done = { $count ->
    [one] { $count } Anfrage wurde erledigt.
   *[other] { $count } Anfragen wurden erledigt.
}
shift-handed-over = „{ $address }“ hat jetzt: { $names }.
shift-handed-to-nobody = „{ $address }“ hat jetzt niemand.
shift-photos = { $count ->
    [one] { $count } neues Foto.
   *[other] { $count } neue Fotos.
}
shift-files = { $count ->
    [one] { $count } neue oder geänderte Datei.
   *[other] { $count } neue oder geänderte Dateien.
}
shift-survey = Die Umfrage „{ $title }“ ist beendet.
shift-appointment = Termin in den nächsten 24 Stunden: { $title }.
shift-joined = { $count ->
    [one] Neu dabei ist: { $names }.
   *[other] Neu dabei sind: { $names }.
}
shift-left = { $count ->
    [one] Nicht mehr dabei ist: { $names }.
   *[other] Nicht mehr dabei sind: { $names }.
}
## Umfragen

survey-secrecy-open = Alle in dieser Unterhaltung sehen, wer abgestimmt hat und wer was gewählt hat.
survey-secrecy-secret = Geheime Umfrage: Die anderen in dieser Unterhaltung und der Server erfahren nicht, was Sie wählen. Alle sehen, dass Sie abgestimmt haben. Nicht geheim ist Ihre Stimme vor der Person, die fragt: Ihr Gerät öffnet die Stimmen zum Zählen und könnte mit einem veränderten Programm zeigen, wer was gewählt hat. Sie sieht auch, wie sich die Zahlen mit jeder neuen Stimme ändern, und für das Ergebnis steht sie allein ein. Sind es wenige Stimmen oder alle gleich, lässt sich das Übrige erraten. Ein Ergebnis aus weniger als drei Stimmen zeigt die App niemandem. Freie Texte erscheinen ohne Namen, aber so, wie Sie sie schreiben.
survey-questions = Eine Umfrage hat mindestens eine und höchstens 30 Fragen.
survey-question-text = Frage { $number } hat keinen Text, oder er ist zu lang.
survey-question-options = Frage { $number } braucht 2 bis 50 verschiedene Antworten, keine davon leer oder zu lang.
survey-question-range = Bei Frage { $number } muss mindestens eine Antwort wählbar sein und höchstens so viele, wie es gibt.
survey-question-scale = Die Skala von Frage { $number } braucht 2 bis 10 Stufen und kurze Beschriftungen.
survey-question-slots = Frage { $number } braucht 1 bis 50 verschiedene Termine, und jeder muss enden, nachdem er begonnen hat.
survey-deadline-past = Der Schluss der Umfrage muss in der Zukunft liegen.
survey-too-large = Die Texte der Umfrage sind zusammen zu lang.
survey-closed = Die Umfrage ist beendet.
survey-over = Die Zeit für diese Umfrage ist vorbei. Eine Stimme würde nicht mehr zählen.
survey-voted = Sie haben schon abgestimmt. In dieser Umfrage lässt sich das nicht ändern.
survey-answers = Zu jeder Frage gehört eine Antwort oder die Angabe, dass Sie keine geben.
survey-answer-required = Frage { $number } muss beantwortet werden.
survey-answer-unknown = Die Antwort auf Frage { $number } gibt es dort nicht.
survey-answer-number = Bei Frage { $number } sind zu wenige oder zu viele Antworten gewählt.
survey-answer-text = Der Text zu Frage { $number } ist leer oder zu lang.
survey-table-question = Frage
survey-table-answer = Antwort
survey-table-count = Anzahl
survey-table-share = Anteil in %
survey-table-yes = ja
survey-table-maybe = vielleicht
survey-table-no = nein
survey-table-average = Durchschnitt
survey-table-median = Median
survey-table-other = Andere
survey-table-name = Name
# Dateien
files-photos = Fotos

## Suche

search-begin = Suchen Sie nach Wörtern oder Teilen davon. Umlaute, Groß- und Kleinschreibung spielen keine Rolle; Anführungszeichen halten Wörter zusammen.
search-nothing = Nichts gefunden. Prüfen Sie die Schreibweise oder suchen Sie mit weniger Wörtern.
search-nothing-yet = Noch nichts gefunden. Ältere Nachrichten werden noch geladen und erscheinen hier, sobald sie da sind.
search-nothing-filtered = Nichts gefunden, wozu alle Angaben passen. Lassen Sie eine davon weg.

## Messmarken

markers-title = Messmarken für Wundfotos
markers-print = Drucken Sie dieses Blatt auf weißes, mattes Papier, ohne Anpassung an die Seite (100 %). Prüfen Sie die beiden Lineale mit einem echten.
markers-lay = Schneiden Sie eine Marke an der gestrichelten Linie aus und legen Sie sie flach neben die Wunde, in ihre Ebene und nicht auf die Wunde. Fotografieren Sie gerade von oben, den ganzen schwarzen Rahmen scharf im Bild.
markers-once = Jede Marke nur einmal verwenden und danach entsorgen: Papier lässt sich nicht desinfizieren.
markers-check = Ist diese Linie genau { $mm } mm lang? Wenn nicht, verwenden Sie das Blatt nicht.
markers-label = { $mm } mm · nur einmal verwenden
markers-alt = Messmarke mit einem Rahmen von { $mm } mm
markers-ruler = Lineal von { $mm } mm
markers-foot = Messmarken

## Berichte für die Patientenakte

report-signature = Datum, Name, Unterschrift
report-title = Wunddokumentation
report-team = Team
report-kind = Wundart und Grad
report-site = Ort
report-recurrent = Rezidiv
report-yes = ja
report-no = nein
report-closed = Abgeschlossen
report-size = Größe
report-size-sides = { $length } × { $width } mm
report-size-depth = Tiefe { $depth } mm
report-area-mm = { $area } mm²
report-area-error = { $area } mm² (± { $error } mm²)
report-length-error = ± { $error } mm
report-area-sides = { $area } mm² (Länge × Breite)
report-undermining = von { $from } bis { $to } Uhr
report-undermining-depth = von { $from } bis { $to } Uhr, { $depth } mm tief
report-percent = { $percent } % { $tissue }
report-exudate = Exsudat
report-pain = { $pain } von 10
report-corrected = { $times ->
    [one] einmal berichtigt
   *[other] { $times }-mal berichtigt
}
report-finding-by = Befund vom { $date }, { $name }
report-curve = Größe im Verlauf
report-curve-alt = { $first } am { $from }, { $last } am { $to }; { $points } Messungen.
report-pictures = Fotos
report-evidence-invalid = NACHWEIS UNGÜLTIG: Was zu diesem Foto signiert wurde, passt nicht zu Foto, Gerät oder Wunde
report-photos-left-out = Nicht enthalten, weil die Fotos auf diesem Gerät nicht vorliegen: { $photos }.
report-made = Erstellt am { $date } von { $name } aus den Einträgen des Teams in Verband. Der Bericht gibt wieder, was eingetragen wurde; er bewertet nichts.
## Wunden: Begriffe zum Ankreuzen, nach deutscher Pflegepraxis

wound-view-front = Vorderseite
wound-view-back = Rückseite
wound-side-left = links
wound-side-right = rechts
wound-side-middle = Mitte
wound-side-both = beidseits
wound-region-head = Kopf
wound-region-forehead = Stirn
wound-region-face = Gesicht
wound-region-nose = Nase
wound-region-ear = Ohr
wound-region-back-of-head = Hinterkopf
wound-region-neck = Hals
wound-region-nape = Nacken
wound-region-shoulder = Schulter
wound-region-shoulder-blade = Schulterblatt
wound-region-chest = Brust
wound-region-abdomen = Bauch
wound-region-flank = Flanke
wound-region-upper-back = Oberer Rücken
wound-region-lower-back = Unterer Rücken
wound-region-spine = Wirbelsäule
wound-region-armpit = Achsel
wound-region-upper-arm = Oberarm
wound-region-elbow = Ellenbogen
wound-region-forearm = Unterarm
wound-region-wrist = Handgelenk
wound-region-hand = Hand
wound-region-finger = Finger
wound-region-sacrum = Kreuzbein
wound-region-coccyx = Steißbein
wound-region-buttock = Gesäß
wound-region-ischium = Sitzbein
wound-region-anal-cleft = Analfalte
wound-region-hip = Hüfte
wound-region-trochanter = Großer Rollhügel (Trochanter)
wound-region-groin = Leiste
wound-region-genitals = Genitalbereich
wound-region-thigh = Oberschenkel
wound-region-knee = Knie
wound-region-hollow-of-knee = Kniekehle
wound-region-lower-leg = Unterschenkel
wound-region-shin = Schienbein
wound-region-calf = Wade
wound-region-inner-ankle = Innenknöchel
wound-region-outer-ankle = Außenknöchel
wound-region-achilles = Achillessehne
wound-region-heel = Ferse
wound-region-back-of-foot = Fußrücken
wound-region-edge-of-foot = Fußrand
wound-region-sole = Fußsohle
wound-region-ball-of-foot = Fußballen
wound-region-big-toe = Großzehe
wound-region-toe = Zehe
wound-region-stump = Amputationsstumpf
wound-region-stoma = Stoma-Umgebung
wound-region-other = Andere Stelle
wound-type-pressure-ulcer = Dekubitus
wound-type-venous-ulcer = Ulcus cruris venosum
wound-type-arterial-ulcer = Ulcus cruris arteriosum
wound-type-mixed-ulcer = Ulcus cruris mixtum
wound-type-diabetic-foot = Diabetisches Fußulcus
wound-type-moisture = Feuchtigkeitsbedingter Hautschaden (IAD)
wound-type-skin-tear = Hautriss (Skin Tear)
wound-type-surgical = Operationswunde
wound-type-dehiscence = Nahtdehiszenz
wound-type-traumatic = Verletzung
wound-type-burn = Verbrennung oder Verbrühung
wound-type-tumour = Tumorwunde
wound-type-abscess = Abszess
wound-type-fistula = Fistel
wound-type-graft-site = Entnahmestelle
wound-type-radiation = Strahlenschaden der Haut
wound-type-other = Andere Wunde
wound-stage-pressure-1 = Kategorie 1
wound-stage-pressure-2 = Kategorie 2
wound-stage-pressure-3 = Kategorie 3
wound-stage-pressure-4 = Kategorie 4
wound-stage-pressure-unknown = nicht einstufbar
wound-stage-pressure-deep = vermutete tiefe Gewebeschädigung
wound-stage-wagner-0 = Wagner 0
wound-stage-wagner-1 = Wagner 1
wound-stage-wagner-2 = Wagner 2
wound-stage-wagner-3 = Wagner 3
wound-stage-wagner-4 = Wagner 4
wound-stage-wagner-5 = Wagner 5
wound-stage-tear-1 = Typ 1: kein Hautverlust
wound-stage-tear-2 = Typ 2: teilweiser Hautverlust
wound-stage-tear-3 = Typ 3: vollständiger Hautverlust
wound-stage-burn-1 = Grad 1
wound-stage-burn-2a = Grad 2a
wound-stage-burn-2b = Grad 2b
wound-stage-burn-3 = Grad 3
wound-stage-burn-4 = Grad 4
wound-scale-marker = Messmarke, Seitenlänge des Rahmens
wound-scale-ruler = Lineal im Foto, Abstand zweier Punkte
wound-error-length = Messabweichung der Länge (95 von 100 liegen darunter)
wound-error-width = Messabweichung der Breite (95 von 100 liegen darunter)
wound-error-area = Messabweichung der Fläche (95 von 100 liegen darunter)
wound-measured-typed = eingetragen
wound-measured-ruler = mit dem Lineal
wound-measured-marker = im Foto nach der Messmarke
wound-measured-outline = nach dem Umriss von Hand
wound-measured-photo-ruler = im Foto nach einem Lineal
wound-tissue-epithelium = Epithelgewebe
wound-tissue-granulation = Granulationsgewebe
wound-tissue-fibrin = Fibrin
wound-tissue-wet-necrosis = Feuchte Nekrose
wound-tissue-dry-necrosis = Trockene Nekrose
wound-tissue-fat = Fettgewebe
wound-tissue-fascia = Faszie
wound-tissue-muscle = Muskel
wound-tissue-tendon = Sehne
wound-tissue-bone = Knochen
wound-tissue-blood = Hämatom
wound-tissue-other = Anderes
wound-edge-flat = flach, anliegend
wound-edge-epithelial = epithelisierend
wound-edge-macerated = mazeriert
wound-edge-undermined = unterminiert
wound-edge-raised = wulstig
wound-edge-rolled = eingerollt
wound-edge-keratotic = verhornt (Hyperkeratose)
wound-edge-red = gerötet
wound-edge-livid = livide
wound-edge-swollen = ödematös
wound-edge-necrotic = nekrotisch
wound-edge-ragged = zerklüftet
wound-skin-intact = intakt
wound-skin-dry = trocken, schuppig
wound-skin-macerated = mazeriert
wound-skin-red = gerötet
wound-skin-warm = überwärmt
wound-skin-swollen = ödematös
wound-skin-hard = verhärtet
wound-skin-eczema = Ekzem
wound-skin-blisters = Blasen
wound-skin-pigmented = hyperpigmentiert
wound-skin-livid = livide
wound-skin-thin = pergamentartig
wound-skin-callus = Hornhaut
wound-skin-itching = Juckreiz
wound-exudate-amount-none = kein
wound-exudate-amount-little = wenig
wound-exudate-amount-moderate = mäßig
wound-exudate-amount-much = viel
wound-exudate-amount-very-much = sehr viel
wound-exudate-kind-serous = serös
wound-exudate-kind-sero-bloody = serös-blutig
wound-exudate-kind-bloody = blutig
wound-exudate-kind-fibrinous = fibrinös
wound-exudate-kind-purulent = eitrig
wound-exudate-colour-clear = klar
wound-exudate-colour-yellow = gelblich
wound-exudate-colour-red = rötlich
wound-exudate-colour-brown = bräunlich
wound-exudate-colour-green = grünlich
wound-exudate-colour-grey = gräulich
wound-odour-none = kein
wound-odour-slight = leicht
wound-odour-strong = stark
wound-odour-foul = faulig
wound-odour-sweet = süßlich
wound-infection-none = keine
wound-infection-redness = Rötung
wound-infection-warmth = Überwärmung
wound-infection-swelling = Schwellung
wound-infection-pain = zunehmender Schmerz
wound-infection-function = eingeschränkte Funktion
wound-infection-pus = Eiter
wound-infection-exudate = mehr Exsudat
wound-infection-odour = neuer Geruch
wound-infection-fever = Fieber
wound-consent-given = erteilt
wound-consent-refused = verweigert
wound-consent-unknown = nicht bekannt
wound-consent-by-patient = Patientin oder Patient
wound-consent-by-representative = gesetzliche Vertretung
wound-purpose-photos = Wundfotos
wound-purpose-storage = Speicherung der Fotos
wound-purpose-sharing = Weitergabe an Mitbehandelnde
wound-purpose-teaching = Fortbildung
wound-reason-healed = abgeheilt
wound-reason-discharged = entlassen oder verlegt
wound-reason-died = verstorben
wound-reason-merged = mit einer anderen Wunde zusammengeführt
wound-reason-mistake = irrtümlich angelegt
wound-reason-other = anderer Grund
wound-photo-overview = Übersicht
wound-photo-close-up = Nahaufnahme
wound-photo-before = vor der Reinigung
wound-export-report = Bericht für die Patientenakte
wound-export-fhir = FHIR-Bündel
wound-export-upload = in die Patientenakte übertragen
wound-export-photos = Fotos in die Patientenakte übertragen
wound-export-package = Beweispaket
wound-answer-kept = Konzept geprüft, es bleibt
wound-answer-changed = Konzept geprüft und geändert
wound-answer-opinion = zweite Meinung eingeholt
wound-answer-later = zurückgestellt
wound-field-view = Seite der Körpersilhouette
wound-field-side = Körperseite
wound-field-region = Körperregion
wound-field-type = Wundart
wound-field-stage = Grad
wound-field-measured = Messweise
wound-field-tissue = Gewebe
wound-field-edge = Wundrand
wound-field-skin = Wundumgebung
wound-field-exudate-amount = Exsudatmenge
wound-field-exudate-kind = Exsudatart
wound-field-exudate-colour = Exsudatfarbe
wound-field-odour = Geruch
wound-field-infection = Entzündungszeichen
wound-field-consent = Einwilligung
wound-field-consent-by = Einwilligende Person
wound-field-purpose = Zweck der Einwilligung
wound-field-reason = Grund des Abschlusses
wound-field-photo = Aufnahmeart
wound-field-answer = Antwort
wound-field-patient = Patientenbezug
wound-field-point = Punkt auf der Silhouette
wound-field-clock = Uhrzeigerposition
wound-field-since = Beginn
wound-field-position = Lagerung
wound-field-note = Bemerkung
wound-field-examined = Zeitpunkt
wound-field-length = Länge
wound-field-width = Breite
wound-field-depth = Tiefe
wound-field-area = Fläche
wound-field-undermining = Unterminierung
wound-field-pain = Schmerz
wound-field-dressing = Verband und Therapie
wound-field-next-change = Nächster Verbandwechsel
wound-field-finding = Befund
wound-field-until = Wiedervorlage
wound-field-photos = Fotos

## Wunden: Sätze

wound-six-weeks = Seit sechs Wochen zeigen die Maße keine Heilungstendenz. Konzept prüfen, zweite Meinung einholen?
wound-bad-term = { $field }: Diese Angabe gibt es in der Liste nicht oder sie passt nicht zu den anderen.
wound-bad-length = { $field }: Die Angabe fehlt, ist zu lang oder enthält unzulässige Zeichen. Erlaubt sind bis zu { $most } Zeichen.
wound-bad-range = { $field }: Erlaubt sind Werte von { $least } bis { $most }.
wound-bad-list = { $field }: Etwas ist doppelt, es sind zu viele Angaben, oder zusammen mehr als 100 %.
wound-bad-time = { $field }: Das Datum oder die Zeit ist nicht möglich.
wound-empty = { $field }: Es ist nichts angegeben.
wound-closed = Diese Wunde ist abgeschlossen. Öffnen Sie sie zuerst wieder.
wound-no-consent = Die Einwilligung in Fotos dieser Wunde ist verweigert. Ändert sich das, tragen Sie es zuerst ein.

## Fotoalbum

album-ending = { $count ->
    [one] { $days ->
        [0] 1 Foto in Ihrer Ablage wird jetzt gelöscht, wenn Sie es nicht senden.
        [one] 1 Foto in Ihrer Ablage wird innerhalb eines Tages gelöscht, wenn Sie es nicht senden.
       *[other] 1 Foto in Ihrer Ablage wird in { $days } Tagen gelöscht, wenn Sie es nicht senden.
    }
   *[other] { $days ->
        [0] { $count } Fotos in Ihrer Ablage werden gelöscht, wenn Sie sie nicht senden, das erste jetzt.
        [one] { $count } Fotos in Ihrer Ablage werden gelöscht, wenn Sie sie nicht senden, das erste innerhalb eines Tages.
       *[other] { $count } Fotos in Ihrer Ablage werden gelöscht, wenn Sie sie nicht senden, das erste in { $days } Tagen.
    }
}
pattern-long = Das Muster ist zu lang. Höchstens { $most } Zeichen sind möglich.
pattern-empty = Nach diesem Muster bleibt von keinem Code ein Patientenbezug übrig.
pattern-sign = Das Muster ist an der Stelle { $place } nicht zu verstehen. Buchstaben und Ziffern, die genau so im Code stehen, gehören in einfache Anführungszeichen.
pattern-open = Im Muster fehlt das Ende von dem, was an der Stelle { $place } beginnt.
code-none = Auf dem Bild ist kein Code zu lesen. Gehen Sie näher heran, halten Sie das Armband glatt, oder tippen Sie den Patientenbezug ein.
code-other = Dieser Code gehört nicht zu einem Patienten: Er passt zu keinem Muster Ihrer Einrichtung. Scannen Sie einen anderen, oder tippen Sie den Patientenbezug ein.
album-placed = Dieses Foto gehört zu einer Wunde. Ändern Sie den Patientenbezug der Wunde, oder nehmen Sie das Foto zuerst von ihr ab.
album-other-patient = Das Foto ist einem anderen Patientenbezug zugeordnet als die Wunde. Ordnen Sie es zuerst richtig zu.
measure-no-marker = Auf dem Foto ist keine Messmarke zu lesen. Legen Sie eine flach neben die Wunde, ganz im Bild, oder messen Sie nach zwei Punkten auf einem Lineal.
measure-marker-small = Die Messmarke ist auf dem Foto zu klein. Gehen Sie näher heran oder nehmen Sie eine größere.
measure-marker-unclear = Der Rahmen der Messmarke ist nicht klar zu sehen: verdeckt, abgeschnitten oder unscharf.
measure-marker-bent = Die Messmarke liegt nicht flach.
measure-tilted = Das Foto ist zu schräg aufgenommen. Fotografieren Sie gerade von oben.
measure-markers-disagree = Die Messmarken auf dem Foto passen nicht zueinander: Eine ist gebogen, in falscher Größe gedruckt oder liegt in einer anderen Ebene.
measure-too-far = Die Messmarke ist zu weit von der Wunde weg oder zu klein: Das Ergebnis wäre zu ungenau.
measure-ruler = Die beiden Punkte auf dem Lineal liegen zu nah beieinander, oder der Abstand ist nicht zwischen 5 und 1000 mm.
measure-outline-empty = Der Umriss hat zu wenige Punkte oder umschließt nichts.
measure-outline-long = Der Umriss hat zu viele Punkte.
measure-outline-crosses = Der Umriss kreuzt sich selbst. Zeichnen Sie ihn ohne Überschneidung.
measure-outside = Ein Punkt liegt außerhalb des Fotos.
measured-marker = Mit der Messmarke, schräge Aufnahme ausgeglichen. Der Fehler gilt für eine flache Wunde in der Ebene der Marke und nicht dafür, wo der Rand gezeichnet wurde.
measured-ruler = Nach dem Lineal, ohne Ausgleich einer schrägen Aufnahme: Der Fehler gilt nur, wenn gerade von oben fotografiert wurde und das Lineal in der Ebene der Wunde liegt.
## Patientenakte: Sätze

record-refused = Die Patientenakte nimmt das Dokument nicht an: { $said }
record-login = Die Patientenakte lässt diese App nicht zu. Bitte neu anmelden.
record-fault = Die Patientenakte ist gestört. Das Dokument ist nicht verloren: bitte später noch einmal senden.
record-unreachable = Die Patientenakte ist nicht erreichbar. Das Dokument ist nicht verloren: bitte später noch einmal senden.
record-untrusted = Wer unter der Adresse der Patientenakte antwortet, kann nicht zeigen, dass er es ist (Zertifikat). Es wurde nichts gesendet. Bitte sagen Sie es Ihrer IT.
record-answer = Ob die Patientenakte das Dokument hat, ist unklar. Bitte noch einmal senden: es wird kein zweites daraus.
record-target = Die Angaben zur Patientenakte stimmen nicht.
