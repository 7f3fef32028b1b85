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
parts = Bereiche
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
