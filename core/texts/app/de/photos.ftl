### Photos that are looked through: covering, pointing out, covering afterwards.

drawing-tools = Werkzeuge
marks-on-photo = Markierungen auf dem Foto
mark-named = { $number }: { $kind }. Pfeiltasten verschieben, mit Umschalt ändern sie die Größe, Entf entfernt.
mark-box = Kasten
mark-brush = Pinsel
mark-arrow = Pfeil
mark-text = Text „{ $text }“
tool-text = Text
text-on-photo = Text auf dem Foto
text-hint = Text, dann auf das Foto tippen
fill-solid = Schwarz
fill-pixelated = Verpixelt
brush-width = Breite des Pinsels
insert-mark = In die Mitte setzen
remove-mark = Markierung entfernen
covered-count =
    { $count ->
        [one] Eine Stelle abgedeckt.
       *[other] { $count } Stellen abgedeckt.
    }
looking-for-faces = Codes und Gesichter werden gesucht. Das dauert einige Sekunden.
no-face-model = Das Modell dafür ist gerade nicht erreichbar: Decken Sie Gesichter selbst ab.
cover-proposed =
    { $count ->
        [one] Vorschlag abdecken
       *[other] { $count } Vorschläge abdecken
    }
leave-proposed = Nicht abdecken
look-through-asked = Ihre Einrichtung bittet Sie, jedes Foto durchzusehen.
look-through-required = Ihre Einrichtung verlangt, dass jedes Foto durchgesehen wird.
cover-later-hint = Das neue Foto tritt an die Stelle des bisherigen, das für alle gelöscht wird. Das lässt sich nicht zurücknehmen.
photo-covered = Das Foto ist ersetzt.
ghost-strength = Wie stark das letzte Foto durchscheint
photo-discarded = Foto verworfen.
photos-lost =
    { $count ->
        [one] Ein Foto, das noch nicht gesendet war, konnte nicht in Ihre Ablage gelegt werden. Nehmen Sie es noch einmal auf.
       *[other] { $count } Fotos, die noch nicht gesendet waren, konnten nicht in Ihre Ablage gelegt werden. Nehmen Sie sie noch einmal auf.
    }
