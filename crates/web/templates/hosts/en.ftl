hosts-title = { -host }
hosts-lead = Institutions that take people in, with the places they offer.
hosts-new = Add an institution
hosts-edit = Change institution
hosts-search = Search by name or region
hosts-none = No institutions yet
hosts-none-next = Add an institution, or add places to a programme straight away.
hosts-name = Name
hosts-name-hint = The full name as letters write it.
hosts-kind = Kind
hosts-region = Region
hosts-address = Address
hosts-org = Unit (OPD)
hosts-org-hint = Only for units of this government.
hosts-contact = Office that answers letters
hosts-contact-hint = Name of the office, mail address or office telephone.
hosts-data = About the institution
hosts-host = Institution
hosts-places = Places
hosts-places-new = Add places
hosts-places-new-lead = Fill in one row for each place. Period of the programme: { $period }. A new institution is registered by itself.
hosts-places-save = Store places
hosts-places-done = Places saved.
hosts-places-search = Search institution, unit or field
hosts-places-none = No places yet
hosts-places-none-next = Add them by the form or upload them from XLSX.
hosts-place-edit = Change place
hosts-unit = Unit
hosts-field = Field of work
hosts-period = Period
hosts-quota = Quota
hosts-quota-min = Smallest quota
hosts-competencies = Competencies offered
hosts-competencies-hint = Competency and level (1–5), for example: analisis-data=3; pelayanan-publik=4.
hosts-state = State
hosts-letter = Letter of the institution
hosts-letter-hint = If the institution has agreed by letter; leave empty if not yet.
hosts-letter-number = Number of its letter
hosts-letter-date = Date of its letter
hosts-letter-scan = Scan of the letter
hosts-scan-hint = PDF, JPG or PNG, at most 10 MB.
hosts-close = Close this place
hosts-close-hint = A closed place cannot be chosen any more, but stays on record.
hosts-row = Row { $n }
hosts-rows-wrong = Some rows are not right yet, so nothing was stored.
hosts-upload = Upload XLSX
hosts-upload-lead = Download the template, fill it in, upload it. You see the outcome before anything is stored.
hosts-template = Download the template
hosts-template-notes =
    One row for each place.
    INSTANSI: choose from the list or write the full name; a new institution is registered by itself.
    MULAI and SELESAI may be empty: that means the whole period of the programme.
    KOMPETENSI: competency and level 1–5, for example analisis-data=3; pelayanan-publik=4.
    NOMOR SURAT and TANGGAL SURAT are for institutions that have agreed by letter.
hosts-file = File
hosts-file-hint = XLSX or CSV after the template.
hosts-check = Check first
hosts-dry-run = Outcome of the check
hosts-dry-run-sum = { $good } rows are right, { $bad } need correction. Nothing has been stored.
hosts-fault-row = Row
hosts-fault-column = Column
hosts-fault-value = Content
hosts-fault-text = To be corrected
hosts-take-all = Store all
hosts-take-good = Store only the rows that are right
