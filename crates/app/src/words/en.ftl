# Terms (design: Words). Use them as { -host } in every .ftl file.
-titian = Titian
-magang = Civil-service internship
-agency = Regional civil-service agency
-host = Host institution
-opd = Sending unit
-slot = Internship place
-capacity = Capacity
-cohort = Cohort
-nominee = Nominee
-participant = Participant
-nomination = Nomination
-screening = Screening
-self-check = Eligibility check
-placement = Placement
-reserve = Reserve list
-logbook = Logbook
-learning-plan = Learning plan
-action-plan = Action plan
-wind-tunnel = Policy simulation
-override = Manual adjustment
-ledger = Learning-hours ledger
-reversal = Reversal
-release-limit = Release limit
-reconsideration = Reconsideration
-superior = Direct superior
-mentor = Workplace supervisor
-assessor = Assessor
-board = Programme board
-todo = Waiting for you
-details = Technical details

# General errors
error-form = Something is missing or not right yet. Mend the marked parts and send again.
error-input = The input cannot be read:
error-required = Please fill this in.
error-date = Write a date that exists, such as 17-08-2026.
error-number = Write a whole number in digits, such as 12.
error-number-range = Enter a number between { $min } and { $max }.
error-choice = Choose one of the options.
error-nip = A NIP has 18 digits.
error-too-long = At most { $max } characters; this has { $length }.
error-nonce = This form has been open for too long. Reload the page and fill it in again.
error-forbidden = Your account has no right to do this.
error-unauthenticated = Sign in first to open this page.
error-not-found = Not found, or outside of what your account may see.
error-unavailable = A part of the system does not answer just now. Your data is safe; please try again shortly.
error-internal = Something went wrong in the system. Nothing of your last action was saved.

# Roles
role-pegawai = Civil servant
role-atasan = { -superior }
role-opd = Personnel officer of the unit
role-host = Coordinator of the host institution
role-mentor = { -mentor }
role-penilai = { -assessor }
role-pengelola = Programme officer
role-verifikator = Verifier
role-pejabat = Official
role-mitra = Partner
role-koordinator = LAN/BKN
role-auditor = Inspectorate
role-admin = Administrator

# Yes and no
value-yes = Yes
value-no = No
value-none = No data yet

# Storage
error-exists-already = The same record exists already. Reload the page to see it.
error-in-use = Other records still use this one, so it cannot be changed yet.
error-check-failed = The change breaks a limit in force, such as a capacity that is full.
error-db-unavailable = The database does not answer at present. Your data are safe; try again shortly.
error-db-read-only = For the time being data can only be read because of a storage problem. Nothing was stored; tell the administrator.
error-db-url = The address of the database must look like postgres://user@server/name.
error-db-copy = A direct copy exists for SQLite only.
error-db-copy-help = For PostgreSQL use pg_dump.
error-upload-ticket = The file that was checked can no longer be used: its time is over, or somebody else checked it.
error-upload-again = Upload the file once more and confirm within two hours.
error-file-not-stored = The file could not be stored because storage is full or failing. Tell the administrator, then try again.

# Command line
error-listen = The address { $value } cannot be used. Write for example 127.0.0.1:8080, and make sure that no other program uses it.
error-config = { $file } cannot be read: { $why }
error-mail-from = A mail server is named (smtp_url) but no sender. Set mail_from, such as Titian <titian@example.go.id>.
error-mail-sender = { $value } is no sender's address. Write for example Titian <titian@example.go.id>.
error-smtp-url = smtp_url cannot be read. Write for example smtps://mail.example.go.id, with user and password before the name of the server.
error-smtp-bare = The password would travel without encryption. Use smtps:// or add ?tls=required.
error-data-folder = The data folder cannot be made or written to.
error-no-installation = There is no installation in this data folder yet. Run titian serve or titian demo first, or name the folder with --data.
error-target-exists = { $path } holds something already. Choose another folder.
error-opd-unknown = This OPD is not known. Write its full name, short name or id.
