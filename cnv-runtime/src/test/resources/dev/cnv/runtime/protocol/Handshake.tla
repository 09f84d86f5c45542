----------------------------- MODULE Handshake -----------------------------
(* Two ends of a handshake and somebody who has the channel: every message   *)
(* may be dropped, kept, sent again, sent to the other end or changed, and   *)
(* offers, errors and garbage may be made up. Moves is written by the test   *)
(* from the table that the code uses; offers are lists of versions.          *)
EXTENDS Naturals, Sequences, HandshakeMoves

CONSTANTS Versions,
          Signed,     (* confirmations are signed by keys that ends trust    *)
          Rewrites,   (* whoever has the channel makes up confirmations too  *)
          RoleSigned  (* the signature says which end it is                  *)

VARIABLES own, state, sees, said, offered

vars == <<own, state, sees, said, offered>>

Ends == {"initiator", "acceptor"}
Peer(e) == IF e = "initiator" THEN "acceptor" ELSE "initiator"
Final == {"ESTABLISHED", "REFUSED"}
None == [versions |-> <<>>, nonce |-> "none"]
Silent == <<None, None>>

Lists == {<<>>} \cup {<<v>> : v \in Versions}
         \cup {<<p[1], p[2]>> : p \in {q \in Versions \X Versions : q[1] # q[2]}}
Offers(nonces) == [versions : Lists, nonce : nonces]
MadeUp == Offers({"initiator", "acceptor", "nobody"})

Range(list) == {list[k] : k \in 1..Len(list)}
Common(one, other) == Range(one.versions) \cap Range(other.versions)
Highest(set) == IF set = {} THEN 0 ELSE CHOOSE v \in set : \A w \in set : w <= v
Matches(one, other) == one.nonce # other.nonce /\ Common(one, other) # {}

(* Both messages of the handshake, as an end saw them: what it hashes.       *)
Transcript(e) == IF e = "initiator" THEN <<own[e], sees[e]>> ELSE <<sees[e], own[e]>>
Version(e) == Highest(Common(own[e], sees[e]))

Init == /\ own \in [Ends -> Offers({"initiator", "acceptor"})]
        /\ \A e \in Ends : own[e].nonce = e
        /\ state = [e \in Ends |-> IF e = "initiator" THEN "INITIAL" ELSE "AWAITING"]
        /\ sees = [e \in Ends |-> None]
        /\ said = [e \in Ends |-> Silent]
        /\ offered = {}

Move(e, input) ==
    LET found == {m \in Moves : m[1] = state[e] /\ m[2] = input}
    IN  IF found # {} THEN CHOOSE m \in found : TRUE
        ELSE <<state[e], input, "REFUSED", IF input = "ERROR" THEN "NOTHING" ELSE "ERROR">>

Does(e, input, seen) ==
    LET move == Move(e, input)
    IN  /\ state[e] \notin Final
        /\ state' = [state EXCEPT ![e] = move[3]]
        /\ sees' = [sees EXCEPT ![e] = IF move[3] = "REFUSED" THEN None ELSE seen]
        /\ offered' = IF move[4] = "OFFER" THEN offered \cup {e} ELSE offered
        /\ said' = IF move[4] = "CONFIRM"
                   THEN [said EXCEPT ![e] =
                            IF e = "initiator" THEN <<own[e], seen>> ELSE <<seen, own[e]>>]
                   ELSE said
        /\ UNCHANGED own

Start == state["initiator"] = "INITIAL" /\ Does("initiator", "START", None)

GetsOffer(e) ==
    \E offer \in MadeUp \cup {own[p] : p \in offered} :
        IF state[e] \in {"OFFERED", "AWAITING"}
        THEN Does(e, IF Matches(own[e], offer) THEN "OFFER_MATCHES" ELSE "OFFER_DIFFERS", offer)
        ELSE Does(e, "FAULT", sees[e])

Confirmations(e) ==
    {[by |-> p, transcript |-> said[p]] : p \in {q \in Ends : said[q] # Silent}}
    \cup {[by |-> "nobody", transcript |-> Silent]}
    \cup (IF Rewrites THEN {[by |-> "nobody", transcript |-> Transcript(e)]} ELSE {})

Holds(e, c) ==
    /\ c.transcript = Transcript(e)
    /\ Signed => IF RoleSigned THEN c.by = Peer(e) ELSE c.by \in Ends

GetsConfirmation(e) ==
    \E c \in Confirmations(e) :
        IF state[e] \in {"CONFIRMING", "ANSWERED"}
        THEN Does(e, IF Holds(e, c) THEN "CONFIRM_HOLDS" ELSE "CONFIRM_BREAKS", sees[e])
        ELSE Does(e, "FAULT", sees[e])

GetsOther(e) == \E input \in {"ERROR", "FAULT"} : Does(e, input, sees[e])

Next == Start \/ \E e \in Ends : GetsOffer(e) \/ GetsConfirmation(e) \/ GetsOther(e)

Spec == Init /\ [][Next]_vars

Established(e) == state[e] = "ESTABLISHED"

(* Two that are established have seen the same and chosen the same.          *)
BothAgree ==
    (\A e \in Ends : Established(e)) =>
        /\ Transcript("initiator") = Transcript("acceptor")
        /\ Version("initiator") = Version("acceptor")

(* Nobody is established unless the peer has confirmed what it saw itself.   *)
NobodyAlone ==
    \A e \in Ends : Established(e) => said[Peer(e)] = Transcript(e)

(* When the initiator is established the acceptor is; the last message may   *)
(* be lost, so that the acceptor can be one step ahead.                      *)
InitiatorLast == Established("initiator") => Established("acceptor")

(* What is chosen is the highest version that both have.                     *)
NoDowngrade ==
    \A e \in Ends :
        Established(e) =>
            Version(e) = Highest(Common(own["initiator"], own["acceptor"]))

(* Without anything in common nobody is established.                         *)
NothingFromNothing ==
    Common(own["initiator"], own["acceptor"]) = {} => \A e \in Ends : ~Established(e)

(* Must be refuted: that both can be established at all.                     *)
NeverBoth == \E e \in Ends : ~Established(e)

FinalStays == [][\A e \in Ends : state[e] \in Final => state'[e] = state[e]]_vars
=============================================================================
