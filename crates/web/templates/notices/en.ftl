notices-title = Notices
notices-bell = { $n ->
    [0] Notices
   *[other] Notices: { $n } unread
 }
notices-lead = What has happened in your affairs, with a link to the page. Opening the page marks it as read.
notices-none = No notice yet
notices-none-next = What waits for you is shown on the first page.
notices-search = Search notices
notices-what = Notice
notices-due = Until
notices-starts = Begins
notices-at = Time
notices-state = State
notices-state-unread = Unread
notices-state-read = Read
notices-read = Mark as read
notices-read-all = Mark all as read
notices-all-read = All notices are marked as read.
notices-calendar = Save to calendar
notices-preferences = Notice settings
notices-preferences-lead = Inside the application you are always told. Here you choose e-mail.
notices-no-mail = E-mail is not set up on this installation. Your choice is kept and holds once it is.
notices-refused = The last e-mail to this address was refused. Check the address.
notices-email = E-mail address
notices-email-hint = Used for notices only, and shown on this page only.
notices-mail = Send notices by e-mail
notices-mail-hint = An e-mail says only what is to be done and until when, without name or NIP.
notices-digest = Daily digest at
notices-digest-hint = When set, all notices of a day come in one e-mail. When empty, each is sent by itself.
notices-hour = { $hour }:00 WIB
notices-quiet-from = Quiet hours from
notices-quiet-hint = No e-mail goes out in the quiet hours; what was held back is sent afterwards.
notices-quiet-to = Quiet hours until
notices-lang = Language of the e-mails
notices-saved = Your choice is saved.
