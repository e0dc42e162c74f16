---------------------------- MODULE MCTurnstile ----------------------------
EXTENDS Turnstile

\* Once someone has paid, it is locked no more.
EverPaid == paid > 0
=============================================================================
