## Writing, and what one does with what was written

send-menu = How it is sent
send-alarm = Send as an alarm
no-alarm = Not as an alarm
sends-alarm = As an alarm
asks-to-confirm = Asks for confirmation
no-confirm = No confirmation after all
send-to-several = Send to several conversations
send-to = Send to whom?
send-to-count =
    { $count ->
        [0] Send
        [one] Send to one conversation
       *[other] Send to { $count } conversations
    }
sent-to = Sent to { $count } conversations.
find-conversation = Find a conversation
no-conversation-found = No conversation found.
forward = Forward
forward-to = Forward to where?
forward-to-count =
    { $count ->
        [0] Forward
        [one] To one conversation
       *[other] To { $count } conversations
    }
forwarded-to =
    { $count ->
        [one] Forwarded.
       *[other] Forwarded to { $count } conversations.
    }
attach-location = The place where you are
no-location = The place cannot be found out. Allow it in the browser.
no-location-sent = Do not send the place
north = N
south = S
east = E
west = W
who-is-called = Whom you can mention
everybody-short = all
calls-everybody = everybody in this conversation
a-duty = duty
a-team = team
a-role = role
writes =
    { $count ->
        [one] { $names } is writing …
       *[other] { $names } are writing …
    }
jump-to-answered = To the message that is answered
confirmed-yourself = You have confirmed
state-received =
    { $count ->
        [one] sent, with one person
       *[other] sent, with { $count }
    }
state-arrived = received
earlier-texts = Earlier texts
text-now = current
receipts = Who has it
have-read = Read
have-received = Received
have-not-received = Not received yet
no-receipts = In this conversation it is not shown who has what.
receipts-hint = Read is shown only of those who share it.
confirmations = Confirmations
not-confirmed = not yet
not-here = This message is not here any more.
not-read-yet = New
new-messages =
    { $count ->
        [one] One new message
       *[other] { $count } new messages
    }
to-newest = To the newest

## A conversation as a whole

attention = Notifications
hears-everything = You are told of every message.
hears-only-calls = You are only told of mentions, replies to you and alarms.
hears-only-calls-until = Until { $time } you are only told of mentions, replies to you and alarms.
only-calls-hint = “Only mentions”: you are told when somebody mentions you, replies to you or gives an alarm. Everything else is in the list all the same.
hear-everything = Be told of every message
only-calls-hour = Only mentions for an hour
only-calls-morning = Only mentions until tomorrow morning
only-calls-always = Only mentions, always
was-archived = Archived.
archived = Archived ({ $count })
started-anew = { $name } has started anew with a new letter and reads nothing here until one of you agrees.
take-her-back = Take back in
take-back-title = Take { $name } back in
take-back-hint = Make sure, face to face or over the telephone, that it really is the same person: everything in this chat can be read afterwards. This cannot be undone.
it-is-she = I am sure: take back in
taken-back = { $name } is back in.

## What waits to be sent

outbox = Not sent yet
outbox-hint = What is here lies encrypted on this device and is sent as soon as that is possible.
outbox-empty = Everything is sent.
outbox-held = can be undone for a few seconds
outbox-files = files are on their way: { $done } of { $total }
outbox-for-network = waits for the network
outbox-taken-back = Taken back.
outbox-for-good = { $kind } for “{ $title }”: what you discard does not come back.
outbox-too-late = That was sent already. You can delete it in the conversation.
outbox-refused =
    { $count ->
        [one] One message was not sent
       *[other] { $count } messages were not sent
    }
outbox-waiting =
    { $count ->
        [one] One message waits
       *[other] { $count } messages wait
    }

## Finding

search-filters = Narrow the search
by-whom = By whom?
by-person = By { $name }
by-anybody = By anybody
where = Where?
everywhere = Everywhere
what-kind = What?
any-kind = Everything
kind-recordings = Voice notes and videos
from-day = From
to-day = To
write-to = Write to { $name }
more-hits = More results
