# used: notices-kind-*, notices-calendar-*
notices-kind-nomination-returned = A nomination is to be corrected
notices-kind-nomination-paper = A paper of a nomination is to be corrected
notices-kind-nomination-verified = A nomination has been verified
notices-kind-nomination-declined = A nominee is not available
notices-kind-nomination-withdrawn = A nomination was taken back
notices-kind-letter-issued = A letter for you has been issued
notices-kind-placement-announced = The placement has been announced
notices-kind-dispensation-decided = A request for a dispensation has been decided
notices-kind-correction-asked = A request to correct a fact waits
notices-kind-correction-answered = Your request to correct a fact has been answered
notices-kind-policy-waiting = A version of a policy waits for its decision
notices-kind-recheck-raised = A change of data is to be decided on
notices-calendar-due = Until: { $what }
notices-calendar-starts = The internship begins
notices-email-shape = Write one e-mail address, such as name@example.go.id.
notices-email-missing = Write an e-mail address, or switch e-mail off.
notices-quiet-empty = The quiet hours must end at another hour.
notices-digest-quiet = The digest lies in the quiet hours. Choose another hour.
notices-mail-subject = Titian: { $what }
notices-mail-digest = Titian: { $n ->
    [one] one notice
   *[other] { $n } notices
 }
notices-mail-due = Until: { $date }
notices-mail-starts = Begins: { $date }
notices-mail-foot = This e-mail is sent automatically and holds no personal data. Sign in to read the rest.
    Change or switch off e-mail: { $link }
notices-sheet = Notices
notices-sheet-at = Time
notices-sheet-what = Notice
notices-sheet-due = Until
notices-sheet-starts = Begins
notices-sheet-read = Read
notices-sheet-where = Address
