### The album: photos of all conversations, the tray, the room that everything takes.

album = Album
all-photos = All
all-patients = All patients
all-wounds = All wounds
patient-photos = { $patient } ({ $count })
no-pictures = No photos yet. What you capture, and what others send you, appears here.
picture-from = Photo by { $name }, { $date }, { $time }
voice-from = Voice note by { $name }, { $date }, { $time }
video-from = Video by { $name }, { $date }, { $time }
earlier-picture = Earlier
later-picture = Later
of-patient = Patient reference: { $patient }
of-nobody = No patient reference yet
to-wound = Go to the wound
trace = Filing history
trace-filed = filed under { $patient }
trace-nobody = removed from its patient
trace-placed = added to a wound of { $patient }
trace-taken-off = removed from its wound
trace-corrected = patient reference corrected, from { $before } to { $patient }

## The tray

tray = Tray
in-tray = in your tray
tray-empty = Your tray is empty. Capture what is urgent now, and sort it later. As long as it is here, only you can see it.
capture = Capture
capture-hint = Show the wristband to the camera first, and the photo has its patient reference. Every photo goes into your tray.
capture-now = Take a photo into the tray
capture-for = Patient reference: { $patient }
capture-for-nobody = Leave out the patient reference
captured =
    { $count ->
        [one] One photo is in your tray.
       *[other] { $count } photos are in your tray.
    }
photos-not-kept =
    { $count ->
        [one] One photo could not be put into the tray. It is still here as long as this page is open.
       *[other] { $count } photos could not be put into the tray. They are still here as long as this page is open.
    }
put-in-tray = Put into the tray
choose = Select: { $name }
chosen-pictures = Selected
chosen-count =
    { $count ->
        [one] 1 selected
       *[other] { $count } selected
    }
days-left =
    { $days ->
        [0] ends today
        [one] 1 day left
       *[other] { $days } days left
    }
sent-on = forwarded
file-under = File
file-under-nobody = Remove patient
filed =
    { $count ->
        [one] Filed.
       *[other] { $count } filed.
    }
move = Move
move-to-wound = { $title }: to which wound?
without-wound = To no wound
nowhere-to-move = There is no conversation you can write in.
moved =
    { $count ->
        [one] Moved to { $title }.
       *[other] { $count } moved to { $title }.
    }
cover = Cover
delete-pictures = Delete
photos-deleted =
    { $count ->
        [one] Deleted.
       *[other] { $count } deleted.
    }

## Room

storage = Storage
storage-all = Photos, recordings and files take up { $files }, messages and thumbnails { $database }.
storage-kind =
    { $count ->
        [one] 1 item, { $size }
       *[other] { $count } items, { $size }
    }
kind-photo = Photos
kind-recording = Voice notes and videos
kind-file = Files
kind-rest = Other
storage-free = Free up space
storage-free-hint = Only what is also on the server is removed from this device. Thumbnails stay, and whatever you want to see is fetched again.
free-all = Remove { $size } from this device
free = Remove { $size }
free-of = Remove { $size } from this device: { $title }
freed = { $size } freed up.
storage-nothing = There is nothing on this device yet.
storage-quota = On the server, each conversation may take up { $size }.
