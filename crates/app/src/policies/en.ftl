# States
policies-state-draft = Draft
policies-state-proposed = Proposed, waits for a decision
policies-state-decided = Decided, not yet in force
policies-state-in-force = In force
policies-state-replaced = Replaced
policies-state-dropped = Given up

# What happened
policies-act-create = Draft begun
policies-act-propose = Proposed
policies-act-return = Made a draft again
policies-act-decide = Decided
policies-act-drop = Given up

# What changed
policies-part-condition = condition
policies-part-says = wording
policies-part-force = consequence
policies-part-cite = basis
policies-part-waiver = can be waived by
policies-part-remedy = next step
policies-part-days = days covered
policies-part-title = Title
policies-part-applies-to = Form of development

# Refusals
policies-none-in-force = No version of the policy is in force on that day.
policies-next-decide = Propose a version and have it decided first.
policies-unreadable = The text cannot be read yet: { $n } errors. The check shows where.
policies-also-replaced = Version { $version } gives way too, although this one was not written from it: what was decided there and does not stand here would be undone.
policies-next-also-replaced = Look at what differs, then tick that it gives way; or return the draft so that it takes up those changes.
policies-moved = Somebody else has just changed this version. Your change is not stored.
policies-is-proposed = This version is proposed, so its text is fixed.
policies-next-return = Make it a draft again if it still has to change.
policies-is-decided = A version that was decided cannot be changed.
policies-next-replace = Begin a new version from it; what was decided can only be replaced.
policies-is-dropped = This draft was given up.
policies-next-new = Begin a new draft.
policies-not-proposed = This version does not wait for a decision.
policies-next-look = Open the page again and see how it stands.
policies-own-proposal = Nobody decides on her own proposal.
policies-next-other = Ask another official or officer to decide.
policies-other-id = The id of the policy must stay { $id }.
policies-name-taken = There is a version { $version }; take another name.
policies-check-fails = It cannot be proposed yet: the check of the text found { $n } errors.
policies-next-mend = Mend the text. If only examples change, agree to their new outcome on the page of this draft.
policies-no-param = The text has no such parameter.
policies-not-decimal = Give a decimal such as 2,5.
policies-not-yes-no = Give ya or tidak.
policies-paper-future = The paper of the decision cannot be of a day to come.
policies-from-early = It cannot be in force before its decision of { $date }.
policies-from-outside = The text covers days from { $date }; choose one of them, or change valid_from and valid_to in the text.

policies-todo-decide = { $policy }, version { $version }: waits for a decision
policies-todo-propose = { $policy }, version { $version }: this draft is not proposed yet
policies-examples-hold = All examples agree with this draft.
