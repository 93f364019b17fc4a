# Layout
window-title = { $heading } · { -titian }
skip-to-content = Skip to content
brand-sub = { -magang }
menu-label = Main menu
menu-open = Menu
menu-close = Close menu
crumbs-label = Breadcrumb
display = Display
language = Language
language-id = Indonesia
language-en = English
theme = Theme
theme-auto = Automatic
theme-light = Light
theme-dark = Dark
account = Account
sign-in = Sign in
sign-out = Sign out
demo-label = Demonstration
demo-title = Demonstration
demo-switch = Change role or date
demo-today = with invented data. Today in here: { $date }.
footer-name = { -titian } — { -magang }
footer-version = Version { $version }
details-title = { -details }

# Menu
nav-work = Work
nav-home = { -todo }
nav-people = People
nav-system = System
nav-accounts = Accounts
nav-audit = Audit log
nav-own = My account
nav-help = Help
nav-about = About { -titian }

# Buttons, for every slice
# used: button-*
button-save = Save
button-cancel = Cancel
button-continue = Continue
button-search = Search
button-clear = Clear filters
button-back = Back
button-home = To the start page
button-add = Add
button-edit = Edit
button-delete = Delete
button-send = Send
button-confirm = Yes, go on
button-download = Download
button-print = Print
button-preview = Preview
button-close = Close
button-xlsx = Download XLSX

# Forms
summary-line = { $label }: { $text }
optional = (optional)
choose = Choose …
hint-nip = 18 digits, spaces allowed.
error-file = Choose the file first.

# Lists
all = All
search-hint = Search by NIP or name
list-range = { $first }–{ $last } of { $total }
pages-label = Pages of the list
pages-page = Page
pages-previous = Previous
pages-next = Next
empty-narrowed = Nothing matches this search
empty-narrowed-next = Check the spelling, or clear the filters to see everything.

# Badges
verdict-met = Met
verdict-unmet = Not met yet
verdict-unknown = To be checked
step-done = Done
step-now = Under way
step-next = Not started

# Errors
error-title-invalid = The request cannot be processed yet
error-title-refused = Not possible yet
error-title-forbidden = Outside of your rights
error-title-unauthenticated = Sign in first
error-title-not-found = Not found
error-title-too-many = Too many tries
error-title-unavailable = Not available just now
error-title-internal = Something went wrong
error-source = Basis:
error-next = What you can do
error-code = Answer code: { $code }
error-method = This address does not take that kind of request.
error-too-large = What was sent is too large for this page.
error-request = The request cannot be read.
error-csrf = This request came from another site, so it was not carried out.
error-csrf-next = Open the form in { -titian } and send it from there.

# About
about-title = About { -titian }
about-lead = Titian means a small bridge: from the home unit to a place of learning, and back with new competence.
about-what-title = What it is for
about-what = { -titian } helps a regional civil-service agency to run competency development by internship: from criteria and nominations, screening, placement and decision to logbook, assessment and certificate.
about-principles = Every verdict names the facts used, their legal basis and what can be done. Every change is recorded and can be checked afterwards.
about-version = Version
about-licence = Licence
about-parts-title = Work of others
about-parts = These pages use the following open-source works. Thanks to those who made them.
