## Writing, and what one does with what was written

send-menu = How it is sent
send-alarm = Send as an alarm
no-alarm = Not as an alarm after all
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
forward-to = Forward where?
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
attach-location = Your location
no-location = Your location cannot be determined. Allow it in the browser.
no-location-sent = Do not send the location
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
jump-to-answered = Go to the message being answered
confirmed-yourself = You have confirmed
state-received =
    { $count ->
        [one] sent, received by one person
       *[other] sent, received by { $count }
    }
state-arrived = received
earlier-texts = Earlier versions
text-now = in use
receipts = Who has it
have-read = Read
have-received = Received
have-not-received = Not received yet
no-receipts = In this conversation nobody sees who has received what.
receipts-hint = “Read” is only shown for people who share it.
confirmations = Confirmations
not-confirmed = not yet
not-here = This message is no longer here.
not-read-yet = New
new-messages =
    { $count ->
        [one] One new message
       *[other] { $count } new messages
    }
to-newest = To the newest

## A conversation as a whole

attention = Notifications
hears-everything = You are notified of every message.
hears-only-calls = You are only notified of mentions, replies to you and alarms.
hears-only-calls-until = Until { $time } you are only notified of mentions, replies to you and alarms.
only-calls-hint = “Only mentions”: you are notified when somebody mentions you, replies to you or sends an alarm. Everything else is still in the list.
hear-everything = Notify me of every message
only-calls-hour = Only mentions for an hour
only-calls-morning = Only mentions until tomorrow morning
only-calls-always = Only mentions, always
was-archived = Archived.
archived = Archived ({ $count })
started-anew = { $name } has started over with a new letter and cannot read anything here until one of you agrees.
take-her-back = Let back in
take-back-title = Let { $name } back in
take-back-hint = Make sure, face to face or by telephone, that this really is the same person: they will be able to read everything in this chat. This cannot be undone.
it-is-she = I am sure: let them back in
taken-back = { $name } is back in.

## What waits to be sent

outbox = Not sent yet
outbox-hint = What is here is stored encrypted on this device and is sent as soon as possible.
outbox-empty = Everything has been sent.
outbox-held = can still be undone for a few seconds
outbox-files = uploading files: { $done } of { $total }
outbox-for-network = waiting for the network
outbox-taken-back = Taken back.
outbox-for-good = { $kind } for “{ $title }”: what you discard cannot be brought back.
outbox-too-late = That has already been sent. You can delete it in the conversation.
outbox-refused =
    { $count ->
        [one] One message was not sent
       *[other] { $count } messages were not sent
    }
outbox-waiting =
    { $count ->
        [one] One message is waiting
       *[other] { $count } messages are waiting
    }

## Finding

search-filters = Narrow the search
by-whom = From whom?
by-person = From { $name }
by-anybody = From anybody
where = Where?
everywhere = Everywhere
what-kind = What?
any-kind = Everything
kind-recordings = Voice notes and videos
from-day = From
to-day = To
write-to = Write to { $name }
more-hits = More results
