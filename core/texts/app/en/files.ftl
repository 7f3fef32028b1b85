### Files and folders.

files = Files
whose-files = Whose files
find-files = Search files
no-files = There is nothing here.
no-files-yet = There is nothing here yet. Add a file, or drag it here.
no-files-found = No files found.
to-conversation = Go to the conversation
folder-path = Where this folder is
folder-outermost = Top level
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
file-into = To
file-versions = Versions
file-versions-of = Versions of { $name }
file-versions-count = { $count } versions
file-new-version = New version
file-new-version-of = New version of
version-put = The new version has been added.
version-counts = in use
version-restore = Use this version again
version-restored = This version is in use again.
file-free = Remove from this device
file-fetch = Download to this device
file-put = { $name } has been added.
files-cut-off =
    { $count ->
        [one] A file had not been added completely when this page was locked. Please add it again.
       *[other] { $count } files had not been added completely when this page was locked. Please add them again.
    }
file-deleted = { $name } has been deleted.
file-gone = no longer there
file-save = Save outside
file-stays = Your organisation does not allow files to be saved outside.
file-not-shown = This kind of file cannot be shown here.
file-too-large-to-show = This file is too large to be shown here.
file-going-up = sending
file-coming-down = downloading
pdf-page = Page { $page } of { $pages }
pdf-broken = This PDF file cannot be read.

## On the way

transfers = In progress
transfer-in = Encrypting { $name }
transfer-up = Sending { $name }
transfer-down = Downloading { $name }
transfer-paused = paused
transfer-pause = Pause
transfer-resume = Resume
transfer-cancel = Cancel { $name }

error-file-name = That name is not possible: it is empty or contains a slash.
