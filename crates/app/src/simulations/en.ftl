# Refusals
simulations-end-early = The last day lies before the first.
simulations-start-early = The first day lies before the decision.
simulations-has-draft = A draft was made of this simulation already.
