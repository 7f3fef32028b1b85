## Channels

chat = Chat
channel-and-members = Channel and members
members-of-chat = Who is in this chat
about-conversation = About { $title }
chat-is-closed = A chat stays among those who are in it from the start: nobody can join later.
what-for = What is it for?
no-description = No description yet.
change-details = Edit
channel-picture = Picture of the channel
choose-picture = Choose a picture
other-picture = Another picture
no-picture = No picture
what-holds-here = Rules of this channel
is-announcements = Announcements: everybody is a member and reads everything from the beginning; only moderators write.
newcomers-read = Newcomers read
reads-everything = everything from the beginning
reads-from-joining = what is written after they join
only-from-joining = Only from when they join
only-from-joining-hint = From now on, newcomers read nothing from before they joined. This cannot be undone. Current members can still read everything.
join-everyone = Everybody is a member
who-writes = Who can write?
write-everyone = Everybody in the channel
write-moderators = Only moderators can write
who-invites = Who can add people?
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
moderates-now = { $name } is now a moderator.
moderates-no-more = { $name } is no longer a moderator.
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
leave-hint = You will not read anything new here; what is already here stays on this device. You can only come back if somebody in the channel adds you.
leave-open-hint = You will not read anything new here; what is already here stays on this device. You can join the channel again.
you-left = You have left “{ $title }”.
announcements-stay = Everybody is a member of the announcements: they cannot be left.

## Asking to join

ask-to-join = Ask to join
request-waits = asked
request-refused = declined
undo-request = Withdraw the request
join-requests = Requests to join
let-in = Let in
refuse-request = Decline
was-let-in = { $name } is now in.
was-refused = Declined. { $name } is told.
asks-to-join =
    { $count ->
        [one] { $name } would like to join a channel
       *[other] { $name } and others ({ $count } in all) would like to join a channel
    }
error-last-moderator = You are the only moderator here. Make somebody else a moderator first.
