holidays-title = Holidays
holidays-lead = National holidays and joint leave. They count where a requirement is in working days.
holidays-not-shipped = No dates are shipped
holidays-not-shipped-why = The days are fixed each year by a joint decree of ministers. We have not read that list, so the agency enters it with its source. As long as a year is not entered, requirements in working days of that year are unknown, not guessed.
holidays-none = No year has been entered
holidays-none-next = Enter the list of a year from the joint decree, by form or XLSX.
holidays-new = Enter a year
holidays-year-title = Holidays of a year
holidays-year-lead = Enter the whole list of the year: it takes the place of the old one.
holidays-year = Year
holidays-source = Source
holidays-source-hint = Number and date of the joint decree or circular.
holidays-confidence = Confidence
holidays-confidence-T = Read in its text
holidays-confidence-S = From a secondary source
holidays-days = Days
holidays-days-hint = One day a line: date (year-month-day); name; nasional or cuti bersama.
holidays-file-hint = XLSX or CSV as the template says. Its days are shown above first; nothing is stored.
holidays-read = { $n } days were read into the form. Nothing is stored: look at them, then save.
holidays-date = Date
holidays-name = Name
holidays-kind = Kind
holidays-kind-nasional = National holiday
holidays-kind-cuti-bersama = Joint leave
holidays-saved = Holidays saved. The next screenings count by them.
holidays-template-notes =
    One row for one day.
    TANGGAL: such as 2027-08-17 or 17-08-2027.
    JENIS: Nasional or Cuti bersama; empty means Nasional.
