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
        [one] One completed request
       *[other] { $count } completed requests
    }
request-menu = More about the request: { $text }
request-open = Waiting for { $to } (since { $at })
request-taken = Taken over by { $name } ({ $at })
request-done = Done by { $name } ({ $at })
request-cancelled = Withdrawn by { $name } ({ $at })
went-on-to = Nobody took it over: passed on to { $title }.
went-on-to-all = Nobody took it over: passed on to everybody.
goes-on-at = Will be passed on if nobody takes it over by { $at }.
somebody-was-faster = Somebody else was faster.
take-over = I’ll take it
taken-over = You have taken it over.
done = Done
told-done = Done.
give-back = Give back
told-given-back = Given back: the request is open again.
pass-on = Pass on to …
told-passed = Passed on to { $title }.
nobody-to-pass-to = There is nobody else in this channel.
people-here = People in the channel
cancel-request = Withdraw
told-cancelled = Withdrawn.
told-reopened = Open again.
request-course = History of the request
nothing-done = Nobody has done anything with it yet.
act-taken = { $name } took over the request
act-given-back = { $name } gave the request back
act-passed = { $name } passed the request on to { $to }
act-done = { $name } completed the request
act-cancelled = { $name } withdrew the request
act-reopened = { $name } reopened the request

## What has happened

what-happened = What has happened
look-back = Since when?
since-shift = since my last shift
since-hours = for the last { $hours } hours
at-time = { $day }, { $time }
since-handed-over = Since you last handed over: { $at }
since-last-seen = Since you were last here: { $at }
since-given = Since { $at }
since-ever = Since the beginning
nothing-happened = Nothing has happened since.
by-patient = By patient
by-conversation = By conversation
news-made = created
news-corrected =
    { $count ->
        [one] one finding corrected
       *[other] { $count } findings corrected
    }
news-details = details changed
no-patient-news = There is nothing new at any patient.

## Duties

duties = Duties
duties-hint = Whoever has a duty gets the requests for it. Hand it over at the end of your shift.
no-duties = Duties belong to channels. You are in none yet.
new-duty = New duty
change-duty = Edit duty
duty-made = { $title } now exists.
duty-changed = { $title } has been changed.
duty-menu = More about the duty { $title }
duty-since = since { $at }
duty-requests =
    { $count ->
        [one] One request is waiting.
       *[other] { $count } requests are waiting.
    }
duty-taken = You now have: { $title }.
duty-given = { $title } is now with: { $to }.
duty-retired = { $title } no longer exists.
duty-course = Who had it when
duty-step = { $name } handed it over to: { $to }
duty-never = Nobody has taken it over yet.
nobody-there = nobody
hand-over = Hand over
hand-over-duty = Hand over { $title }
give-to-nobody = Hand over to nobody
change = Edit
retire-duty = Remove
ask = Make a request
ask-duty = Request to { $title }
asks-whom = Responsible: { $names }
asks-nobody = Nobody has this duty at the moment. The request waits until somebody takes it over.
channel = Channel
duty-title-hint = for example: wound service
who-may-hold = Who may have it?
anybody-here = Everybody in this channel
named-people = Certain people, as before
of-team = Team { $title }
of-role = Role { $title }
goes-on-after = After how many minutes is a request passed on that nobody takes over?
goes-on-to = To whom?
everybody-here = To everybody in the channel
never = never

## The record

not-in-record = Not in the record yet
all-in-record = All wounds and photos are marked as in the record.
