## Conversations

conversations = Conversations
conversation-menu = More about this conversation
conversation-gone = This conversation does not exist here.
choose-conversation = Choose a conversation.
no-conversations = No conversations yet. Use the plus above to start one.
personal-space = My space
offline =
    { $waiting ->
        [0] No network. What you write will be sent later.
        [one] No network. One message is waiting.
       *[other] No network. { $waiting } messages are waiting.
    }
search = Search
favourite = favourite
muted = muted
halted = Halted
halted-hint = Something is wrong with this conversation, so it has been halted. Talk to your administrator.
draft = Draft: { $text }
begun-before = You have begun here already: you go on where you stopped.
begin-anew = Start again
unread =
    { $count ->
        [0] unread
        [one] one unread message
       *[other] { $count } unread messages
    }
make-favourite = Add to favourites
no-favourite = Remove from favourites
archive = Archive
unarchive = Unarchive
mark-unread = Mark as unread
read-only = You can only read here.

## A new conversation

new-conversation = New conversation
new-chat = Chat
new-chat-hint = A chat stays among those who are in it from the start.
find-people = Find colleagues
nobody-found = Nobody found.
start-chat = Start a chat
start-chat-with = Start a chat with { $names }
join-channel = Open channels
join = Join
asked-to-join = You have asked to join. You are in as soon as somebody from the channel lets you in.
no-channels = There is no channel you can join.
new-channel = New channel
title = Title
who-joins = Who can join?
join-invitation = By invitation
join-open = Anyone
join-hidden = By invitation, not listed
create-channel = Create channel
bot = automatic
