holidays-none-given = Give at least one day.
holidays-other-year = { $date } is not in { $year }.
holidays-twice = { $date } stands twice.
holidays-line-shape = Write one day a line: date; name; nasional or cuti bersama. Look at: { $line }
