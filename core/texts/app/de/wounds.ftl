### Wounds.

wounds = Wunden
wound = Wunde
wounds-of = Wunden in { $title }
no-wounds = Noch keine Wunde in diesem Kanal.
new-wound = Neue Wunde
make-wound = Wunde anlegen
wound-made = Die Wunde ist angelegt.
wound-gone = Diese Wunde gibt es nicht mehr.
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
wound-closed = Die Wunde ist abgeschlossen.
reopen = Wieder öffnen
wound-reopened = Die Wunde ist wieder offen.
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

## Measuring

measure = Messen
measured-photo = Das Foto, in dem gemessen wird
drawing = Zeichenfläche
looking-for-marker = Die Messmarke wird gesucht …
marker-found = Messmarke mit { $mm } mm gefunden.
by-ruler = Nach einem Lineal
ruler-mm = Abstand in mm
set-first-point = Tippen Sie auf einen Punkt des Lineals.
set-second-point = Tippen Sie auf einen zweiten Punkt des Lineals.
draw-outline = Umfahren Sie den Rand der Wunde.
set-length = Tippen Sie auf die beiden Enden der Länge.
length-only = Nur eine Länge
draw-anew = Neu zeichnen
enter-finding = Als Befund eintragen
finding-entered = Der Befund ist eingetragen.
measured-length = Länge { $length } mm
measured-width = Breite { $width } mm
measured-area = Fläche { $area } cm²
marker-sheet = Messmarken drucken
marker-file = Messmarken.pdf
take-off = Von der Wunde nehmen
photo-taken-off = Das Foto gehört nicht mehr zu dieser Wunde.
evidence-valid = Herkunft geprüft
evidence-invalid = Die Herkunft stimmt nicht
six-weeks-answered = Die Antwort steht im Verlauf.
