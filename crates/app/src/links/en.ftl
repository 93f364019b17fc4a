links-used = This link was used on { $at } and cannot be used again.
links-expired = This link was valid until { $at }.
links-withdrawn = The programme officer replaced or withdrew this link on { $at }.
links-next-ask = Ask the programme officer for a new link if something still has to be changed.
links-past = Choose today or a later day.
