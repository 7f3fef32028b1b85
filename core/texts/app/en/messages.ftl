## Messages

messages = Messages
message = Message
no-messages = No messages yet.
message-menu = More about { $name }’s message
today = Today
yesterday = Yesterday
deleted = This message was deleted.
message-deleted = The message has been deleted.
deleted-in = Deleted in { $title }.
unreadable = This message cannot be read here.
forwarded = Forwarded
alarm = Alarm
other-kind = This version of the app cannot show that.
location = accurate to { $accuracy } m
confirm = Confirm
confirmed-by =
    { $count ->
        [0] Not confirmed yet
        [one] Confirmed once
       *[other] Confirmed { $count } times
    }
ask-to-confirm = Ask for confirmation
reaction = { $sign }, { $count } times
react = React with { $sign }
reply = Reply
edit = Edit
delete = Delete for everybody
edited = edited
editing = Edit message
answering = Reply to { $name }: { $text }
state-waiting = waiting
state-sent = sent
state-read = read by { $count }
state-failed = not sent
take-back = Discard
send = Send
sent = Sent.
save = Save
saved = Saved.
cancel = Cancel
close = Close
undo = Undo
loading = Loading …

## Photos

camera = Camera
shutter = Take photo
no-camera = The camera cannot be reached. Allow it in the browser, or connect one.
attach = Attach
attach-file = Photo or file
attach-survey = Survey
photo = Photo
photo-of = Photo by { $name }
photo-preview = The photo
open-photo = Open { $name }’s photo
caption = Caption
cover-hint = Draw boxes over anything nobody should recognise. Nothing underneath is kept.
propose = Suggest
nothing-to-hide = I have checked: there is nothing else to hide.
sealing = Encrypting …

## Voice notes and videos

voice-note = Voice note
record-voice = Record a voice note
recording-for = Recording: { $seconds } s
no-microphone = The microphone cannot be reached. Allow it in the browser, or connect one.
play-voice = Listen to { $name }’s voice note
play-video = Watch { $name }’s video
voice-by = Voice note by { $name }
video-by = Video by { $name }
video = Video
stop-video = Done
video-preview = The video as it is sent
video-length = Recorded: { $length }
unfinished = Not finished
unfinished-hint = These recordings were interrupted. What had been recorded until then has been kept.
unfinished-voice = Voice note for: { $title }
unfinished-video = Video for: { $title }
kept-until = kept until { $date }
keep-for-now = Keep for now
recording-discarded = Recording discarded.
recorded-so-far = Recorded so far: { $seconds } s.
unfinished-unseen = Your organisation wants videos to be looked at. This one cannot be looked at here any more, and so not sent.
