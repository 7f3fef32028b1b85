### The album: photos of all conversations, the tray, the room that everything takes.

album = Album
all-photos = All
all-patients = All patients
all-wounds = All wounds
patient-photos = { $patient } ({ $count })
no-pictures = No photos yet. What you capture and what others send you is found here again.
picture-from = Photo by { $name }, { $date }, { $time }
voice-from = Voice note by { $name }, { $date }, { $time }
video-from = Video by { $name }, { $date }, { $time }
earlier-picture = To the earlier one
later-picture = To the later one
of-patient = Patient reference: { $patient }
of-nobody = No patient reference yet
to-wound = To the wound
trace = How it was filed
trace-filed = filed under { $patient }
trace-nobody = filed under nobody
trace-placed = put to a wound of { $patient }
trace-taken-off = taken off its wound
trace-corrected = patient reference corrected, from { $before } to { $patient }

## The tray

tray = Tray
in-tray = in your tray
tray-empty = Your tray is empty. Capture what is urgent and sort it later. As long as it lies here, nobody but you sees it.
capture = Capture
capture-hint = Every photo goes into your tray. You can sort them later.
captured =
    { $count ->
        [one] One photo lies in your tray.
       *[other] { $count } photos lie in your tray.
    }
put-in-tray = Put into the tray
choose = Choose: { $name }
chosen-pictures = Chosen
chosen-count =
    { $count ->
        [one] 1 chosen
       *[other] { $count } chosen
    }
days-left =
    { $days ->
        [0] ends today
        [one] 1 day left
       *[other] { $days } days left
    }
sent-on = sent on
file-under = File
file-under-nobody = File under nobody
filed =
    { $count ->
        [one] Filed.
       *[other] { $count } filed.
    }
move = Move
move-to-wound = { $title }: to which wound?
without-wound = To no wound
nowhere-to-move = There is no conversation that you can write in.
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
storage-all = Photos, recordings and files take { $files }, messages and thumbnails { $database }.
storage-kind =
    { $count ->
        [one] 1 item, { $size }
       *[other] { $count } items, { $size }
    }
kind-photo = Photos
kind-recording = Voice notes and videos
kind-file = Files
kind-rest = Other
storage-free = Make room
storage-free-hint = Only what the server has as well is freed. Thumbnails stay, and what you want to see is fetched again.
free-all = Free { $size }
free = Free { $size }
free-of = Free { $size } in { $title }
freed = { $size } freed.
storage-nothing = Nothing lies on this device yet.
storage-quota = On the server each conversation may take { $size }.
