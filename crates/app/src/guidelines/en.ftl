guidelines-not-decided = A draft guideline is made from a version of a policy that is decided.
guidelines-next-decide = Decide on this version first, or choose the one in force.
guidelines-moved = Somebody else has just answered this. Your answer is not stored.
guidelines-next-look = Open the matrix again and look at the latest answer.
