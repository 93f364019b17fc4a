letters-kind-surat-permohonan-tempat = Request for places
letters-kind-keputusan = Decision (Keputusan)
letters-kind-surat-tugas = Assignment letter (Surat Tugas)
letters-kind-surat-pemberitahuan = Notice to LAN and BKN
letters-kind-surat-penerimaan = Letter of acceptance
letters-need-wajib = Required
letters-need-boleh = May be written
letters-need-tidak = Not written
letters-why-only-guests = A letter of acceptance answers the institution of a civil servant of another government (incoming).
letters-why-own-unit = The places are in units of this government. Units write each other a Nota Dinas (internal), not a Surat Dinas.
letters-why-own-government = Nobody leaves this government, so there is nothing to coordinate with LAN and BKN.
letters-why-guests-ask = The other government asks for the places; we answer with a letter of acceptance.
letters-why-not-ours = The participants are civil servants of another government. Its own PPK decides and assigns.
letters-why-sender-tells = The sending institution tells LAN and BKN.
letters-why-no-row = No letters are defined for this kind of programme on its first day.
letters-next-set = See the letters that apply on the programme's letters page.
letters-state-draft = Draft
letters-state-issued = In force
letters-state-superseded = Replaced
letters-state-revoked = Revoked
letters-state-discarded = Given up
letters-claim-none = No certified electronic signature
letters-claim-embedded = Contains an electronic signature, not checked with BSrE
letters-claim-certified = Electronic signature checked with its provider by an officer
letters-status-definitif = Holder
letters-status-pj = Acting head (Pj.)
letters-status-pjs = Temporary acting head (Pjs.)
letters-status-plt = Acting, office vacant (Plt.)
letters-status-plh = Acting, holder away (Plh.)
letters-form-sendiri = In its own name
letters-form-an = On behalf (a.n.)
letters-form-ub = On behalf through (u.b.)
letters-group-semua = All kinds of letters
letters-group-keputusan = Decisions
letters-group-surat-tugas = Assignment letters
letters-group-surat = Official letters
letters-mode-automatic = Counted by { -titian }
letters-mode-outside = From outside (Biro Hukum, SRIKANDI)
letters-number-used = Used
letters-number-reserved = Set aside
letters-number-void = Given up

letters-signer-own = { $office } signs in its own name. Status: { $status }, since { $from }; right to sign since { $right }.
letters-signer-an = { $office } signs on behalf (a.n.) of { $principal }. Status: { $status }, since { $from }; right to sign since { $right }.
letters-signer-ub = { $office } signs through (u.b.) { $through }, on behalf of { $principal }. Status: { $status }, since { $from }; right to sign since { $right }.
letters-signer-vacant = { $office } comes first, but nobody held it on { $date }.
letters-signer-mandate = Basis: { $number }.
letters-signer-mandate-dated = Basis: { $number } of { $date }.
letters-signer-acting-limits = Check the limits of acting officials in personnel decisions (UU 30/2014 article 14; not verified).
letters-signer-nobody = No official may sign a { $kind } on { $date }.
letters-signer-enter = Enter officials and their signing rights on the page of officials.

letters-agency-missing = The letterhead has not been set.
letters-agency-set = Ask an administrator to enter the names of the government and the agency and their addresses on the letterhead page.
letters-period-reversed = The last day must not lie before the first.
letters-mandate-missing = Enter the number of the order or decision of appointment.
letters-office-taken = Somebody holds this office with the same status in this period. End that entry first.
letters-principal-missing = Choose the office in whose name it signs.
letters-through-missing = Choose the office that passed the mandate on.

letters-pattern = A number pattern needs { "{n}" } once and { "{tahun}" }; known are only { "{n}" }, { "{n:4}" }, { "{unit}" }, { "{tahun}" }, { "{bulan}" }. Check: { $part }
letters-register-used = This register has given numbers already, so its pattern cannot change.
letters-number-borne = A letter bears this number, or it is not set aside.
letters-number-taken = This number stands in the register already.
letters-number-not-reserved = This number is not set aside in the register.
letters-number-from-outside = Numbers of { $unit } come from outside. Enter the number given by Biro Hukum or SRIKANDI.
letters-number-countable = This number looks like an automatic one of this register. Use the automatic number or one that was set aside.
letters-number-collides = Number { $number } was entered by hand before. Give that number up or use another.

letters-still-draft = This letter is still a draft.
letters-issue-first = Issue the letter first.
letters-issued-fixed = An issued letter can be neither changed nor deleted.
letters-supersede-instead = Write a replacement, or revoke the letter with a reason.
letters-closed = This letter is no longer in force ({ $state }), so nothing more can be done with it.
letters-edited-meanwhile = Somebody else has changed this draft since you opened it.
letters-reload = Reload the page, then repeat your change.
letters-replacement-exists = There is a draft replacement for this letter already.
letters-date-future = The date of a letter cannot lie after today.
letters-needs-decision = This letter rests on a decision that has not been issued.
letters-issue-decision-first = Issue the decision of this programme first.
letters-nobody-placed = Nobody has been placed yet.
letters-confirm-placement = Confirm the placement first.
letters-none = This programme has no letters yet.
letters-draft-first = Write the drafts first.
letters-control-character = There is a character that cannot be printed. Delete that part and type it again.
letters-recipient-shape = Write one addressee a line: office, a bar, then the place. Example: Kepala Dinas Contoh | Serang

letters-lint = The draft does not satisfy the rules for official letters yet. Correct the marked parts.
letters-lint-menimbang-empty = The considerations (Menimbang) are empty.
letters-lint-bahwa = Each consideration begins with the word "bahwa".
letters-lint-diktum-empty = The decision has no parts (diktum).
letters-lint-annex-empty = The list of participants is empty.
letters-lint-places-empty = No places are asked for.
letters-lint-recipient-empty = The letter has no addressee.

letters-not-pdf = This file is no whole PDF. Upload the scan or the electronically signed document as PDF.
letters-file-too-large = A file may have at most { $max } MB.
letters-file-is-original = This file is the document as issued by the system, without a signature.
letters-reference-missing = Enter the number or link of the signature check, at most 200 characters.
letters-no-signature-seen = The stored signed copy contains no electronic signature.
letters-upload-signed = Upload the electronically signed document first.

letters-todo-issue = { $n ->
    [one] { $n } draft { $kind } waits for its issue
   *[other] { $n } drafts { $kind } wait for their issue
 }
letters-todo-signed = { $n ->
    [one] { $n } { $kind } waits for its signed copy
   *[other] { $n } { $kind } wait for their signed copies
 }
letters-sheet = Letters
letters-column-kind = Kind
letters-column-number = Number
letters-column-date = Date
letters-column-subject = Subject
letters-column-signer = Signer
letters-column-office = Office
letters-column-state = State
letters-column-claim = Electronic signature
letters-no-places = This programme has no places yet.
letters-enter-places = Enter the hosts and the places to ask for first.
letters-tally-drafts = drafts
letters-tally-issued = issued
letters-act-issue = Issue the draft letters
letters-kind-izin-kepala-opd = Permission of the head of the unit (study)
letters-kind-rekomendasi-belajar = Recommendation for a study
letters-kind-surat-izin-belajar = Study permission (Surat Izin Belajar)
letters-kind-keputusan-tugas-belajar = Decision on a study assignment
letters-group-simp = Permissions of heads of units (SIMP)
letters-group-srmp = Recommendations for studies (SRMP)
letters-group-sib = Study permissions (SIB)
letters-needs-earlier = The letter before it is not issued: { $kind }.
letters-issue-earlier-first = Issue that letter first; the order is permission of the head, recommendation, study permission.
letters-signer-fixed = Level of the study and unit decide who signs this letter.
letters-signer-fixed-next = Leave the signer open, or enter the official who holds that office.
letters-study-there = The study has a letter of this kind already.
letters-study-no-unit = This person belongs to no unit on record, so that there is no head who could permit it.
