nominations-state-draft = Draft
nominations-state-submitted = Sent, waiting for verification
nominations-state-returned = Needs correction
nominations-state-verified = Verified
nominations-state-withdrawn = Withdrawn
nominations-state-declined = Declined
nominations-state-placed = Has a place
nominations-state-unplaced = Qualified, no place yet
nominations-verdict-memenuhi = Meets the conditions
nominations-verdict-belum-memenuhi = Does not meet the conditions yet
nominations-verdict-perlu-verifikasi = To be verified
nominations-basis-assessment = Assessment of competence
nominations-basis-dialogue = Performance dialogue
nominations-basis-hcdp = Item of the competency plan
nominations-basis-superior = Proposal of the superior
nominations-nominator-opd = { -opd }
nominations-nominator-employee = The employee herself
nominations-nominator-agency = { -agency }
nominations-nominator-institution = Home institution
nominations-origin-web = Filled in directly
nominations-origin-paper = Based on a paper document
nominations-origin-file = From an XLSX file
nominations-origin-system = System
nominations-paper-state-received = Received, not checked yet
nominations-paper-state-accepted = Accepted
nominations-paper-state-returned = To be replaced
nominations-fit-assessed = By the assessment
nominations-fit-estimate = estimate
nominations-fit-none = no data yet
nominations-event-create = Nomination written
nominations-event-change = Nomination changed
nominations-event-submit = Nomination sent; facts and policy frozen
nominations-event-return = Sent back for correction
nominations-event-verify = Verified
nominations-event-withdraw = Withdrawn
nominations-event-decline = Declined by the nominee
nominations-event-paper = Paper added
nominations-event-paper-accept = Paper accepted
nominations-event-paper-return = Paper sent back
nominations-event-place = Got a place
nominations-event-unplace = Qualified, no place yet
nominations-event-reopen = Placement reopened
nominations-wrong-state = This cannot be done with the nomination in its present state.
nominations-next-submit = Send the nomination first.
nominations-next-return = Ask a verifier to send it back for correction.
nominations-next-correct = Correct the nomination and send it again.
nominations-next-placement = Change the placement in the step Placement.
nominations-next-new = Make a new nomination.
nominations-next-existing = Open the nomination that exists; one person needs only one in a programme.
nominations-next-papers = Upload the missing papers, or send the nomination back for correction.
nominations-next-colleague = Ask another verifier to check it.
nominations-next-reload = Reload the page to see the present state.
nominations-already = This person is nominated in this programme already.
nominations-twice-in-file = This NIP stands in another row of the file.
nominations-same-person = This nomination is for somebody else; the person cannot be replaced.
nominations-guests-only = An incoming programme is only for people of other governments.
nominations-no-guests = This programme is for own people; people of other governments come by an incoming programme.
nominations-nip-unknown = This NIP was not found in your unit.
nominations-inactive = The legal status of this person is not active.
nominations-plan-item = Name the item of the plan.
nominations-letter = Give number and date of the cover letter.
nominations-choice-missing = Choose the place.
nominations-choice-twice = This place has been chosen at another rank.
nominations-choices-many = At most { $max } choices.
nominations-place-unknown = There is no such place in the programme. Choose from the list in the template.
nominations-place-ambiguous = More than one place has this name. Nominate by the form.
nominations-remark-missing = Write what is to be corrected.
nominations-papers-missing = { $n ->
    [one] { $n } required paper is missing.
   *[other] { $n } required papers are missing.
 }
nominations-own-entry = You entered this nomination or one of its papers yourself, so you do not verify it.
nominations-paper-fixed = This paper is fixed.
nominations-paper-large = A file has at most { $max } MB.
nominations-paper-kind = The file must be PDF, JPG or PNG.
nominations-changed-meanwhile = Somebody else has just changed this nomination.
nominations-tally-sent = nominations sent
nominations-tally-draft = drafts
nominations-tally-returned = need correction
nominations-tally-met = meet the conditions
nominations-tally-unmet = do not meet them yet
nominations-tally-unclear = to be verified
nominations-tally-waiting = waiting for verification
nominations-tally-verified = verified
nominations-tally-placed = have a place
nominations-tally-unplaced = have no place yet
nominations-act-nominate = Nominate people
nominations-act-facts = Supply the missing facts
nominations-act-verify = Verify what is waiting
nominations-act-place = Give places
nominations-todo-verify = { $name }: { $n ->
    [one] { $n } nomination waits for verification
   *[other] { $n } nominations wait for verification
 }
nominations-todo-correct = { $name }: { $n ->
    [one] { $n } nomination needs correction
   *[other] { $n } nominations need correction
 }
nominations-todo-send = { $name }: { $n ->
    [one] { $n } draft has not been sent
   *[other] { $n } drafts have not been sent
 }
nominations-todo-nominate = { $name }: this programme is open for nominations of your unit
nominations-col-nip = NIP
nominations-col-name = Name
nominations-col-rank = Golongan
nominations-col-position = Post
nominations-col-opd = Unit
nominations-col-state = State
nominations-col-verdict = Verdict
nominations-col-place = Place
nominations-col-purpose = Purpose
nominations-col-basis = Basis of the need
nominations-col-letter = Cover letter number
nominations-col-letter-date = Date of the letter
nominations-one-destination = This programme has one destination: choose a place at { $host }.
nominations-fit-says-assessed = closes { $n } levels of the competency gap (assessed)
nominations-fit-says-estimate = serves { $n } of the competencies aimed at (estimate)
nominations-fit-says-none = fit: no data yet
