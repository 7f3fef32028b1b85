### The calendar.

calendar = Calendar
calendar-menu = More about the calendar
calendar-views = View
calendar-agenda = List
calendar-week = Week
calendar-month = Month
loading-calendar = Looking for appointments …
calendar-earlier = Earlier
calendar-later = Later
whose-appointments = Whose appointments
my-appointments = My appointments
appointments = Appointments
from-to = { $from } – { $to }
today-is = Today, { $day }
nothing-planned = Nothing planned.
nothing-comes = Nothing planned for these days. Use “New appointment” to add something.
more-days = More days
all-day = all day
calendar-and-more = + { $count }
calendar-hour = { $hour }:00
day-at-hour = { $day }, { $hour }:00
day-has =
    { $count ->
        [0] { $day }, nothing planned
        [one] { $day }, one appointment
       *[other] { $day }, { $count } appointments
    }
new-appointment-on-day = Appointment on this day
elsewhere-at = { $time } there ({ $zone })

## One appointment

appointment = Appointment
appointment-called = Appointment: { $title }
appointment-over = This appointment is over.
open-appointment = More
called-off = cancelled
not-sure = not sure yet
at-the-same-time = At the same time: { $title }
appointment-in = Conversation
made-by = By
your-answer = Your answer
i-come = Accept
i-may-come = Maybe
i-do-not-come = Decline
you-come = accepted
you-may-come = maybe
you-do-not-come = declined
answer-for-all = This answer is for the whole series
attend-open = open
who-comes = Who is coming
people-say = { $answer } ({ $count })
appointment-concerns = Applies to
concerns-one = only this appointment
concerns-from = this and all following
concerns-all = the whole series
appointment-change = Edit
call-off = Cancel the appointment
remove-appointment = Delete
save-as-file = Save as a calendar file
appointment-called-off = The appointment has been cancelled.
appointment-removed = The appointment has been deleted.

## Making and changing

new-appointment = New appointment
change-appointment = Edit appointment
make-appointment = Create appointment
appointment-made = The appointment has been created.
appointment-changed = The appointment has been changed.
appointment-ends = Ends
last-day = Last day
time-zone = Time zone
zone-is = Time zone: { $zone }
zone-floating = local time
appointment-place = Place
appointment-for = Calendar
invited = Invited
invited-everybody = Everybody in this conversation
invited-some = Only these:
remind = Remind
remind-start = at the start
remind-minutes = { $count } min before
remind-hours = { $count } h before
remind-days =
    { $count ->
        [one] the day before
       *[other] { $count } days before
    }
still-unsure = Not sure yet
everybody-changes = Everybody may change the appointment

## Recurrence

recurs = Repeat
recurs-never = never
recurs-daily = daily
recurs-weekly = weekly
recurs-monthly = monthly
recurs-yearly = yearly
recurs-as-before = as before
recurs-end = Ends
every-days = Every … days
every-weeks = Every … weeks
every-months = Every … months
every-years = Every … years
ends-never = never
ends-until = on a date
ends-count = after a number of times
how-often = How many times
on-weekdays = On these days

## Reminders

reminders = Reminders
remind-later = Again in { $minutes } min
remind-done = Done

## Files of other calendars

calendar-file = Calendar.ics
calendar-file-choose = Calendar file (.ics)
read-calendar-file = Import a calendar file
save-calendar-file = Save as a calendar file
plan-new = new
plan-changed = will be changed
plan-unchanged = already there
plan-not-allowed = belongs to somebody else
plan-flaws = What cannot be read
calendar-import =
    { $count ->
        [0] Nothing to import
        [one] Import one appointment
       *[other] Import { $count } appointments
    }
calendar-imported = Imported: { $new } new, { $changed } changed.

error-appointment = The appointment has no title, ends before it begins, is too long, or is too far away.
