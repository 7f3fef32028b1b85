## Channels

chat = Chat
channel-and-members = Channel and members
members-of-chat = Who is in
about-conversation = About { $title }
chat-is-closed = A chat stays among those who are in it from the start: nobody comes in later.
what-for = What for?
no-description = No description yet.
change-details = Edit
channel-picture = Picture of the channel
choose-picture = Choose a picture
other-picture = Another picture
no-picture = No picture
what-holds-here = Rules of this channel
is-announcements = Announcements: everybody is in and reads from the beginning, only moderators write.
newcomers-read = Newcomers read
reads-everything = everything from the beginning
reads-from-joining = what is written from then on
only-from-joining = Only from joining
only-from-joining-hint = Whoever joins from now on reads nothing from before. This cannot be undone. Those who are in go on reading everything.
join-everyone = Everybody is in
who-writes = Who writes?
write-everyone = Everybody in the channel
write-moderators = Only moderators write
who-invites = Who brings people in?
invite-everyone = Everybody in the channel
invite-moderators = Only moderators
more-choices = More choices

## Who is in

members-count =
    { $count ->
        [one] One member
       *[other] { $count } members
    }
yourself = you
moderates = moderator
member-menu = More about { $name }
make-moderator = Make moderator
no-moderator = No longer moderator
moderates-now = { $name } moderates now.
moderates-no-more = { $name } no longer moderates.
take-out = Remove
was-taken-out = { $name } is no longer in the channel.
add-members = Add members
add-count =
    { $count ->
        [0] Add
        [one] Add one person
       *[other] Add { $count } people
    }
were-added = Added: { $names }
leave-channel = Leave the channel
leave-hint = You read nothing new here any more; what is here already stays on this device. You only come back in if somebody of the channel adds you.
leave-open-hint = You read nothing new here any more; what is here already stays on this device. You can join the channel again.
you-left = You have left “{ $title }”.
announcements-stay = Everybody is in the announcements: they cannot be left.

## Asking to join

ask-to-join = Ask to join
request-waits = asked
request-refused = refused
undo-request = Withdraw the request
join-requests = Requests to join
let-in = Let in
refuse-request = Refuse
was-let-in = { $name } is in now.
was-refused = Refused. { $name } is told.
asks-to-join =
    { $count ->
        [one] { $name } would like to join a channel
       *[other] { $name } and { $count } in all would like to join a channel
    }
error-last-moderator = You are the only moderator here. Make somebody else a moderator first.
