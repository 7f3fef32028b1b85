### Verwaltung: Menschen, Einladungen, Geräte.

administration = Verwaltung
no-right = Dafür fehlt Ihnen das Recht.
area-members = Mitglieder
area-invitations = Einladungen
area-import = Liste einlesen
area-roles = Rollen
area-teams = Teams
area-rules = Regeln
area-devices = Geräte
area-retention = Aufbewahrung
area-statistics = Zahlen
area-log = Protokoll
area-checks = Prüfliste
area-setup = Erste Schritte

## Overview

look-at-log = Zum Protokoll
setup-unfinished = Die ersten Schritte sind noch nicht fertig.
setup-go-on = Weitermachen
waiting-for-approval = Warten auf Freigabe
nothing-waits = Niemand wartet auf Freigabe.
approve = Freigeben
approve-hint = Diese Person hat sich angemeldet und wartet. Geben Sie sie frei, wenn Sie wissen, dass sie es wirklich ist.
approved = { $name } ist freigegeben.
members-active = Mitglieder
members-waiting = Warten
members-guests = Gäste
members-left = Ausgetreten
invitations-open = Offene Einladungen

## Members

find-in-house = Nach Namen, Funktion oder Station suchen
which-members = Welche Mitglieder
administers = Verwaltung
until-day = bis { $date }
show-more-people = { $count } weitere zeigen
member-gone = Dieses Mitglied gibt es hier nicht.
has-left = ausgetreten
member-waits = wartet auf Freigabe
verified-by-you = von Ihnen geprüft
renewed-times =
    { $count ->
        [one] einmal neu begonnen
       *[other] { $count }-mal neu begonnen
    }
person-name = Vor- und Nachname
person-function = Funktion
person-ward = Station oder Bereich
save-roles = Rollen speichern
no-rights = keine besonderen Rechte
ends-on = Mitgliedschaft endet am
ends-hint = Für Gäste und Aushilfen: Danach endet der Zugang von selbst. Ohne Datum bleibt er.
admin-hint = Wer verwaltet, hat alle Rechte. Die letzte Person kann das Recht nicht abgeben. Zwei sollten es immer haben.
admin-grant = In die Verwaltung aufnehmen
admin-take = Aus der Verwaltung nehmen
admin-granted = { $name } verwaltet jetzt mit.
admin-taken = { $name } verwaltet nicht mehr.
devices-of = Geräte von { $name }
notice-accepted = Datenschutzhinweise gelesen: Fassung { $version }.
notice-not-accepted = Datenschutzhinweise noch nicht gelesen.
renewal-title = Neuer Brief
renewal-hint = Wenn alle Geräte verloren sind und auch die Notfallkarte fehlt: Mit einem neuen Brief bleibt die Person, wer sie ist. Ihre alten Geräte werden gesperrt, Kanäle kommen vollständig zurück, in Chats nehmen andere sie wieder auf. Alle in der Einrichtung werden gewarnt; fragen Sie die Person, ob sie es war.
renewal-make = Neuen Brief ausstellen

## Leaving

leaving = Austritt
leaving-hint = Wenn jemand die Einrichtung verlässt. Ein Schritt genügt.
leaving-begin = { $name } austragen …
leaving-title = { $name } austragen
leaving-does = Das geschieht dabei:
leaving-sessions = Alle Sitzungen enden sofort, und der Server lässt ihre Geräte nicht mehr herein.
leaving-devices = Ihre Geräte löschen alles, sobald sie mit der PIN geöffnet sind und Verbindung haben, auch was noch nicht gesendet war. Bis dahin behält ein Gerät, was es hat, hinter seiner PIN.
leaving-conversations = Jeder Kanal und jeder Chat nimmt sie heraus, sobald ein anderes Mitglied online ist. Was danach geschrieben wird, kann sie nicht lesen.
leaving-names = Die Namen in der Einrichtung werden neu verschlüsselt.
leaving-stays = Was sie geschrieben und fotografiert hat, bleibt.
leaving-final = Das lässt sich nicht zurücknehmen. Wer zurückkommt, braucht eine neue Einladung.
leaving-now = Jetzt austragen
member-left = { $name } ist ausgetragen.

## Devices

devices-hint = Von anderen sehen Sie nur, ob ein Gerät in den letzten 7 oder 30 Tagen da war: So finden Sie ein vergessenes Tablet, aber niemandes Arbeitszeiten.
device-kind = Art
filter-all = alle
contact-last = Letzter Kontakt
contact-day = zuletzt da: { $day }
contact-week = in den letzten 7 Tagen
contact-month = in den letzten 30 Tagen
contact-longer = länger als 30 Tage her
contact-never = noch nie
contact-unknown = letzter Kontakt unbekannt
no-contacts = Wann Geräte zuletzt da waren, weiß nur der Server:
no-such-devices = Keine solchen Geräte.
machine-phone = Telefon oder Tablet
machine-shared = gemeinsames Gerät
machine-desktop = Computer
machine-web = Browser
machine-bot = Bot
revoke-and-wipe = Sperren und löschen
revoke-device-of = { $device } von { $name } sperren und löschen
revoke-asks = { $device } von { $name }
revoke-does = Das Gerät wird sofort gesperrt und löscht alles, was darauf liegt, auch was noch nicht gesendet war. Andere Geräte der Person bleiben, ihr Platz in den Kanälen auch.
revoke-falls =
    { $count ->
        [one] Ein weiteres Gerät, das von diesem hereingelassen wurde, wird mit gesperrt.
       *[other] { $count } weitere Geräte, die von diesem hereingelassen wurden, werden mit gesperrt.
    }
revoke-contact = Gelöscht wird, sobald das Gerät mit der PIN geöffnet ist und Verbindung hat. Bis dahin behält es, was es hat, hinter seiner PIN.
device-revoked = Das Gerät ist gesperrt. Es löscht sich, sobald es mit der PIN geöffnet ist und Verbindung hat.

## Invitations

invite-kind = Wen laden Sie ein?
invite-person = eine Person, mit einem Brief
invite-key = mehrere, mit einem Registrierungsschlüssel
invite-bot = einen Bot
invite-key-hint = Ein Code für mehrere: Jede Person nennt selbst ihren Namen. Lassen Sie Anmeldungen freigeben, wenn der Code irgendwo hängt.
invite-bot-hint = Ein automatisches Mitglied, das alle als solches sehen. Seinen Code braucht, wer den Bot betreibt.
key-title = Wofür der Schlüssel ist
key-limit = Für höchstens so viele Personen
invite-now = Einladen
making-letters = Wird ausgestellt …
invitation-brings = Was die Einladung mitbringt
terms-channels = Von Anfang an in diesen Kanälen
terms-role = Rolle
terms-days = Der Code gilt so viele Tage
terms-approval = Anmeldung muss freigegeben werden
import-instead = Viele auf einmal: Liste einlesen
invite-one-instead = Nur eine Person einladen
invitations-all = Alle Einladungen
invitations-show-all = auch benutzte, zurückgezogene und ungültige
no-invitations = Keine offenen Einladungen.
invitation-menu = Mehr zur Einladung für { $name }
invitation-withdrawn = zurückgezogen
invitation-used = benutzt
invitation-over = abgelaufen am { $date }
invitation-void = ungültig: Wer eingeladen hat, darf es nicht mehr
invitation-renewal = neuer Brief für ein Mitglied
invitation-approval = wird freigegeben
invited-by = von { $name }, { $date }
registration-key = Registrierungsschlüssel
used-of = { $count } von { $limit } benutzt
good-until = gilt bis { $date }
reissue = Neuen Code ausstellen
reissue-all = Neue Briefe für alle { $count } offenen
reissue-all-hint = Falls ein Stapel Briefe verloren ging, bevor er ausgegeben war: Die alten Codes gelten dann nicht mehr.
reissue-progress = { $done } von { $total } ausgestellt
withdraw = Zurückziehen
withdrawn = Die Einladung ist zurückgezogen.
withdrawn-many =
    { $count ->
        [one] Eine Einladung ist zurückgezogen.
       *[other] { $count } Einladungen sind zurückgezogen.
    }

## Letters

made-letters = Briefe
letter-for = Eingeladen: { $name }. Der Code:
invited-many =
    { $count ->
        [one] Eine Person ist eingeladen.
       *[other] { $count } Personen sind eingeladen.
    }
codes-once = Die Codes stehen hier, auch nach dem Sperren, bis Sie „Fertig“ drücken; danach nur noch auf dem Papier. Drucken Sie, geben Sie aus, und löschen Sie die Datei.
letter-sender = Absender und Sprache
letter-address = Anschrift der Einrichtung
letter-address-hint = zum Beispiel: Am Ring 1, 12345 Musterstadt (je Zeile)
letter-contact = Fragen an
letter-contact-hint = zum Beispiel: Büro, Telefon 0431 12345
letter-language = Sprache des Briefs
letter-pdf = Brief als PDF
letters-pdf =
    { $count ->
        [one] Ein Brief als PDF
       *[other] { $count } Briefe in einem PDF
    }
list-pdf = Ausgabeliste als PDF
undo-invitations =
    { $count ->
        [one] Einladung zurücknehmen
       *[other] Alle { $count } zurücknehmen
    }
letters-done = Fertig
letter-file = Einladung { $name }.pdf
letters-file = Einladungen.pdf
list-file = Ausgabeliste.pdf
draft-file = Einladung.eml
mail-draft = Stattdessen als E-Mail
mail-draft-hint = Ein Entwurf mit dem Code für Ihr eigenes Mailprogramm; gesendet wird nichts. Ein Postfach lesen leichter andere als einen Brief: Darum geben Sie die Anmeldung danach frei, wenn Ihre Regeln nichts anderes sagen.
mail-from = Ihre Adresse
mail-to = Adresse der Person
mail-draft-make = Entwurf speichern
mail-many =
    { $count ->
        [one] E-Mail an die Person mit Adresse
       *[other] E-Mails an die { $count } Personen mit Adresse
    }
mail-many-hint = Der Server schreibt, wie es geht. Die Codes stehen nicht darin; die bekommt jede Person mit ihrem Brief. Noch einmal gedrückt, schreibt er niemandem zweimal.
mail-many-send =
    { $count ->
        [one] Der Server schreibt einer Person
       *[other] Der Server schreibt { $count } Personen
    }
mail-many-sent =
    { $count ->
        [one] Eine E-Mail ist unterwegs.
       *[other] { $count } E-Mails sind unterwegs.
    }
mail-many-failed = { $name }: keine E-Mail.
drafts-hint = Oder Entwürfe mit den Codes für Ihr eigenes Mailprogramm, in einer ZIP-Datei; gesendet wird nichts. Löschen Sie die Datei danach.
drafts-make =
    { $count ->
        [one] Einen Entwurf mit Code speichern
       *[other] { $count } Entwürfe mit Codes speichern
    }
drafts-file = Einladungen.zip
mail-send = E-Mail schicken
mail-title = E-Mail an { $name }
mail-hint = Der Server schreibt, wie es geht. Der Code steht nicht darin; den bekommt die Person mit dem Brief.
mail-sent = Die E-Mail ist gesendet.
mail-waiting = Die E-Mail ist unterwegs.
mail-failed = Die E-Mail kam nicht an: { $reason }
mail-look = Nachsehen
mail-words = Worte der E-Mails
mail-words-hint = Der Server setzt ein: {"{"}organisation{"}"}, {"{"}reference{"}"}, {"{"}expires{"}"} und {"{"}link{"}"}. Wie es geht und dass der Code nicht darin steht, schreibt er immer dazu.
mail-subject = Betreff
mail-greeting = Anrede
mail-closing = Gruß
in-english = Auf Englisch

## A list of people

import-hint = Eine Liste Ihres Personalbüros als CSV oder XLSX. Nötig ist eine Spalte Name, oder Vorname und Nachname; möglich sind E-Mail, Funktion, Station, Sprache, Personalnummer. Die Datei bleibt in diesem Browser.
import-file = Datei mit der Liste
import-nothing-done = Das würde geschehen. Noch ist niemand eingeladen.
import-people = Personen aus der Liste
line-number = Zeile
import-problems =
    { $count ->
        [one] Eine Zeile kann nicht gelesen werden
       *[other] { $count } Zeilen können nicht gelesen werden
    }
import-problems-hint = Diese Zeilen werden ausgelassen. Berichtigen Sie sie in der Liste, und lesen Sie sie noch einmal ein.
import-new =
    { $count ->
        [0] Niemand wird eingeladen
        [one] Eine Person wird eingeladen
       *[other] { $count } Personen werden eingeladen
    }
import-nobody-new = In dieser Liste ist niemand neu.
import-duplicates =
    { $count ->
        [one] Eine Zeile ist doppelt
       *[other] { $count } Zeilen sind doppelt
    }
import-duplicates-hint = Diese Zeilen sagen dasselbe wie eine weiter oben. Sind es zwei Menschen, laden Sie sie trotzdem ein.
import-similar =
    { $count ->
        [one] Eine Zeile müssen Sie entscheiden
       *[other] { $count } Zeilen müssen Sie entscheiden
    }
import-similar-hint = Der Name ist bekannt, aber nicht alles stimmt überein: dieselbe Person an anderer Stelle, oder eine mit gleichem Namen? Ist es jemand anderes, laden Sie sie trotzdem ein. Sonst wird die Zeile ausgelassen.
similar-to-member = Ähnlich wie { $who }; gehört schon zur Einrichtung.
similar-to-invited = Ähnlich wie { $who }; ist schon eingeladen.
similar-to-line = Ähnlich wie Zeile { $line }: { $who }.
invite-anyway = Zeile { $line }: { $who } trotzdem einladen
import-undo =
    { $count ->
        [one] Ihre Einladung zu dieser Liste zurücknehmen
       *[other] Ihre { $count } Einladungen zu dieser Liste zurücknehmen
    }
import-members =
    { $count ->
        [one] Eine Person gehört schon zur Einrichtung
       *[other] { $count } Personen gehören schon zur Einrichtung
    }
import-invited =
    { $count ->
        [one] Eine Person ist schon eingeladen
       *[other] { $count } Personen sind schon eingeladen
    }
import-left-out = Sie werden ausgelassen.
import-missing =
    { $count ->
        [one] Ein Mitglied steht nicht in der Liste
       *[other] { $count } Mitglieder stehen nicht in der Liste
    }
import-missing-hint = Mit ihnen geschieht nichts. Ist jemand ausgetreten, öffnen Sie die Person und tragen sie aus.
import-now =
    { $count ->
        [one] Eine Person einladen
       *[other] { $count } Personen einladen
    }
import-by-mail =
    { $count ->
        [one] Den Code der einen Person mit E-Mail-Adresse schicke ich selbst per E-Mail
       *[other] Die Codes der { $count } Personen mit E-Mail-Adresse schicke ich selbst per E-Mail
    }
import-by-mail-hint = Sie bekommen dafür Entwürfe. Ein Postfach lesen leichter andere als einen Brief: Darum geben Sie diese Anmeldungen danach frei, wenn Ihre Regeln nichts anderes sagen.
import-progress = { $done } von { $total } eingeladen
import-stop = Anhalten
import-broken = Nach { $done } von { $total } Einladungen ging es nicht weiter. Für die übrigen gibt es noch keinen Brief: Lesen Sie die Liste noch einmal ein, wer schon eingeladen ist, wird erkannt.
patterns-hint = Ein Muster in jeder Zeile, zum Beispiel <'F'>9{ "{" }8{ "}" } für F und acht Ziffern.
