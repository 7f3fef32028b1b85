### Photos that are looked through: covering, pointing out, covering afterwards.

drawing-tools = Tools
marks-on-photo = Marks on the photo
mark-named = { $number }: { $kind }. Arrow keys move it, with Shift they change its size, Delete removes it.
mark-box = Box
mark-brush = Brush
mark-arrow = Arrow
mark-text = Text “{ $text }”
tool-text = Text
text-on-photo = Text on the photo
text-hint = Text, then tap on the photo
fill-solid = Black
fill-pixelated = Pixelated
brush-width = Width of the brush
insert-mark = Insert in the middle
remove-mark = Remove mark
covered-count =
    { $count ->
        [one] One place covered.
       *[other] { $count } places covered.
    }
looking-for-faces = Looking for codes and faces. This takes a few seconds.
no-face-model = The model for them cannot be reached right now: cover faces yourself.
cover-proposed =
    { $count ->
        [one] Cover the proposal
       *[other] Cover { $count } proposals
    }
leave-proposed = Do not cover
look-through-asked = Your organisation asks you to look through each photo.
look-through-required = Your organisation requires that each photo is looked through.
cover-later-hint = The new photo takes the place of the present one, which is deleted for everybody. This cannot be undone.
photo-covered = The photo has been replaced.
ghost-strength = How strongly the last photo shines through
photo-discarded = Photo discarded.
photos-lost =
    { $count ->
        [one] A photo that had not been sent yet could not be put into your tray. Please take it again.
       *[other] { $count } photos that had not been sent yet could not be put into your tray. Please take them again.
    }
