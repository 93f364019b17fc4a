sheets-headers-missing = These columns are missing: { $names }.
sheets-no-rows = This file holds no rows of data.
sheets-too-many = A file holds at most { $max } rows.
sheets-has-faults = { $n ->
    [one] { $n } row is not right yet, so nothing was stored.
   *[other] { $n } rows are not right yet, so nothing was stored.
 }
sheets-next-template = Download the template, fill it in without changing the header row, and upload it again.
sheets-next-correct = Correct the marked rows and upload again, or choose to store only the rows that are right.
