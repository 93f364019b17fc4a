# Wrong names of regulations
regulations-slip = There is no "{ $found }"; { $instead } is meant (as of { $date }).
regulations-ended = "{ $found }" was no longer in force on { $date }; { $instead } is.
regulations-ended-alone = "{ $found }" was no longer in force on { $date }; name what is in force on that date.

# Refusals
regulations-unreadable = What was entered does not fit the register: { $why }
regulations-moved = Somebody else has just changed this entry. Your change is not stored.
regulations-next-look = Open its page again and look at the present state.
regulations-code-form = A code has 3–40 capital letters, digits and hyphens, such as PERGUB-MAGANG.
regulations-code-taken = Another entry has this code.
regulations-promulgate-first = Enter it as a plan first, then give number, date and articles by "Promulgate".
regulations-is-promulgated = This regulation is promulgated.
regulations-next-successor = Enter the regulation that amends or revokes it.
regulations-not-promulgated = This regulation is not promulgated yet.
regulations-next-promulgate = Give number, date and articles by "Promulgate".
regulations-stage-same = This regulation is at that stage already.
regulations-back-why = Write why it goes back to an earlier stage.
regulations-name-form = The name for citations ends with number and year, that is { $tail }.
regulations-name-taken = The register has this name already.
regulations-date-future = The date of promulgation cannot be after today.
regulations-from-early = It cannot be in force before it is promulgated.
regulations-to-early = The day on which it ends must come after its first day.
regulations-article-line = Line { $n }: write the article, a |, then what it says, such as: Pasal 5 ayat (2) | Lama magang paling lama 12 bulan.
regulations-article-twice = Line { $n }: this article stands on an earlier line.
regulations-article-taken = Another regulation has the article { $id }.
regulations-article-cited = A policy rests on the article { $id }, so it cannot be taken out.
regulations-wait-path = Line { $n }: the address of a page begins with one slash, such as /kebijakan.
regulations-revoked-when = Give the date of the revocation.
regulations-target-unknown = The register does not know this regulation or article.

regulations-todo-overdue = { $title }: its due date has passed
