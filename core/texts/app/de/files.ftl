### Files and folders.

files = Dateien
whose-files = Wessen Dateien
find-files = Dateien suchen
no-files = Hier liegt nichts.
no-files-yet = Hier liegt noch nichts. Fügen Sie eine Datei hinzu, oder ziehen Sie sie hierher.
no-files-found = Keine Datei gefunden.
to-conversation = Zur Unterhaltung
folder-path = Wo dieser Ordner liegt
folder-outermost = Oberste Ebene
folder-items =
    { $count ->
        [0] leer
        [one] eine Datei
       *[other] { $count } Dateien
    }
new-folder = Neuer Ordner
file-add = Hinzufügen
file-name = Name
file-menu = Mehr zu { $name }
file-open = Öffnen
file-rename = Umbenennen
file-renamed = Umbenannt.
file-move = Verschieben
file-moved = Verschoben.
file-move-where = { $name } verschieben
file-copy = Kopieren
file-copied = Kopiert.
file-copy-where = { $name } kopieren
file-into = In
file-versions = Fassungen
file-versions-of = Fassungen von { $name }
file-versions-count = { $count } Fassungen
file-new-version = Neue Fassung
file-new-version-of = Neue Fassung von
version-put = Die neue Fassung ist da.
version-counts = gilt
version-restore = Wieder gelten lassen
version-restored = Diese Fassung gilt wieder.
file-free = Von diesem Gerät nehmen
file-fetch = Auf dieses Gerät holen
file-put = { $name } ist da.
files-cut-off =
    { $count ->
        [one] Eine Datei war noch nicht übernommen, als diese Seite gesperrt wurde. Fügen Sie sie noch einmal hinzu.
       *[other] { $count } Dateien waren noch nicht übernommen, als diese Seite gesperrt wurde. Fügen Sie sie noch einmal hinzu.
    }
file-deleted = { $name } ist gelöscht.
file-gone = nicht mehr da
file-save = Außerhalb speichern
file-stays = Ihre Einrichtung erlaubt nicht, Dateien außerhalb zu speichern.
file-not-shown = Diese Art von Datei kann hier nicht gezeigt werden.
file-too-large-to-show = Diese Datei ist zu groß, um sie hier zu zeigen.
file-going-up = wird gesendet
file-coming-down = wird geholt
pdf-page = Seite { $page } von { $pages }
pdf-broken = Diese PDF-Datei kann nicht gelesen werden.

## On the way

transfers = Unterwegs
transfer-in = { $name } wird verschlüsselt
transfer-up = { $name } wird gesendet
transfer-down = { $name } wird geholt
transfer-paused = angehalten
transfer-pause = Anhalten
transfer-resume = Weiter
transfer-cancel = { $name } abbrechen

error-file-name = So kann es nicht heißen: Der Name ist leer oder enthält einen Schrägstrich.
