------------------------------- MODULE Phases -------------------------------
(* The phases of one swarm, several movers, a ledger and crashes.            *)
(* Moves and NoMoves are written by the test from the table that the code    *)
(* uses. A mover looks, then claims the word, then writes the ledger, then   *)
(* settles; between any two of these steps others may do theirs.             *)
EXTENDS Naturals, Sequences, PhaseMoves

CONSTANTS Movers, MaxEpoch,
          RecordFirst, (* the ledger before the word, as the code does it    *)
          CheckEpoch   (* a claim needs the epoch, not only the phase        *)

VARIABLES phase, epoch, claimed, ledger, pc, held, target,
          stale, dead

vars == <<phase, epoch, claimed, ledger, pc, held, target, stale, dead>>

Nobody == "nobody"

Init == /\ phase = "BOOTSTRAP"
        /\ epoch = 0
        /\ claimed = Nobody
        /\ ledger = <<>>
        /\ pc = [m \in Movers |-> "idle"]
        /\ held = [m \in Movers |-> [phase |-> "BOOTSTRAP", epoch |-> 0]]
        /\ target = [m \in Movers |-> "BOOTSTRAP"]
        /\ stale = FALSE
        /\ dead = FALSE

(* A phase object is had, and may be kept for as long as the mover likes.    *)
Look(m) == /\ pc[m] = "idle"
           /\ held' = [held EXCEPT ![m] = [phase |-> phase, epoch |-> epoch]]
           /\ pc' = [pc EXCEPT ![m] = "holds"]
           /\ UNCHANGED <<phase, epoch, claimed, ledger, target, stale, dead>>

Claim(m) == /\ pc[m] = "holds"
            /\ epoch < MaxEpoch
            /\ \E move \in Moves :
                 /\ move[1] = held[m].phase
                 /\ IF /\ claimed = Nobody
                       /\ phase = held[m].phase
                       /\ (CheckEpoch => epoch = held[m].epoch)
                    THEN /\ claimed' = m
                         /\ target' = [target EXCEPT ![m] = move[2]]
                         /\ pc' = [pc EXCEPT ![m] = IF RecordFirst THEN "record" ELSE "settle"]
                         /\ stale' = (stale \/ epoch # held[m].epoch)
                    ELSE /\ pc' = [pc EXCEPT ![m] = "idle"]
                         /\ UNCHANGED <<claimed, target, stale>>
            /\ UNCHANGED <<phase, epoch, ledger, held, dead>>

Entry(m) == <<held[m].phase, target[m]>>

Record(m) == /\ pc[m] = "record"
             /\ ~dead
             /\ ledger' = Append(ledger, Entry(m))
             /\ pc' = [pc EXCEPT ![m] = IF RecordFirst THEN "settle" ELSE "idle"]
             /\ claimed' = IF RecordFirst THEN claimed ELSE Nobody
             /\ UNCHANGED <<phase, epoch, held, target, stale, dead>>

LedgerRefuses(m) == /\ RecordFirst
                    /\ pc[m] = "record"
                    /\ claimed' = Nobody
                    /\ pc' = [pc EXCEPT ![m] = "idle"]
                    /\ UNCHANGED <<phase, epoch, ledger, held, target, stale, dead>>

(* Storage failed, and nobody knows what is on disk: the ledger takes no     *)
(* more until it is opened again.                                            *)
LedgerBreaks(m) == /\ RecordFirst
                   /\ pc[m] = "record"
                   /\ ~dead
                   /\ dead' = TRUE
                   /\ ledger' \in {ledger, Append(ledger, Entry(m))}
                   /\ claimed' = Nobody
                   /\ pc' = [pc EXCEPT ![m] = "idle"]
                   /\ UNCHANGED <<phase, epoch, held, target, stale>>

Settle(m) == /\ pc[m] = "settle"
             /\ phase' = target[m]
             /\ epoch' = epoch + 1
             /\ pc' = [pc EXCEPT ![m] = IF RecordFirst THEN "idle" ELSE "record"]
             /\ claimed' = IF RecordFirst THEN Nobody ELSE claimed
             /\ UNCHANGED <<ledger, held, target, stale, dead>>

(* All movers are gone; the swarm stands where the ledger says.              *)
Crash == /\ phase' = IF ledger = <<>> THEN "BOOTSTRAP" ELSE ledger[Len(ledger)][2]
         /\ epoch' = Len(ledger)
         /\ claimed' = Nobody
         /\ pc' = [m \in Movers |-> "idle"]
         /\ held' = [m \in Movers |-> [phase |-> phase', epoch |-> epoch']]
         /\ dead' = FALSE
         /\ UNCHANGED <<ledger, target, stale>>

Next == \/ \E m \in Movers : \/ Look(m) \/ Claim(m) \/ Record(m)
                             \/ LedgerRefuses(m) \/ LedgerBreaks(m) \/ Settle(m)
        \/ Crash

Spec == Init /\ [][Next]_vars

(* The ledger is a walk through the table from the beginning.                *)
LedgerIsAWalk ==
    \A i \in 1..Len(ledger) :
        /\ ledger[i] \in Moves
        /\ ledger[i][1] = IF i = 1 THEN "BOOTSTRAP" ELSE ledger[i - 1][2]

(* What holds is written: the ledger has every move, and at most one more.   *)
WhatHoldsIsWritten == Len(ledger) \in {epoch, epoch + 1}

LastIsPhase ==
    Len(ledger) = epoch =>
        phase = IF ledger = <<>> THEN "BOOTSTRAP" ELSE ledger[Len(ledger)][2]

OneClaims == \A m \in Movers : pc[m] \in {"record", "settle"} <=> claimed = m

NoStaleMove == ~stale

LegalStep == [][phase' = phase \/ <<phase, phase'>> \in Moves]_vars

ShutdownStays == [][phase = "SHUTDOWN" => phase' = "SHUTDOWN"]_vars
=============================================================================
