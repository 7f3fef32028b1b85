### Who somebody is, which devices are hers, how she comes back: codes, linking, keys on paper, verifying; the app itself.

## Codes and the camera

scan = Mit der Kamera lesen
scan-paper = Halten Sie den Code auf dem Papier in den Rahmen.
scan-screen = Halten Sie den Code auf dem anderen Bildschirm in den Rahmen.
scan-other = Das ist kein Code von Verband.
scan-type = Lieber eintippen

## Devices

have-device = Ich habe schon ein Gerät
link-here = Weiteres Gerät verbinden
link-here-hint = Öffnen Sie auf Ihrem bisherigen Gerät die Einstellungen, dort „Meine Geräte“ und „Weiteres Gerät verbinden“. Lesen Sie dort diesen Code, oder tippen Sie ihn ein.
link-code = Code für Ihr anderes Gerät
link-waiting = Wartet auf Ihr anderes Gerät. Der Code gilt zehn Minuten und nur für dieses Gerät.
link-show = Code zeigen
link-check = Dieses Gerät kommt zu { $organisation } und gehört dann zu Ihnen.
link-accept = Ja, verbinden
link-letting-in = Ihr anderes Gerät lässt dieses herein …
link-not-me = Das bin ich nicht
link-device = Weiteres Gerät verbinden
link-device-hint = Rufen Sie auf dem neuen Gerät diese Seite auf, und wählen Sie „Ich habe schon ein Gerät“. Dort erscheint ein Code.
link-code-there = Code vom neuen Gerät
link-warning = Das neue Gerät kann alles lesen, was Sie lesen. Nehmen Sie nur einen Code, den Sie selbst auf Ihrem Gerät sehen, nie einen, den Ihnen jemand schickt.
link-read = Das neue Gerät wartet ({ $kind }). Wie soll es heißen?
link-name = Name des neuen Geräts
link-let-in = Hereinlassen
link-agree-there = Bestätigen Sie jetzt auf dem neuen Gerät.
link-done = Verbunden: { $name }.
device-name = Name dieses Geräts
device-name-hint = zum Beispiel: Stationsrechner
device-rename = Umbenennen

## Keys on paper

own-card = Notfallkarte
own-card-hint = Mit der Karte kommt auf einem neuen Gerät alles zurück, auch geschlossene Chats. Niemand sonst kann das, auch die Verwaltung nicht. Drucken Sie sie, und bewahren Sie sie zu Hause auf.
own-card-making = Wird erstellt …
own-card-print = Noch einmal drucken
own-card-done = Die Karte ist gedruckt
own-card-later = Später, in den Einstellungen
have-card-hint = Lesen Sie den Code auf Ihrer Karte, oder tippen Sie den Schlüssel ein.
have-sheet = Wiederherstellungsblatt verwenden
have-sheet-hint = Nur für den Tag, an dem kein Gerät der Verwaltung mehr da ist. Alle in der Einrichtung erfahren davon.
sheet-key = Schlüssel auf dem Blatt
compare-fingerprint = Vergleichen Sie den Fingerabdruck mit dem auf dem Papier.
restore-check = Sie verwalten die Einrichtung danach mit diesem Gerät, und alle erfahren davon.
restore-who = Wer sind Sie?
restore-new = jemand Neues in der Verwaltung
restore-again = die bisherige Verwaltung mit der Kennung { $id }
restore-again-hint = Sie bleiben, wer Sie waren. Ihre früheren Geräte werden gesperrt.

## People who share a browser

continue-here = Hier weitermachen
who-is-it = Wer sind Sie?
another-person = Jemand anderes
go-to-person = Zu { $name }

## What is gone

gone = Hier ist nichts mehr
gone-hint = Was { $name } auf diesem Gerät hatte, ist nicht mehr da: Der Browser hat seinen Speicher geleert, oder das Gerät wurde gesperrt.
gone-server = Was gesendet war, liegt verschlüsselt auf dem Server und kommt zurück. Was noch wartete, ist verloren. Mit der Notfallkarte, einem weiteren Gerät oder einem neuen Brief geht es weiter.
gone-forget = Ich bin jemand anderes

## Verifying people

people = Personen
people-hint = Alle in der Einrichtung. Wen Sie von Angesicht zu Angesicht prüfen, den kann Ihnen niemand unbemerkt unterschieben.
people-verify = Personen prüfen
verify = Prüfen
verified = geprüft
not-verified-yet = Noch nicht geprüft
verify-why = Prüfen Sie einmal, ob Sie wirklich mit dieser Person schreiben, und nicht mit jemandem, den der Server für sie ausgibt.
verified-means = Beginnt die Person mit einem neuen Brief neu, gilt die Prüfung nicht mehr.
verify-code = Code auf dem anderen Bildschirm
verify-code-hint = { $name } zeigt ihn unter „Einstellungen“, „Mein Prüfcode“. Dabei vergleichen die Geräte auch, ob beide dasselbe Protokoll kennen.
verify-paste = Ohne Kamera: Text des Codes einfügen
verify-pasted = Text des Codes
verify-check = Prüfen
verify-words = Zwölf Wörter
verify-words-hint = Lassen Sie sich von { $name } die Wörter vorlesen, auch am Telefon, wenn Sie die Stimme kennen. Es müssen diese sein:
verify-words-same = Es sind dieselben
verify-own-hint = Damit { $name } auch Sie prüfen kann.
verified-told = Geprüft: { $name }. Heißt die Person vor Ihnen anders, stimmt etwas nicht.
verified-other = Das ist der Code von { $name }. Diese Person ist jetzt geprüft.
own-code = Mein Prüfcode
own-code-hint = Wer ihn liest oder die zwölf Wörter hört, weiß, dass Sie es sind. Er enthält nichts Geheimes.
own-code-show = Prüfcode zeigen
own-code-hide = Prüfcode verbergen
own-words = Oder lesen Sie diese zwölf Wörter vor:
unverified-organisation = Dieser Code gehört zu einer anderen Einrichtung.
unverified-fork = Das andere Gerät kennt ein anderes Protokoll der Einrichtung. Sagen Sie es sofort Ihrer Verwaltung. Den Beleg dafür finden Sie in den Einstellungen bei den Sicherheitshinweisen.
unverified-withheld = Der Server enthält diesem Gerät etwas vor. Sagen Sie es Ihrer Verwaltung. Den Beleg dafür finden Sie in den Einstellungen bei den Sicherheitshinweisen.
unverified-nobody = Niemand in der Einrichtung hat diesen Code.
unverified-words = Das sind nicht die Wörter dieser Person.
unverified-outdated = Dieser Code ist von keinem Gerät, das die Person jetzt hat.

## What a person is told

own-alarms = Sicherheitshinweise
own-alarms-hint = Das hat dieses Gerät bemerkt. Fragen Sie im Zweifel Ihre Verwaltung.
alarms-unseen =
    { $count ->
        [one] Dieses Gerät hat etwas bemerkt.
       *[other] Dieses Gerät hat { $count } Dinge bemerkt.
    }
alarms-look = Ansehen
notice-again = Die Datenschutzhinweise haben sich geändert.
notice-read = Lesen
notice-accept = Gelesen

## A person's picture

own-picture = Mein Bild
picture-take = Bild aufnehmen
picture-choose = Bild auswählen
picture-remove = Bild entfernen

## The app

about = Über diese Seite
version = Version
version-hint = Das ist der Fingerabdruck aller Dateien dieser Seite, wie sie selbst ihn nennt. Ob er stimmt, prüft man von außen: Ihre Technik weiß, wie.
version-unknown = ohne Netz nicht bekannt
storage-ask = Browser um Zusage bitten
newer-load = Neue Version laden
error-damaged = Was auf diesem Gerät liegt, ist beschädigt: Der Browser hat einen Teil davon gelöscht. Beginnen Sie mit „Jemand anderes“ neu.
error-link-gone = Der Code gilt nicht mehr. Lassen Sie sich auf dem neuen Gerät einen anderen zeigen.
error-link-taken = Diesen Code hat schon jemand anderes gelesen. Nehmen Sie einen neuen.
error-other-server = Das neue Gerät wartet bei einem anderen Server.
error-waiting-for-link = Ihr anderes Gerät hat dieses noch nicht hereingelassen. Entsperren Sie später.
error-already-enrolled = Auf diesem Gerät ist schon jemand angemeldet.
error-not-verified = Die Person ist nicht geprüft.
