### Hand-over: requests, what has happened, who has which duty, what is not in the record.

handover = Hand-over
conversation = Conversation
all-conversations = All conversations

## Requests

request = Request
open-requests = Open requests
no-requests = Nobody is waiting for anything.
closed-requests =
    { $count ->
        [one] One request that is done
       *[other] { $count } requests that are done
    }
request-menu = More about the request: { $text }
request-open = Waits for { $to } (since { $at })
request-taken = Taken over by { $name } ({ $at })
request-done = Done by { $name } ({ $at })
request-cancelled = Withdrawn by { $name } ({ $at })
went-on-to = Nobody took it over: it went on to { $title }.
went-on-to-all = Nobody took it over: it went on to everybody.
goes-on-at = Goes on if nobody takes it over until { $at }.
somebody-was-faster = Somebody else was faster.
take-over = I take it
taken-over = You have taken it over.
done = Done
told-done = Done.
give-back = Give back
told-given-back = Given back: the request is open again.
pass-on = Pass on to …
told-passed = Passed on to { $title }.
no-other-duty = There is no other duty in this channel.
cancel-request = Withdraw
told-cancelled = Withdrawn.
told-reopened = Open again.
request-course = What was done with it
nothing-done = Nobody has done anything with it yet.
act-taken = { $name } took it over
act-given-back = { $name } gave it back
act-passed = { $name } passed it on to { $to }
act-done = { $name } did it
act-cancelled = { $name } withdrew it
act-reopened = { $name } opened it again

## What has happened

what-happened = What has happened
look-back = Since when?
since-shift = since my last shift
since-hours = for { $hours } hours
at-time = { $day }, { $time }
since-handed-over = Since you last handed over: { $at }
since-last-seen = Since you were last here: { $at }
since-given = Since { $at }
since-ever = Since the beginning
nothing-happened = Nothing has happened since.

## Duties

duties = Duties
duties-hint = Whoever has a duty gets the requests to it. Hand it over at the end of the shift.
no-duties = Duties belong to channels. You are in none yet.
new-duty = New duty
change-duty = Change the duty
duty-menu = More about the duty { $title }
duty-since = since { $at }
duty-requests =
    { $count ->
        [one] One request is waiting.
       *[other] { $count } requests are waiting.
    }
duty-taken = You now have: { $title }.
duty-given = { $title } is now with: { $to }.
duty-retired = { $title } is no more.
duty-course = Who had it when
duty-step = { $name } handed it to: { $to }
duty-never = Nobody has taken it over yet.
nobody-there = nobody
hand-over = Hand over
hand-over-duty = Hand over { $title }
give-to-nobody = Hand over to nobody
change = Change
retire-duty = Dissolve
ask = Make a request
ask-duty = Request to { $title }
asks-whom = Responsible: { $names }
asks-nobody = Nobody has this duty just now. The request waits until somebody takes it over.
channel = Channel
duty-title-hint = for example: wound service
who-may-hold = Who may have it?
anybody-here = Everybody in this channel
named-people = Certain people, as before
of-team = Team { $title }
of-role = Role { $title }
goes-on-after = After how many minutes does a request go on that nobody takes over?
goes-on-to = To whom?
everybody-here = To everybody in the channel
never = never

## The record

not-in-record = Not in the record yet
all-in-record = All wounds and photos are marked as being in the record.
