# States
meetings-state-prepared = Being prepared
meetings-state-invited = Invited
meetings-state-running = Under way
meetings-state-closed = Closed

# Refusals
meetings-no-invite = Invitations go out for a meeting that is being prepared; this one is: { $state }.
meetings-no-start = A meeting starts once its invitations have gone out; this one is: { $state }.
meetings-no-close = Only a meeting under way can be closed; this one is: { $state }.
meetings-next-look = Open the page of the meeting again and look at its latest state.
meetings-is-closed = The meeting is closed, so its record stays as it is.
meetings-next-correct = Correct it with a reason; the earlier text stays visible.
meetings-is-running = The meeting is under way, so its preparation is not changed any more.
meetings-not-started = The meeting has not started, so there is nothing to record yet.
meetings-next-start = Start the meeting on its day first.
meetings-not-closed = The record is not closed, so it can still be written.
meetings-next-write = Change the minutes or the decision.
meetings-no-topics = There is no topic yet.
meetings-next-topics = Add at least one topic.
meetings-no-invitees = Nobody is invited yet.
meetings-next-invitees = Add institutions or people to invite.
meetings-too-early = The meeting can start on { $date } at the earliest.
meetings-next-date = Change its date if it was brought forward.
meetings-attendance-open = The attendance of { $n } of the invited is not entered.
meetings-next-attendance = Enter for each of them whether they came.
meetings-minutes-open = { $n } topics have no minutes. Write them, or say why there are none.
meetings-topic-in-use = Options or comments stand under this topic, so it is not removed.
meetings-is-invited = The invitation has gone out, so the list stays as it was sent.
meetings-next-absent = Enter whoever does not come as absent.
meetings-not-invited = Comments open once the invitation has gone out.
meetings-moved = Somebody else has just changed these minutes. Your change is not stored.
meetings-nothing-there = There is no text to correct in this part.
meetings-same-text = This is the text that is recorded.
meetings-is-done = This follow-up is done already.
meetings-wrong-time = Write the time like 09.00.
meetings-ends-early = The end must come after the beginning.
meetings-due-early = It cannot be due before the meeting.
meetings-done-future = This day has not come yet.
meetings-done-early = It cannot be done before the meeting.
meetings-no-account = There is no account called { $login }.
meetings-from-report = This meeting was written down from a report; its invitation and attendance list are no papers of this agency.
meetings-next-from-report = Print the minutes, the official record or the report.
meetings-wrong-scenario = Choose a saved simulation.
meetings-invitee-shape = This line cannot be read: "{ $line }". Write: institution; name; office; account.

# To do
meetings-todo-close = Complete the record and close the meeting: { $title }
meetings-todo-start = Start the meeting: { $title }
meetings-todo-invited = You are invited: { $title }, { $place }
meetings-todo-follow-up = Follow-up of a meeting: { $task }
