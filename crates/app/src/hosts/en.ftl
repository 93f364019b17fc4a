hosts-state-offered = Offered, no letter yet
hosts-state-confirmed = Confirmed by letter
hosts-state-closed = Closed
hosts-name-short = A name has at least 3 letters.
hosts-name-taken = There is a { -host } of this name already.
hosts-unknown = This { -host } is not registered. Ask the officer of the programme to add it.
hosts-programme-over = This programme is under way or finished, so its places are fixed.
hosts-other-kind = The kind of this institution differs from that of the programme.
hosts-quota-order = The minimum must lie between 0 and the quota.
hosts-quota-below = { $n ->
    [one] { $n } person is placed already; the quota cannot be less.
   *[other] { $n } people are placed already; the quota cannot be less.
 }
hosts-outside = Must lie within the programme, { $start } to { $end }.
hosts-competency-shape = Write competency and level (1–5) like "analisis-data=3"; found: "{ $part }".
hosts-slot-filled = { $n ->
    [one] { $n } person is still placed here.
   *[other] { $n } people are still placed here.
 }
hosts-slot-closed = { $place } is closed.
hosts-slot-full = { $place } is full: { $n } of { $n } places taken.
hosts-next-existing = Find it in the list and use that one.
hosts-next-release = Move or cancel the placement first.
hosts-next-other = Choose another place, or ask the { -host } for a larger quota.
hosts-tally-confirmed = places with a letter
hosts-tally-offered = places without a letter
hosts-tally-capacity = people who fit in
hosts-act-add = Add a { -slot }
hosts-no-slots = Fill in at least one place.
hosts-no-cohort = Only a programme with one destination has one institution.
hosts-destination-open = This programme has one destination, but its places are at several institutions and none was chosen.
hosts-next-destination = Choose the destination on the page Limits of the list of places, or close the places at the others.
hosts-other-destination = { $place } is not at the destination of this programme.
hosts-partnership-order = The last day must come after the first.
hosts-partnership-known = An agreement of this kind and number is recorded already.
hosts-partnership-ends-between = Choose a day after the agreement begins and before its last day.
hosts-partnership-ended = This agreement was ended already.
hosts-partnership-short = The agreement with { $host } holds until { $last }, but this place lasts until { $end }.
hosts-next-partnership = Record the renewal of the agreement on the page of the institution, or shorten the place.
hosts-todo-partnership = Renew agreement { $number } with { $host }
hosts-todo-request = { $host } has not answered the request for places
hosts-request-waits = A request to this institution still waits for an answer.
hosts-request-answered = This request was answered or withdrawn already.
hosts-answer-by = Write your name and office.
hosts-answer-why = Write the reason in a few words.
hosts-answer-too-many = One answer holds at most 20 places.
