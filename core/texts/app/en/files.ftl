### Files and folders.

files = Files
my-files = My files
whose-files = Whose files
find-files = Search files
no-files = There is nothing here.
no-files-yet = There is nothing here yet. Add a file, or drag it here.
no-files-found = No file found.
to-conversation = To the conversation
folder-path = Where this folder lies
folder-outermost = Outermost
folder-items =
    { $count ->
        [0] empty
        [one] one file
       *[other] { $count } files
    }
new-folder = New folder
file-add = Add
file-name = Name
file-menu = More about { $name }
file-open = Open
file-rename = Rename
file-renamed = Renamed.
file-move = Move
file-moved = Moved.
file-move-where = Move { $name }
file-copy = Copy
file-copied = Copied.
file-copy-where = Copy { $name }
file-into = Into
file-versions = Versions
file-versions-of = Versions of { $name }
file-versions-count = { $count } versions
file-new-version = New version
file-new-version-of = New version of
version-put = The new version is there.
version-counts = counts
version-restore = Let it count again
file-free = Take off this device
file-fetch = Fetch onto this device
file-put = { $name } is there.
file-deleted = { $name } is deleted.
file-gone = gone
file-save = Save outside
file-stays = Your organisation does not permit saving files outside.
file-not-shown = This kind of file cannot be shown here.
file-too-large-to-show = This file is too large to be shown here.
file-going-up = is being sent
file-coming-down = is being fetched
pdf-page = Page { $page } of { $pages }
pdf-broken = This PDF file cannot be read.

## On the way

transfers = On the way
transfer-in = { $name } is being encrypted
transfer-up = { $name } is being sent
transfer-down = { $name } is being fetched
transfer-paused = paused
transfer-pause = Pause
transfer-resume = Resume
transfer-cancel = Cancel { $name }

error-file-name = It cannot be called that: the name is empty or contains a slash.
