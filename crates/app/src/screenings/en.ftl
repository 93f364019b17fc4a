screenings-not-pinned = No policy has been fixed for this programme, so nothing can be screened yet.
screenings-next-open = Open the programme first; the version of the policy is fixed at opening.
screenings-policy-changed = The stored text of the policy is not the one that was fixed when the programme opened. Screening was stopped.
screenings-policy-unreadable = The policy text of this programme cannot be read.
screenings-next-admin = Tell the administrator. Nothing was changed.
screenings-fixed = This nomination is not waiting for a place, so its screening is not changed any more.
screenings-next-fixed = If facts are wrong, take the placement back or send a new nomination.
screenings-no-person = This account does not belong to a civil servant.
screenings-next-person = Log in with your own account, or ask the personnel officer of your OPD to link this one.
screenings-not-waivable = This policy lets nobody set the rule “{ $rule }” aside.
screenings-next-not-waivable = Look at its legal basis; only the facts can change, not the rule.
screenings-rule-met = This rule does not stand in the way, so no dispensation is needed.
screenings-next-verdict = Look at the latest verdict.
screenings-dispensation-twice = A dispensation from this rule has been asked for or granted.
screenings-next-dispensations = Look at the list of dispensations.
screenings-dispensation-decided = This dispensation has been decided or withdrawn.
screenings-dispensations-full = The limit of { $n ->
    [one] one dispensation
   *[other] { $n } dispensations
 } in this programme's policy has been reached.
screenings-not-the-office = { $office } decides this; by the book of officials you do not hold that office today.
screenings-next-on-paper = If the decision is on paper, ask an officer of the agency to enter it by its document.
screenings-office-vacant = No { $office } is entered for { $date }.
screenings-next-officials = Enter the official on the page of officials first.
screenings-own-request = Whoever asks for a dispensation does not decide it.
screenings-next-colleague = Ask a colleague who may.
screenings-past = This date is past.
screenings-future = This date has not come yet.
screenings-todo-dispensations = { $n ->
    [one] One dispensation waits
   *[other] { $n } dispensations wait
 } for a decision
screenings-todo-events = { $n ->
    [one] One change since the screening waits
   *[other] { $n } changes since the screening wait
 } for your decision
screenings-todo-clarify = { $n ->
    [one] One change waits
   *[other] { $n } changes wait
 } for your unit to clarify
screenings-event-decided = This event has been decided.
screenings-next-events = Look at the list of re-checks.
screenings-blocked-by-events = Since the screening { $n ->
    [one] one participant does
   *[other] { $n } participants do
 } not meet a rule of law any more. The decision cannot be issued yet.
screenings-next-decide-events = Decide every event under Re-checks first.
screenings-state-asked = Waiting for a decision
screenings-state-granted = Granted
screenings-state-refused = Refused
screenings-state-withdrawn = Withdrawn
screenings-gate-decision = Before the decision
screenings-gate-start = At the start
screenings-gate-extension = At an extension
screenings-gate-paper = Paper verified
screenings-gate-import = Import
screenings-event-open = Waiting for a decision
screenings-event-clarify = Waiting for clarification
screenings-event-kept = Stays
screenings-event-cancelled = Withdrawn
screenings-event-renewed = Screened anew
