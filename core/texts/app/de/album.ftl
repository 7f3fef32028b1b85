### The album: photos of all conversations, the tray, the room that everything takes.

album = Album
all-photos = Alle
all-patients = Alle Patienten
all-wounds = Alle Wunden
patient-photos = { $patient } ({ $count })
no-pictures = Noch keine Fotos. Was Sie aufnehmen und was andere Ihnen schicken, finden Sie hier wieder.
picture-from = Foto von { $name }, { $date }, { $time }
voice-from = Sprachnachricht von { $name }, { $date }, { $time }
video-from = Video von { $name }, { $date }, { $time }
earlier-picture = Zum früheren
later-picture = Zum späteren
of-patient = Patientenbezug: { $patient }
of-nobody = Noch ohne Patientenbezug
to-wound = Zur Wunde
trace = Verlauf der Zuordnung
trace-filed = zugeordnet zu { $patient }
trace-nobody = Zuordnung aufgehoben
trace-placed = zu einer Wunde von { $patient } gelegt
trace-taken-off = von der Wunde genommen
trace-corrected = Patientenbezug berichtigt, von { $before } auf { $patient }

## The tray

tray = Ablage
in-tray = in Ihrer Ablage
tray-empty = Ihre Ablage ist leer. Nehmen Sie auf, was eilt, und ordnen Sie es später zu. Solange es hier liegt, sehen nur Sie es.
capture = Aufnehmen
capture-hint = Zeigen Sie der Kamera zuerst das Armband, dann ist der Patientenbezug schon dabei. Jedes Foto kommt in Ihre Ablage.
capture-now = Foto in die Ablage aufnehmen
capture-for = Patientenbezug: { $patient }
capture-for-nobody = Patientenbezug weglassen
captured =
    { $count ->
        [one] Ein Foto liegt in Ihrer Ablage.
       *[other] { $count } Fotos liegen in Ihrer Ablage.
    }
photos-not-kept =
    { $count ->
        [one] Ein Foto konnte nicht abgelegt werden. Solange diese Seite offen ist, ist es noch da.
       *[other] { $count } Fotos konnten nicht abgelegt werden. Solange diese Seite offen ist, sind sie noch da.
    }
put-in-tray = Ablegen
choose = Auswählen: { $name }
chosen-pictures = Ausgewählte
chosen-count =
    { $count ->
        [one] 1 ausgewählt
       *[other] { $count } ausgewählt
    }
days-left =
    { $days ->
        [0] endet heute
        [one] noch 1 Tag
       *[other] noch { $days } Tage
    }
sent-on = weitergeleitet
file-under = Zuordnen
file-under-nobody = Niemandem zuordnen
filed =
    { $count ->
        [one] Zugeordnet.
       *[other] { $count } zugeordnet.
    }
move = Verschieben
move-to-wound = { $title }: zu welcher Wunde?
without-wound = Zu keiner Wunde
nowhere-to-move = Es gibt keine Unterhaltung, in die Sie schreiben können.
moved =
    { $count ->
        [one] Verschoben nach { $title }.
       *[other] { $count } verschoben nach { $title }.
    }
cover = Abdecken
delete-pictures = Löschen
photos-deleted =
    { $count ->
        [one] Gelöscht.
       *[other] { $count } gelöscht.
    }

## Room

storage = Speicher
storage-all = Fotos, Aufnahmen und Dateien belegen { $files }, Nachrichten und Vorschaubilder { $database }.
storage-kind =
    { $count ->
        [one] 1 Stück, { $size }
       *[other] { $count } Stück, { $size }
    }
kind-photo = Fotos
kind-recording = Sprachnachrichten und Videos
kind-file = Dateien
kind-rest = Anderes
storage-free = Platz schaffen
storage-free-hint = Von diesem Gerät geht nur, was auch auf dem Server liegt. Vorschaubilder bleiben, und was Sie ansehen möchten, wird wieder geholt.
free-all = { $size } von diesem Gerät nehmen
free = { $size } vom Gerät nehmen
free-of = { $size } vom Gerät nehmen: { $title }
freed = { $size } sind wieder frei.
storage-nothing = Auf diesem Gerät liegt noch nichts.
storage-quota = Auf dem Server darf jede Unterhaltung { $size } belegen.
