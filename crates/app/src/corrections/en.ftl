corrections-same = This is the value that is recorded already.
corrections-twice = This fact is being corrected.
corrections-next-open = Look at the request that is still open under Data corrections.
corrections-closed = This request is closed.
corrections-next-new = If the fact is still wrong, make a new request.
corrections-todo = { $n ->
    [one] One data correction waits
   *[other] { $n } data corrections wait
 } to be forwarded to the source
corrections-state-asked = Waiting for the OPD
corrections-state-forwarded = Forwarded to the source
corrections-state-resolved = Correct now
corrections-state-declined = Not forwarded
corrections-state-withdrawn = Taken back
