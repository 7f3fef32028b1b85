### Wounds: what is entered, corrected and looked at.

## Details

clock-position = Uhrzeigerposition
clock-hour = { $hour } Uhr
at-clock = { $clock } Uhr
recurrent = Schon einmal da gewesen?
recurrent-unknown = nicht bekannt
recurrent-yes = Rezidiv
recurrent-no = zum ersten Mal
since-when = seit { $since }
position-is = Lagerung: { $position }
change-wound = Angaben ändern
details-saved = Angaben geändert.
earlier-versions = Frühere Fassungen
version-struck = gestrichen
version-why = Grund: { $reason }

## Consent

consent = Einwilligung
consent-photos = Einwilligung in Fotos
consent-is = Einwilligung { $state }
consent-by = Wer willigt ein?
consent-to = Worein? (nichts gewählt: in die Dokumentation)
consent-at = Wann
consent-note = Anmerkung zur Einwilligung
consent-note-hint = zum Beispiel: Formular in der Mappe
consent-saved = Einwilligung eingetragen.

## Findings

area-cm = Fläche in cm²
how-measured = Wie gemessen?
enter-by-hand = Maße von Hand eintragen
undermining = Unterminierung
pocket-from = Von
pocket-to = Bis
pocket-is = unterminiert von { $from } bis { $to } Uhr, { $depth } mm
add-pocket = Unterminierung hinzufügen
remove-pocket = Unterminierung { $number } entfernen
exudate-colour = Farbe des Exsudats
odour-is = Geruch { $odour }
infection-is = Infektionszeichen: { $signs }
finding-menu = Mehr zum Befund vom { $date }
correct-finding = Befund berichtigen
correct-why = Warum? (steht im Verlauf)
finding-corrected = Berichtigt.
strike-finding = Befund streichen
strike-hint = Er bleibt mit Ihrem Namen und dem Grund im Verlauf stehen und zählt nicht mehr.
finding-struck = Gestrichen.
move-finding = Zu einer anderen Wunde verschieben
finding-moved = Verschoben. Hier steht er gestrichen.
no-other-wound = In diesem Kanal gibt es keine andere Wunde.
no-course = Noch ist nichts eingetragen.
corrected-times =
    { $count ->
        [one] einmal berichtigt
       *[other] { $count }-mal berichtigt
    }

## Photos

series = Wundfotos
series-kept = Noch nicht gesendet. Nichts davon ist verloren.
series-photo-sent = Foto gesendet.
series-in-tray = Liegt in Ihrer Ablage.
look-through = { $what } durchsehen
next-photo = Nächstes Foto
attach-photo = Foto zuordnen
attach-here = Dieser Wunde zuordnen
photo-attached = Zugeordnet.
photo-shows = Was zeigt es?
no-free-photo = In diesem Kanal liegt kein Foto, das zu keiner Wunde gehört.
older-photos = Ältere zeigen
all-photos-of =
    { $count ->
        [one] Das Foto
       *[other] Alle { $count } Fotos
    }
photo-menu = Mehr zu diesem Foto
photo-to-wound = Zu einer anderen Wunde legen
photo-moved = Das Foto liegt jetzt bei der anderen Wunde.
photo-shows-that = Zeigt: { $what }
photo-named = Jetzt: { $what }
side-by-side = Nebeneinander
error-bars = Die Striche zeigen, um wie viel ein Maß aus einem Foto abweichen kann (95 von 100 liegen darunter).
drawing-keys = Pfeiltasten bewegen ein Kreuz, mit Umschalt fein. Die Eingabetaste setzt einen Punkt, die Rücktaste nimmt den letzten zurück.

## The question after six weeks

six-weeks-figures = { $from }: { $before }. { $to }: { $after }.
put-off = Später fragen
in-weeks =
    { $weeks ->
        [one] in einer Woche
       *[other] in { $weeks } Wochen
    }
put-off-until = Die Frage nach der Heilungstendenz ist zurückgestellt bis { $date }.
put-off-to = bis { $date }
