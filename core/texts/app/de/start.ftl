## Start and lock

starting = Verband wird geöffnet …
elsewhere = Schon geöffnet
elsewhere-hint = Verband ist in einem anderen Fenster geöffnet. Wenn Sie hier weitermachen, wird es dort gesperrt.
impossible = Hier nicht möglich
impossible-hint = Dieser Browser kann Verband nicht ausführen. Verwenden Sie eine aktuelle Version ohne privates Fenster, und rufen Sie die Seite über https auf.
try-again = Noch einmal versuchen
locked = Gesperrt
locked-hint = Ihre PIN öffnet, was auf diesem Gerät liegt. Niemand kann sie zurücksetzen, auch die Verwaltung nicht.
crashed = Es ist ein Fehler aufgetreten. Was Sie geschrieben haben, ist gespeichert.
ended = Hier geht es nicht weiter
ended-erased = Was auf diesem Gerät lag, ist gelöscht. Wenden Sie sich an Ihre Verwaltung, wenn Sie das nicht erwartet haben.
ended-kept = Was auf diesem Gerät liegt, bleibt hier, hinter Ihrer PIN.
reload = Seite neu laden
pin = PIN
unlock = Entsperren
unlocking = Wird entsperrt …
wait = Falsche PIN. Bitte warten Sie { $seconds } Sekunden.
tries-left = { $tries ->
    [one] Noch { $tries } Versuch, dann wird auf diesem Gerät alles gelöscht.
   *[other] Noch { $tries } Versuche, dann wird auf diesem Gerät alles gelöscht.
}
parts = Bereiche
lock-now = Jetzt sperren
more = Mehr
more-parts = Mehr Bereiche

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
renewal = Sie beginnen neu: Ihre früheren Geräte werden gesperrt, und alle erfahren davon.
your-name = Ihr Name
accept-and-start = Zustimmen und beginnen
start = Beginnen
enrolling = Wird vorbereitet …
pin-new = Neue PIN (mindestens { $digits } Ziffern)
pin-again = PIN wiederholen
pin-short = Die PIN braucht mindestens { $digits } Ziffern.
pin-different = Die beiden PINs sind verschieden.
pin-due = Neue PIN nötig
shut = Zurzeit verschlossen
shut-kept = Was auf diesem Gerät liegt, bleibt erhalten. Sobald sich das ändert, geht es hier von selbst weiter.
pin-for-this = Ihre PIN, zur Bestätigung
profile-remove = Von diesem Gerät löschen
profile-remove-asks = { $name } von diesem Gerät löschen?
profile-remove-goes = Alles, was hier liegt, wird gelöscht und kommt nicht wieder: auch, was noch nicht gesendet ist.
profile-remove-stays = In der Einrichtung und auf anderen Geräten bleibt alles. Um hier wieder hereinzukommen, braucht es ein anderes Gerät, die Notfallkarte oder einen neuen Brief.
notice = Datenschutzhinweise
set-up-link = Gründungscode
set-up-hint = Der Server zeigt den Code beim ersten Start. Er gilt 30 Minuten und einmal.
set-up-unknown = Der Server kennt diesen Code nicht. Vielleicht ist ein Tippfehler darin.
organisation-name = Name der Einrichtung
found-now = Gründen
founding = Wird gegründet …
sheet = Wiederherstellungsblatt
sheet-hint = Drucken Sie dieses Blatt, und schließen Sie es weg. Es ist der einzige Weg zurück, wenn kein Gerät der Verwaltung mehr da ist. Es steht nirgendwo sonst.
sheet-pdf = Blatt zum Drucken
sheet-file = Wiederherstellungsblatt.pdf
sheet-done = Das Blatt liegt sicher
card-key = Schlüssel auf der Karte
card-check = Mit der Karte kommt alles zurück. Ihre früheren Geräte werden gesperrt.
recover = Wiederherstellen
recovering = Wird wiederhergestellt …
