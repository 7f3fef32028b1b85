### Surveys.

surveys = Surveys
surveys-of = Surveys in { $title }
surveys-none = No surveys in this conversation yet.
surveys-away =
    { $count ->
        [one] One archived survey
       *[other] { $count } archived surveys
    }
survey-called = Survey: { $title }
survey-menu = More about the survey { $title }
survey-gone = This survey no longer exists.
survey-open = Survey
survey-open-until = Survey until { $time }
survey-over = Survey, ended
survey-secret = secret
survey-archived = archived

## Voting

survey-vote = Vote
survey-change-vote = Change answer
survey-optional = optional
survey-other = Other
survey-no-choice = Clear selection
survey-choose = Choose { $min } to { $max }.
survey-slots-hint = What you leave open counts as no.
survey-vote-waits = Your vote is waiting for the network.
survey-vote-counts = Your vote counts.
survey-vote-late = Your vote came too late.
attend-yes = yes
attend-maybe = maybe
attend-no = no

## Results

survey-answer = Answer
survey-count = Count
survey-share = Share
survey-slot-counts = { $yes } yes · { $maybe } maybe · { $no } no
survey-average = Average { $average }, median { $median }
survey-no-answers = No answers yet.
survey-and-more = { $names } and { $count } more
survey-too-late = { $name } (too late)
survey-voted =
    { $count ->
        [0] Nobody has voted yet.
        [one] One person has voted
       *[other] { $count } people have voted
    }
survey-secret-open = Votes stay secret. The result comes when the survey has ended.
survey-awaited = The result comes as soon as the device of the person who asked is online again.
survey-too-few = There are too few votes to show a result.
survey-close = End survey
survey-was-closed = The survey has ended.
survey-change-deadline = Change deadline
survey-deadline-changed = The deadline has been changed.
survey-archive = Archive survey
survey-unarchive = Unarchive survey
survey-was-archived = The survey has been archived.
survey-export-counts = Save result as a table
survey-export-votes = Save votes as a table
survey-file = Survey { $title }.csv

## Making one

survey-new = New survey
survey-ask = Start survey
survey-asked = The survey has started.
survey-drafts = Drafts
survey-untitled = Untitled
survey-go-on = Continue
survey-drop-draft = Discard draft { $title }
survey-draft-dropped = The draft has been discarded.
survey-question = Question { $number }
survey-question-text = Text of question { $number }
survey-question-hint = What would you like to know?
survey-remove-question = Remove question { $number }
survey-add-question = Add a question
survey-form = Type of answer
survey-form-single = Choose one answer
survey-form-multiple = Choose several answers
survey-form-dates = Find a date
survey-form-rating = Scale
survey-form-text = Free text
survey-option = Answer { $number }
survey-remove-option = Remove answer { $number }
survey-add-option = Add an answer
survey-allow-other = Allow other answers
survey-min = At least
survey-max = At most
survey-steps = Steps
survey-low = 1 means
survey-low-hint = for example: not at all
survey-high = The highest means
survey-high-hint = for example: very
survey-slot-end = End (optional)
survey-add-slot = Add date
survey-remove-slot = Remove date { $slot }
survey-required = Must be answered
survey-deadline = Deadline
survey-deadline-hint = Without a time, the survey stays open until you end it.
survey-changeable = Answers can be changed
survey-make-secret = Secret vote
whole-days = Whole days
begins = Begins
description = Description
