### Verwaltung: Rollen, Teams, Regeln, Aufbewahrung, Protokoll, erste Schritte.

## Rights and roles

right-invite = Personen einladen
right-approve = Anmeldungen freigeben
right-manage-members = Personen verwalten: Angaben ändern, austragen
right-manage-devices = Geräte anderer sehen und sperren
right-manage-roles = Rollen festlegen und vergeben
right-manage-teams = Teams anlegen und ändern
right-manage-policy = Regeln und Datenschutzhinweise ändern
right-create-channels = Kanäle gründen
right-start-chats = Chats beginnen
right-contact-anyone = alle anschreiben, auch außerhalb der eigenen Teams
right-moderate-channels = jeden Kanal moderieren, in dem man ist
right-statistics = Zahlen der Einrichtung sehen
right-alert = alle in einem Kanal auf einmal rufen und mit Alarmton senden
role-member = Mitglied
role-moderator = Moderation
role-guest = Gast
roles-hint = Eine Rolle sagt, was man in der Einrichtung darf. Wer mehrere hat, darf alles zusammen. Wird eine Rolle geändert, gilt das für alle, die sie haben.
role-new = Neue Rolle
role-edit = { $title } bearbeiten
role-rights = Wer diese Rolle hat, darf:
role-limit = Geben können Sie nur Rechte, die Sie selbst haben.
role-retire = Rolle abschaffen
role-retired = Die Rolle { $title } ist abgeschafft.
role-saved = Die Rolle { $title } ist gespeichert.
people-count =
    { $count ->
        [0] niemand
        [one] eine Person
       *[other] { $count } Personen
    }

## Teams and limits

teams-hint = Teams sagen, wer zusammenarbeitet. Man kann sie in Nachrichten rufen, und sie können begrenzen, wer wem schreibt.
no-teams = Noch kein Team.
team-new = Name des neuen Teams
team-make = Team anlegen
team-made = Das Team { $title } ist angelegt.
team-edit = { $title } bearbeiten
team-empty = Noch niemand.
team-members = Wer gehört dazu?
team-dissolve = Team auflösen
team-dissolved = Das Team { $title } ist aufgelöst.
done-editing = Fertig
contact-limits = Wer wem schreiben darf
limits-who = Einen Chat beginnen dürfen
limits-hint = Mit dem Recht „alle anschreiben“ darf eine Rolle auch außerhalb ihrer Teams schreiben. Kanäle sind davon nicht betroffen.
contact-everybody = alle mit allen
contact-teams = nur wer ein Team teilt

## Rules

rules-hint = Die Regeln gelten auf allen Geräten. Ändern Sie, so viel Sie möchten: Es gilt erst, wenn Sie es in Worten gesehen und unterschrieben haben.
means-for-you = Das heißt für Sie:
rules-access = Zugang und Geräte
rules-capture = Aufnehmen und Senden
rules-leaving = Was die Einrichtung verlassen kann
rules-together = Miteinander
rules-keeping = Aufbewahren und Löschen
rules-changed = geändert
rules-discard = Verwerfen
rules-preview =
    { $count ->
        [one] Eine Änderung ansehen
       *[other] { $count } Änderungen ansehen
    }
rules-preview-title = Was sich für alle ändert
rules-preview-hint = Das lesen alle in der Einrichtung so in ihren Einstellungen.
until-now = Bisher
from-now = Ab jetzt
rules-sign = Unterschreiben – gilt sofort
rules-signed =
    { $count ->
        [one] Die Regel gilt.
       *[other] { $count } Regeln gelten.
    }
rule-limited = begrenzt auf
unit-digits = Ziffern
unit-tries = Versuche
unit-days = Tage
unit-minutes = Minuten
unit-megabytes = MB
redaction-offered = wird angeboten
redaction-asked = wird jedes Mal gefragt
redaction-required = muss jedes Mal angesehen werden

## The privacy notice

notice-hint = Alle lesen sie, bevor sie ihre PIN wählen, und noch einmal, wenn sich etwas ändert. Im Protokoll steht, wer welche Fassung gelesen hat (Artikel 13 DSGVO).
notice-none = Noch keine Hinweise veröffentlicht.
notice-version = Es gilt Fassung { $version }.
notice-use-template = Mit einer Vorlage beginnen
notice-german = Auf Deutsch
notice-english = Auf Englisch (sonst wird die deutsche Fassung gezeigt)
notice-form = Eine leere Zeile trennt Absätze; eine Zeile, die mit # beginnt, ist eine Überschrift.
notice-publish = Veröffentlichen
notice-published = Die Datenschutzhinweise sind veröffentlicht.
notice-template =
    # Wer verantwortlich ist

    Name und Anschrift der Einrichtung, wie Sie uns erreichen, und wer für den Datenschutz zuständig ist.

    # Wozu wir Ihre Daten brauchen

    Für die Verständigung im Dienst und die Dokumentation von Wunden. Rechtsgrundlage: …

    # Was gespeichert wird

    Ihr Name, Ihre Funktion und Ihr Bereich; Ihre Geräte und ungefähr, wann sie zuletzt da waren; was Sie schreiben und aufnehmen, verschlüsselt. Der Server steht bei uns und kann es nicht lesen.

    # Wie lange

    So lange, wie die Regeln der Einrichtung sagen. Sie stehen in der App unter Einstellungen.

    # Ihre Rechte

    Auskunft, Berichtigung, Löschung, Einschränkung, Widerspruch, Beschwerde bei der Aufsichtsbehörde.

## Retention

retention-now =
    { $days ->
        [one] Zurzeit bleibt alles einen Tag.
       *[other] Zurzeit bleibt alles { $days } Tage.
    }
retention-none-now = Zurzeit wird nichts von selbst gelöscht.
retention-scope = Sie sehen, was in Ihren eigenen Unterhaltungen verschwindet. In andere kann auch die Verwaltung nicht hineinsehen; dieselbe Frist gilt dort genauso. Kanäle können eine kürzere haben.
retention-what-if = Ausprobieren
retention-limited = Nach einer Frist löschen
retention-days = Aufbewahren, in Tagen
retention-ahead = Zeitraum der Vorschau
ahead-days = die nächsten { $count } Tage
retention-not-yet = Das ist nur eine Vorschau und gilt noch nicht.
retention-decide =
    { $days ->
        [one] Frist von einem Tag festlegen
       *[other] Frist von { $days } Tagen festlegen
    }
retention-undecide = Nichts mehr von selbst löschen
retention-decided =
    { $days ->
        [one] Alles bleibt einen Tag.
       *[other] Alles bleibt { $days } Tage.
    }
retention-undecided = Es wird nichts mehr von selbst gelöscht.
retention-vanishes = Was in { $count } Tagen verschwindet
retention-warnings = Bald weg und noch nicht in der Patientenakte
retention-item = Eintrag
legal-hold = Löschsperre
hold-hint = Solange sie gilt, wird nichts gelöscht, weder nach einer Frist noch von Hand: zum Beispiel bei einem Rechtsstreit. Einen einzelnen Kanal sperrt, wer ihn moderiert.
hold-everywhere = Löschsperre für die ganze Einrichtung
hold-set = Die Löschsperre gilt.
hold-lifted = Die Löschsperre ist aufgehoben.
keep-undocumented = Wundfotos und Befunde bleiben, bis sie in der Patientenakte sind
and-more = und { $count } weitere
stays-beyond =
    { $count ->
        [one] Ein Eintrag bleibt länger
       *[other] { $count } Einträge bleiben länger
    }
vanish-text =
    { $count ->
        [one] eine Nachricht
       *[other] { $count } Nachrichten
    }
vanish-photo =
    { $count ->
        [one] ein Foto
       *[other] { $count } Fotos
    }
vanish-voice =
    { $count ->
        [one] eine Sprachnachricht
       *[other] { $count } Sprachnachrichten
    }
vanish-video =
    { $count ->
        [one] ein Video
       *[other] { $count } Videos
    }
vanish-other =
    { $count ->
        [one] ein anderer Eintrag
       *[other] { $count } andere Einträge
    }

## Figures

statistics-hint = Nichts davon betrifft eine einzelne Person: Wer wann arbeitet oder schreibt, zählt niemand.
invitations-claimed = Anmeldungen
statistics-space = Platz auf dem Server
statistics-used = { $used } von { $allowed } belegt
statistics-devices = Geräte nach Art

## Log

chain-holds = Die Kette ist heil.
chain-doubtful = Die Kette ist heil, aber etwas ist auffällig.
chain-forked = Zwei Verläufe dieses Protokolls!
chain-hint = Dieses Gerät hat alle Einträge bis Nummer { $count } selbst geprüft: jede Unterschrift, jede Regel, und dass jeder auf den vorigen folgt.
chain-forked-hint = Der Server hat verschiedenen Geräten Verschiedenes gezeigt, oder nach einer alten Sicherung ging es anders weiter. Speichern Sie den Beleg, und geben Sie ihn der Person, die den Server betreut. Bis das geklärt ist, sollte niemand neue Mitglieder aufnehmen.
chain-compare = Sehen alle in der Einrichtung dieselben Wörter, gehören sie zur selben Einrichtung. Ob zwei Personen dasselbe Protokoll haben, zeigt der Vergleich ihrer Dateien mit verband verify.
house-alarms = Alarme
alarm-nameless = Jemand
alarm-fork = Zwei Verläufe eines Protokolls: Der Server oder ein Mitglied zeigt verschiedenen Leuten Verschiedenes.
alarm-ghost = Etwas kam von jemandem, den die Einrichtung nicht kennt. Es wurde abgewiesen.
alarm-refused = Ein Eintrag brach eine Regel und wurde abgewiesen.
alarm-omission = Der Server hat Einträge weggelassen. Vielleicht wurde eine alte Sicherung eingespielt.
alarm-commit = Eine Änderung an einer Unterhaltung, die kein ehrliches Gerät macht. Sie wurde abgewiesen.
alarm-renewal = { $name } hat mit einem neuen Brief neu begonnen. Fragen Sie persönlich nach, ob das stimmt.
alarm-stale = Seit drei Wochen nichts Neues im Protokoll: Niemand von der Verwaltung war online, oder der Server verbirgt das Ende.
alarm-sheet = Mit dem Wiederherstellungsblatt der Organisation hat { $name } die Verwaltung bekommen. Fragen Sie, wer es aus dem Tresor genommen hat.
alarm-new-device = Ein weiteres Gerät von Ihnen wurde verbunden. Waren Sie es nicht, sperren Sie es sofort.
fork-evidence-save = Beleg speichern
fork-evidence-file = Beleg.verband
log-export = Protokoll als Datei
log-export-hint = Mit verband verify prüft sie jeder ohne Zugang und ohne Netz. Namen bleiben darin versiegelt.
log-file = Protokoll.verband
log-older = Ältere Einträge

## Checklist

checks-hint = Was diese Seite sehen kann, ist geprüft. Was sie nicht sehen kann, steht auch da.
checks-again = Noch einmal prüfen
check-good = in Ordnung
check-bad = bitte ansehen
check-unseen = von hier nicht zu sehen
check-clock = Uhr
check-clock-good = Die Uhren von Server und diesem Gerät gehen gleich.
check-clock-bad = Die Uhren von Server und diesem Gerät gehen { $seconds } Sekunden auseinander. Eine von beiden geht falsch.
check-clock-unsaid = Der Server sagt seine Uhrzeit nicht.
check-clock-elsewhere = Diese Seite kommt nicht vom Server der Einrichtung; seine Uhr sieht sie nicht.
check-server = Server
check-server-good = Der Server arbeitet, und sein Speicher antwortet.
check-server-bad = Der Server antwortet, aber sein Speicher nicht. Sehen Sie in sein Protokoll.
check-server-elsewhere = Diese Seite kommt nicht vom Server der Einrichtung; sein Zustand ist nicht zu sehen.
check-tls = Verschlüsselte Verbindung (TLS)
check-tls-good = Die Seite kommt über https, und der Browser vertraut dem Zertifikat.
check-tls-local = Die Seite kommt ohne TLS. Auf demselben Rechner genügt das zum Ausprobieren; andere Geräte brauchen https.
check-certificate = Ablauf des Zertifikats
check-certificate-unseen = Eine Seite erfährt nicht, wann das Zertifikat abläuft. Sehen Sie im Schloss des Browsers nach, oder fragen Sie, wer den Server betreut.
check-disk = Speicherplatz
check-disk-used = Von dem Platz, den der Server der Einrichtung gibt, sind { $percent } % belegt.
check-disk-bad = Geben Sie ihr mehr, oder legen Sie eine Frist fest.
check-disk-free = Auf seiner Platte sind { $free } frei.
check-disk-little = Das ist zu wenig: Bald nimmt er nichts mehr an.
check-disk-unsaid = Wie voll seine Platte ist, sagt er nicht.
check-mail = E-Mail
check-mail-good = Der Server kann E-Mails schicken. Ob sie ankommen, zeigt die erste.
check-mail-none = Am Server ist kein E-Mail-Versand eingestellt. Mit Briefen geht alles auch ohne.
check-backup = Sicherung
check-backup-unseen = Ob der Server gesichert wird, sieht keine App. Fragen Sie, wer ihn betreut, wann zuletzt eine Sicherung zurückgespielt wurde.
check-administrators = Zweite Person in der Verwaltung
check-administrators-good = { $count } Personen verwalten die Einrichtung.
check-administrators-bad = Nur eine Person verwaltet die Einrichtung. Fällt sie aus, hilft nur noch das Wiederherstellungsblatt.
check-card = Ihre Notfallkarte
check-card-good = Sie haben eine Notfallkarte.
check-card-bad = Sie haben noch keine Notfallkarte. Ohne sie kommen geschlossene Chats nicht sicher zurück.
check-notice-good = Die Datenschutzhinweise sind veröffentlicht.
check-notice-bad = Es gibt noch keine Datenschutzhinweise. Sie gehören vor die erste Einladung.
check-browser = Speicher dieses Browsers
check-browser-good = Der Browser behält, was hier liegt.
check-browser-bad = Der Browser darf bei Platzmangel löschen, was hier liegt. Was gesendet ist, liegt auch auf dem Server; verbinden Sie ein zweites Gerät, oder erstellen Sie eine Notfallkarte.

## First steps

setup-done = erledigt
setup-skip = Überspringen
setup-finish = Erste Schritte abschließen
setup-sheet-hint = Das Blatt haben Sie beim Gründen bekommen. Gedruckt gehört es in einen verschlossenen Umschlag und in den Tresor, ein zweiter Ausdruck an einen anderen Ort. Löschen Sie danach die Datei.
setup-sheet-lost = Es steht nirgendwo sonst und lässt sich nicht noch einmal anzeigen. Haben Sie es nicht, gründen Sie am besten neu, solange noch niemand eingeladen ist.
setup-sheet-safe = Das Blatt ist gedruckt und liegt im Tresor
setup-card-has = Sie haben schon eine Karte. Eine neue macht die alte ungültig.
own-card-make = Notfallkarte erstellen
own-card-again = Neue Karte erstellen
own-card-file = Notfallkarte.pdf
own-card-made = Die Karte ist erstellt. Drucken Sie sie, und löschen Sie die Datei.
setup-rules-fit = Ich habe die Regeln angesehen, sie passen
setup-letters = Erste Briefe
setup-letters-hint = Laden Sie zuerst eine zweite Person für die Verwaltung ein, dann ein Team. Hat sie sich angemeldet, öffnen Sie sie unter Mitglieder und nehmen sie in die Verwaltung auf.
setup-one = eine Person
setup-many = eine Liste
hold-channel = Löschsperre für diesen Kanal
