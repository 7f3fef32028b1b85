## Messages

messages = Messages
message = Message
no-messages = No messages yet.
message-menu = More about the message by { $name }
today = Today
yesterday = Yesterday
deleted = This message was deleted.
unreadable = This message cannot be read here.
forwarded = Forwarded
alarm = Alarm
other-kind = This content is not shown here yet.
location = A place (within { $accuracy } m)
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
state-read =
    { $count ->
        [one] read by one person
       *[other] read by { $count }
    }
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
shutter = Take the photo
no-camera = The camera cannot be reached. Allow it in the browser, or connect one.
attach = Attach
attach-file = Photo or file
attach-survey = Survey
photo = Photo
photo-of = Photo by { $name }
photo-preview = The photo
open-photo = Open the photo by { $name }
caption = Caption
cover-hint = Draw boxes over whatever nobody should recognise. Nothing of it is kept.
propose = Propose
nothing-to-hide = I have looked: there is nothing else to hide.
sealing = Encrypting …

## Voice notes and videos

voice-note = Voice note
record-voice = Record a voice note
recording-for = Recording: { $seconds } s
no-microphone = The microphone cannot be reached. Allow it in the browser, or connect one.
play-voice = Listen to the voice note by { $name }
play-video = Watch the video by { $name }
voice-by = Voice note by { $name }
video-by = Video by { $name }
video = Video
stop-video = Done
video-poster = The picture that stands for the video
video-length = Recorded: { $length }
unfinished = Not finished
unfinished-hint = These recordings were interrupted. What was recorded until then is kept.
unfinished-voice = Voice note for: { $title }
unfinished-video = Video for: { $title }
kept-until = kept until { $date }
keep-for-now = Keep for now
recording-discarded = Recording discarded.
