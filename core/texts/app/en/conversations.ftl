## Conversations

conversations = Conversations
conversation-menu = More about this conversation
conversation-gone = This conversation is not here.
choose-conversation = Choose a conversation.
no-conversations = No conversation yet. The plus above begins one.
personal-space = My space
offline =
    { $waiting ->
        [0] No network. What you write is sent later.
        [one] No network. One message waits.
       *[other] No network. { $waiting } messages wait.
    }
search = Search
favourite = favourite
muted = muted
halted = Halted
halted-hint = Something is wrong with this conversation, and it is halted. Talk to your administrator.
draft = Draft: { $text }
unread =
    { $count ->
        [0] unread
        [one] one unread message
       *[other] { $count } unread messages
    }
make-favourite = Make a favourite
no-favourite = No favourite any more
mute = Mute
unmute = Unmute
archive = Archive
unarchive = Bring back
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
asked-to-join = Asked. You are in as soon as a device of the channel answers.
no-channels = There is no channel that you can join.
new-channel = New channel
title = Title
who-joins = Who joins?
join-invitation = By invitation
join-open = Whoever wants to
join-hidden = By invitation, not listed
create-channel = Create the channel
bot = automatic
