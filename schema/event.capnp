@0xccbe6c54532c7524;
# Events as they are stored, hashed and sent: canonical Cap'n Proto, one segment, no framing, root
# `Event`. FROZEN: what is written here is read for ever. docs/event-format.md has the rules: fields
# and union members are only ever added, at the end, and what a fold must not miss raises the
# `schemaVersion` of its type. Conventions for dates, money, ids: value.capnp.
#
# Order in each struct: numbers, then texts and lists, the usual ones first, because the canonical
# form cuts zero words and null pointers at the end of each struct.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("gl::schema");

using V = import "value.capnp";

struct Event {
  # The envelope (domain §4) and one of the bodies.
  position @0 :UInt64;                # place in the journal, from 1, without gaps
  recordedAt @1 :Int64 $V.kind(instant);  # by the server; the same for a block, never decreasing
  previousInStream @2 :UInt64;        # position of the stream's event before; 0: this is its first
  streamVersion @3 :UInt32;           # place in the stream, from 1, without gaps
  effectiveDate @4 :UInt32 $V.kind(date);  # the day on which it counts, in Paris, from the act
  commandId :group $V.kind(uuid) {    # the command that made it: idempotency, for ever
    first @5 :UInt64;
    second @6 :UInt64;
  }
  payloadDigest :group $V.kind(digest) {  # of that command: first 16 bytes of a SHA-256
    first @7 :UInt64;
    second @8 :UInt64;
  }
  schemaVersion @9 :UInt16;           # of the body's type: 1 until a fold has to know better
  stream :group $V.kind(stream) {     # what the event is about: project/P1, year/2016, refusals
    kind @10 :V.StreamKind;
    id @12 :Text;
  }
  actor :group {                      # who sent the command (domain §2)
    person @13 :Text;                 # of the certificate
    role @11 :V.Role;                 # of the certificate
    actingFor @57 :Text;              # another person, under `delegation`
    delegation @58 :Text;
  }
  body :union {
    # The discriminant is the event's type.
    none @14 :Void;                   # never written
    ledgerCreated @15 :LedgerCreated;
    programmeCreated @16 :ProgrammeCreated;
    authorityVoted @17 :AuthorityVoted;
    authorityAdjusted @18 :AuthorityAdjusted;
    paymentCreditsOpened @19 :PaymentCreditsOpened;
    exerciseClosed @20 :ExerciseClosed;
    callOpened @21 :CallOpened;
    callAmended @22 :CallAmended;
    callClosed @23 :CallClosed;
    projectSubmitted @24 :ProjectSubmitted;
    projectDeclaredComplete @25 :ProjectDeclaredComplete;
    eligibilityDecided @26 :EligibilityDecided;
    awardDecided @27 :AwardDecided;
    projectOriented @28 :ProjectOriented;
    conventionSigned @29 :ConventionSigned;
    payeeRegistered @30 :PayeeRegistered;
    payeeAccountChanged @31 :PayeeAccountChanged;
    payeeAccountVerified @32 :PayeeAccountVerified;
    paymentRequested @33 :PaymentRequested;
    paymentApproved @34 :PaymentApproved;
    paymentIssued @35 :PaymentIssued;
    paymentExecuted @36 :PaymentExecuted;
    paymentReturned @37 :PaymentReturned;
    awardIncreased @38 :AwardChange;
    awardReduced @39 :AwardChange;
    awardProlonged @40 :AwardProlonged;
    finalReportFiled @41 :FinalReportFiled;
    finalAmountSet @42 :FinalAmountSet;
    awardCancelled @43 :AwardCancelled;
    recoveryOrdered @44 :RecoveryOrdered;
    recoveryReceived @45 :RecoveryReceived;
    projectSettled @46 :ProjectSettled;
    eventReversed @47 :EventReversed;
    commandRefused @48 :CommandRefused;
    refusalsSummarised @49 :RefusalsSummarised;
    programmeAmended @61 :ProgrammeAmended;
    authorityLapsed @62 :AuthorityLapsed;
    authorityTransferred @63 :AuthorityTransferred;
    callAllocated @64 :CallAllocated;
    callReleased @65 :CallAllocated;
    paymentCreditsAdjusted @66 :PaymentCreditsAdjusted;
    paymentCreditsCarriedOver @67 :PaymentCreditsCarriedOver;
    callDrafted @68 :CallDrafted;
    callReopened @69 :CallAmended;
    callCancelled @70 :CallClosed;
    callSettled @71 :CallClosed;
    projectAmended @72 :ProjectAmended;
    completionRequested @73 :CompletionRequested;
    projectCompleted @74 :ProjectCompleted;
    assessmentRecorded @75 :AssessmentRecorded;
    assessmentClosed @76 :AssessmentClosed;
    projectRejected @77 :ProjectRejected;
    projectWaitlisted @78 :ProjectWaitlisted;
    projectWithdrawn @79 :ProjectWithdrawn;
    projectClosedWithoutDecision @80 :ProjectClosedWithoutDecision;
    projectReopened @81 :ProjectReopened;
    applicantNotified @82 :ApplicantNotified;
    decisionWithdrawn @83 :AwardCancelled;
    conventionAmended @84 :ConventionSigned;
    paymentRequestWithdrawn @85 :PaymentRequestWithdrawn;
    paymentRefused @86 :PaymentRefused;
    paymentAnnulled @87 :PaymentAnnulled;
    orderRejected @88 :OrderRejected;
    orderRequisitioned @89 :PaymentIssued;
    recoveryReduced @90 :RecoveryReduced;
    recoveryCancelled @91 :RecoveryReduced;
    recoveryWrittenOff @92 :RecoveryReduced;
    delegationGiven @93 :DelegationGiven;
    delegationEnded @94 :DelegationEnded;
    conflictDeclared @95 :ConflictDeclared;
    grantPublished @96 :GrantPublished;
    stateAidNotified @97 :GrantPublished;
    subjectErased @98 :SubjectErased;
    consumerReset @101 :ConsumerReset;
    logKeyRotated @102 :LogKeyRotated;
  }
  currency @50 :UInt32 $V.kind(currency);  # of every amount in the body that has no other
  expectedVersion :union {            # the stream's version that the sender had seen
    unstated @51 :Void;
    stated @52 :UInt32;
  }
  correlationId :group $V.kind(uuid) {  # ties events of one matter together
    first @53 :UInt64;
    second @54 :UInt64;
  }
  causationPosition @55 :UInt64;      # the event that gave rise to the command; 0: none
  reasonCode @56 :Text;               # null: none
  reasonText @59 :V.Sealed;           # null: none
  act @60 :V.Act;                     # the act it rests on; null: none
  imported @99 :V.Imported;           # null: recorded as it happened
  flags @100 :List(V.Rule) $V.kind(code);  # of an imported event: the rules that it broke
}

# ------------------------------------------------------------------- the ledger, authority, credits

struct LedgerCreated {
  # The first event of every ledger.
  ledger :group $V.kind(uuid) {       # the ledger's own id
    first @0 :UInt64;
    second @1 :UInt64;
  }
  simulatedClock @2 :Bool;            # recorded times come from the requests: not a real ledger
  name @3 :Text;
}

struct ProgrammeCreated {
  programme @0 :Text;
  settings @1 :V.ProgrammeSettings;   # count from this position on
}

struct ProgrammeAmended {
  # The whole settings before and after; they count from this position on.
  programme @0 :Text;
  before @1 :V.ProgrammeSettings;
  after @2 :V.ProgrammeSettings;
}

struct AuthorityVoted {
  # Adds to the ceiling on commitments.
  amount @0 :Int64 $V.kind(money);
  programme @1 :Text;
}

struct AuthorityAdjusted {
  amount @0 :Int64 $V.kind(money);    # signed
  programme @1 :Text;
}

struct AuthorityLapsed {
  # Unallocated authority that may no longer be used.
  amount @0 :Int64 $V.kind(money);
  programme @1 :Text;
}

struct AuthorityTransferred {
  # From one programme to another, in the stream of the first.
  amount @0 :Int64 $V.kind(money);
  fromProgramme @1 :Text;
  toProgramme @2 :Text;
}

struct PaymentCreditsOpened {
  # Opens a programme's credits of a budget year.
  amount @0 :Int64 $V.kind(money);
  year @1 :Int32;
  programme @2 :Text;
}

struct PaymentCreditsAdjusted {
  amount @0 :Int64 $V.kind(money);    # signed
  year @1 :Int32;
  programme @2 :Text;
}

struct PaymentCreditsCarriedOver {
  # To the year after.
  amount @0 :Int64 $V.kind(money);
  year @1 :Int32;                     # that they are taken from
  programme @2 :Text;
}

struct ExerciseClosed {
  # The year is over for all programmes; what was left on each line lapsed. A closing with more than
  # 500 lines is several of these events, one behind the other.
  struct Line {
    opened @0 :Int64 $V.kind(money);    # opened, adjusted and carried in
    consumed @1 :Int64 $V.kind(money);
    carried @2 :Int64 $V.kind(money);   # to the next year
    lapsed @3 :Int64 $V.kind(money);
    currency @4 :UInt32 $V.kind(currency);  # of this line
    programme @5 :Text;
  }
  year @0 :Int32;
  lines @1 :List(Line);               # by programme id
}

# ------------------------------------------------------------------------------ calls and projects

struct CallDrafted {
  call @0 :Text;
  programme @1 :Text;
  terms @2 :V.CallTerms;              # version 1
}

struct CallOpened {
  call @0 :Text;
  programme @1 :Text;
  terms @2 :V.CallTerms;              # version 1, or those of the draft as it stands
  draftVersion @3 :UInt32;            # of the draft that was opened; 0: opened at once
}

struct CallAmended {
  # Amended or reopened: the whole conditions before and after.
  version @0 :UInt32;                 # of the new terms
  call @1 :Text;
  programme @2 :Text;
  before @3 :V.CallTerms;
  after @4 :V.CallTerms;
}

struct CallClosed {
  # Closed, cancelled or settled.
  call @0 :Text;
  programme @1 :Text;
}

struct CallAllocated {
  # Part of a programme's authority set apart for a call, or (released) given back.
  amount @0 :Int64 $V.kind(money);
  call @1 :Text;
  programme @2 :Text;
}

struct ProjectSubmitted {
  callVersion @0 :UInt32;             # the version that it was received under
  start @1 :UInt32 $V.kind(date);
  end @2 :UInt32 $V.kind(date);
  eligibleCost @3 :Int64 $V.kind(money);
  askedAmount @4 :Int64 $V.kind(money);
  receivedAt @5 :Int64 $V.kind(instant);  # of a paper file: before it was recorded
  deMinimisDeclared @6 :Int64 $V.kind(money);  # aid from other grantors in the window
  project @7 :Text;
  call @8 :Text;
  programme @9 :Text;
  applicant @10 :V.Applicant;
  title @11 :Text;
  locations @12 :List(V.Location);
  evidence @13 :Data $V.kind(sha256); # proof of `receivedAt`
  documents @14 :List(V.Document);
  otherFunders @15 :List(V.Funder);
  partners @16 :List(V.Partner);
  contact @17 :V.Sealed;
}

struct ProjectAmended {
  # The whole application as it is from now on.
  application @0 :ProjectSubmitted;
  askedBefore @1 :Int64 $V.kind(money);
}

struct CompletionRequested {
  timeLimit @0 :UInt32 $V.kind(date); # the last day for the documents
  project @1 :Text;
  documents @2 :List(Text);           # the kinds asked for
}

struct ProjectCompleted {
  receivedAt @0 :Int64 $V.kind(instant);  # of a paper file: before it was recorded
  project @1 :Text;
  documents @2 :List(V.Document);     # one of each kind asked for
  evidence @3 :Data $V.kind(sha256);  # proof of `receivedAt`
}

struct ProjectDeclaredComplete {
  project @0 :Text;
}

struct EligibilityDecided {
  eligible @0 :Bool;
  project @1 :Text;
  criteria @2 :List(V.CriterionResult);
}

struct AssessmentRecorded {
  # One assessor's score on one criterion; the assessor is the actor.
  score @0 :UInt32;
  scale @1 :UInt32;                   # the highest score
  weight @2 :UInt32 $V.kind(rate);    # of the criterion; 0: none given
  project @3 :Text;
  criterion @4 :Text;
  comment @5 :V.Sealed;
}

struct AssessmentClosed {
  project @0 :Text;
}

struct AwardDecided {
  # Gives a right to at most `amount`; the commitment.
  amount @0 :Int64 $V.kind(money);
  costBase @1 :Int64 $V.kind(money);
  rate @2 :UInt32 $V.kind(rate);      # of the cost base
  callVersion @3 :UInt32;             # the version that it was checked against
  validUntil @4 :UInt32 $V.kind(date);
  aidRegime @5 :V.AidRegime;
  pool @6 :V.AuthorityPool;           # where the authority was taken from
  stateBefore @7 :V.ProjectState;     # what a reversal restores
  deMinimisEquivalent @8 :Int64 $V.kind(money);
  project @9 :Text;
  call @10 :Text;
  programme @11 :Text;
  undertaking @12 :Text;              # whose de minimis aid it is: a SIREN, RNA number or person
  payees @13 :List(V.PayeeShare);
  plan @14 :List(V.PlanStep);         # empty: one balance
}

struct ProjectOriented {
  # Sent to another scheme: neither award nor refusal.
  project @0 :Text;
  targetScheme @1 :Text;
}

struct ProjectRejected {
  # Why: the envelope's reason.
  project @0 :Text;
}

struct ProjectWaitlisted {
  rank @0 :UInt32;                    # from 1
  project @1 :Text;
}

struct ProjectWithdrawn {
  # By its applicant.
  project @0 :Text;
}

struct ProjectClosedWithoutDecision {
  project @0 :Text;
}

struct ProjectReopened {
  # Back to Complete, on appeal; award, agreement and report start anew.
  stateBefore @0 :V.ProjectState;
  project @1 :Text;
}

struct ApplicantNotified {
  date @0 :UInt32 $V.kind(date);      # starts the delay for an appeal
  project @1 :Text;
  channel @2 :Text;
}

struct ConflictDeclared {
  # The actor takes no part in assessing or deciding on the project.
  project @0 :Text;
}

struct ConventionSigned {
  # The agreement between funder and payee, signed or amended.
  amount @0 :Int64 $V.kind(money);
  signedByFunder @1 :UInt32 $V.kind(date);
  signedByPayee @2 :UInt32 $V.kind(date);
  endDate @3 :UInt32 $V.kind(date);
  project @4 :Text;
  number @5 :Text;
  plan @6 :List(V.PlanStep);          # empty: the award's; of an amendment: as it was
}

# --------------------------------------------------------------------------- payees and payments

struct PayeeRegistered {
  legalKind @0 :V.LegalKind;
  payee @1 :Text;                     # SIRET, RNA number or person's token
  name :group $V.kind(party) {
    open @2 :Text;                    # of a legal person
    sealed @4 :V.Sealed;              # of a natural person
  }
  iban @3 :V.Sealed;
}

struct PayeeAccountChanged {
  payee @0 :Text;
  iban @1 :V.Sealed;
}

struct PayeeAccountVerified {
  accountToken :group $V.kind(digest) {  # the token of the IBAN that was verified
    first @0 :UInt64;
    second @1 :UInt64;
  }
  payee @2 :Text;
}

struct PaymentRequested {
  amount @0 :Int64 $V.kind(money);
  kind @1 :V.PaymentKind;
  project @2 :Text;
  payment @3 :Text;                   # its id, at most 30 characters
  payee @4 :Text;
  documents @5 :List(V.Document);
}

struct PaymentRequestWithdrawn {
  project @0 :Text;
  payment @1 :Text;
}

struct PaymentRefused {
  # Why: the envelope's reason.
  project @0 :Text;
  payment @1 :Text;
}

struct PaymentApproved {
  # The officer's order to pay.
  amount @0 :Int64 $V.kind(money);
  requested @1 :Int64 $V.kind(money); # may be above the amount: the rest is dropped
  budgetYear @2 :Int32;
  project @3 :Text;
  programme @4 :Text;
  payment @5 :Text;
  orderNumber @6 :Text;               # unique in its budget year
}

struct PaymentIssued {
  # The order handed to the accountant, or (requisitioned) handed again against a rejection.
  amount @0 :Int64 $V.kind(money);
  accountToken :group $V.kind(digest) {  # the token of the verified IBAN that it goes to
    first @1 :UInt64;
    second @2 :UInt64;
  }
  attempt @3 :UInt32;                 # from 1
  project @4 :Text;
  payment @5 :Text;
  payee @6 :Text;
  endToEndId @7 :Text;                # ISO 20022, at most 35 characters
}

struct PaymentAnnulled {
  # The order is void: the reverse of its approval.
  amount @0 :Int64 $V.kind(money);
  budgetYear @1 :Int32;
  creditsRestored @2 :Bool;           # the budget year is open
  decommitted @3 :Bool;               # the award was cancelled: to `pool`, not to the commitment
  pool @4 :V.AuthorityPool;
  stateBefore @5 :V.PaymentState;     # what a reversal restores
  project @6 :Text;
  call @7 :Text;
  programme @8 :Text;
  payment @9 :Text;
}

struct OrderRejected {
  # By the accountant. Why: the envelope's reason.
  attempt @0 :UInt32;
  project @1 :Text;
  payment @2 :Text;
}

struct PaymentExecuted {
  amount @0 :Int64 $V.kind(money);
  attempt @1 :UInt32;
  valueDate @2 :UInt32 $V.kind(date); # the bank's
  concernsYear @3 :Int32;             # a closed year that the value date lies in, else 0
  project @4 :Text;
  programme @5 :Text;
  payment @6 :Text;
  bankReference @7 :Text;
}

struct PaymentReturned {
  amount @0 :Int64 $V.kind(money);
  attempt @1 :UInt32;
  valueDate @2 :UInt32 $V.kind(date);
  projectStateBefore @3 :V.ProjectState;  # what a reversal restores
  concernsYear @4 :Int32;
  project @5 :Text;
  programme @6 :Text;
  payment @7 :Text;
  reasonCode @8 :Text;                # ISO 20022: AC01, AC04
  bankReference @9 :Text;
}

# ------------------------------------------------------------------------- changes of an award, end

struct AwardChange {
  # Old and new of an award's amount and rate; the event's type says the direction.
  amountBefore @0 :Int64 $V.kind(money);
  amountAfter @1 :Int64 $V.kind(money);
  difference @2 :Int64 $V.kind(money);  # always positive
  rateBefore @3 :UInt32 $V.kind(rate);
  rateAfter @4 :UInt32 $V.kind(rate);
  callVersion @5 :UInt32;
  pool @6 :V.AuthorityPool;
  deMinimisDifference @7 :Int64 $V.kind(money);  # 0 unless it counts as de minimis aid
  project @8 :Text;
  call @9 :Text;
  programme @10 :Text;
}

struct AwardProlonged {
  validUntilBefore @0 :UInt32 $V.kind(date);
  validUntil @1 :UInt32 $V.kind(date);
  project @2 :Text;
}

struct FinalReportFiled {
  realEligibleCost @0 :Int64 $V.kind(money);
  otherFunding @1 :Int64 $V.kind(money);
  project @2 :Text;
  documents @3 :List(V.Document);
}

struct FinalAmountSet {
  # The accepted account: `amount` is the award from now on.
  realEligibleCost @0 :Int64 $V.kind(money);
  otherFunding @1 :Int64 $V.kind(money);
  amountBefore @2 :Int64 $V.kind(money);
  amount @3 :Int64 $V.kind(money);
  decommitted @4 :Int64 $V.kind(money);
  toRecover @5 :Int64 $V.kind(money);
  pool @6 :V.AuthorityPool;           # where the de-committed goes
  project @7 :Text;
  call @8 :Text;
  programme @9 :Text;
}

struct AwardCancelled {
  # Cancelled, or its decision withdrawn.
  decommitted @0 :Int64 $V.kind(money);
  hearingDate @1 :UInt32 $V.kind(date);
  ground @2 :V.CancelGround;
  pool @3 :V.AuthorityPool;
  stateBefore @4 :V.ProjectState;
  project @5 :Text;
  call @6 :Text;
  programme @7 :Text;
}

struct RecoveryOrdered {
  # A claim for money to be paid back.
  amount @0 :Int64 $V.kind(money);
  recovery @1 :Text;
  project @2 :Text;
  programme @3 :Text;
  titreNumber @4 :Text;
  ground @5 :V.Sealed;
}

struct RecoveryReceived {
  amount @0 :Int64 $V.kind(money);
  stateBefore @1 :V.RecoveryState;
  reCredited @2 :Bool;                # the programme's policy gave authority back
  recovery @3 :Text;
  project @4 :Text;
  programme @5 :Text;
  reference @6 :Text;
}

struct RecoveryReduced {
  # Reduced; cancelled or written off: by all that was outstanding.
  amount @0 :Int64 $V.kind(money);
  stateBefore @1 :V.RecoveryState;
  recovery @2 :Text;
  project @3 :Text;
  programme @4 :Text;
}

struct ProjectSettled {
  project @0 :Text;
}

# --------------------------------------------------------- delegations, publication, personal data

struct DelegationGiven {
  start @0 :UInt32 $V.kind(date);
  end @1 :UInt32 $V.kind(date);       # the last day; 0: until it is ended
  delegation @2 :Text;
  fromPerson @3 :Text;
  toPerson @4 :Text;
  commands @5 :List(Text);            # "ApprovePayment"
}

struct DelegationEnded {
  # Holds for the last time on the effective date.
  delegation @0 :Text;
}

struct GrantPublished {
  # Published, or notified as State aid.
  date @0 :UInt32 $V.kind(date);
  project @1 :Text;
  target @2 :Text;                    # where: a site, a register
  file @3 :Data $V.kind(sha256);      # of what was published
}

struct SubjectErased {
  # The subject's keys are destroyed: what was sealed for it can be read by nobody.
  subject :group $V.kind(digest) {
    first @0 :UInt64;
    second @1 :UInt64;
  }
  keysDestroyed @2 :UInt32;
  ground @3 :Text;                    # the legal ground
}

# ---------------------------------------------------------------------- corrections and refusals

struct EventReversed {
  # The only correction: negates the target's postings and restores what it acted on.
  struct Restored {
    # What stood before the target; only what the target's type changed is stated.
    projectState :union {
      unstated @0 :Void;
      stated @1 :V.ProjectState;
    }
    paymentState :union {
      unstated @2 :Void;
      stated @3 :V.PaymentState;
    }
    recoveryState :union {
      unstated @4 :Void;
      stated @5 :V.RecoveryState;
    }
    awardAmount :union $V.kind(money) {
      unstated @6 :Void;
      stated @7 :Int64;
    }
    awardRate :union $V.kind(rate) {
      unstated @8 :Void;
      stated @9 :UInt32;
    }
    paymentAmount :union $V.kind(money) {
      unstated @10 :Void;
      stated @11 :Int64;
    }
    recoveryOutstanding :union $V.kind(money) {
      unstated @12 :Void;
      stated @13 :Int64;
    }
    awardRemoved @14 :Bool;           # the target was the award's decision
    finalAccountRemoved @15 :Bool;    # the target was the accepted account
    creditsUnopened @16 :Bool;        # the target opened the credit line
    creditsCarriedBack @17 :Bool;     # the target carried credits over to the year after
  }
  target @0 :UInt64;                  # the position reversed
  concernsYear @1 :Int32;             # a closed year that the target lies in, else 0
  year @2 :Int32;                     # of a credit line, else 0
  targetType @3 :Text;                # "RecoveryReceived"
  postings @4 :List(V.Posting);       # of this event: the target's with the other sign
  programme @5 :Text;
  project @6 :Text;                   # null: none
  restored @7 :Restored;
  payment @8 :Text;
  recovery @9 :Text;
  call @10 :Text;                     # of an allocation, else null
}

struct CommandRefused {
  # An authenticated, well-formed command that broke a rule (domain §9).
  struct ListMember {
    commandId :group $V.kind(uuid) {
      first @0 :UInt64;
      second @1 :UInt64;
    }
    payloadDigest :group $V.kind(digest) {
      first @2 :UInt64;
      second @3 :UInt64;
    }
  }
  evaluatedAt @0 :UInt64;             # the last position that the decision knew
  listIndex @1 :UInt32;               # in an atomic list: which command broke, from 0
  target :group $V.kind(stream) {     # what the command was about
    kind @2 :V.StreamKind;
    id @4 :Text;
  }
  command @3 :Text;                   # "DecideAward"
  refusal @5 :V.Refusal;
  list @6 :List(ListMember);          # in an atomic list: the other commands, which got this answer
}

struct RefusalsSummarised {
  # Refusals of one person over the limit, not recorded singly.
  from @0 :Int64 $V.kind(instant);
  to @1 :Int64 $V.kind(instant);
  count @2 :UInt64;
  person @3 :Text;
}

struct ConsumerReset {
  # A named consumer was moved to another position: what the server did for the actor, without a
  # command. In the ledger's own stream.
  from @0 :UInt64;                    # its checkpoint before
  to @1 :UInt64;                      # and from now on
  consumer @2 :Text;
}

struct LogKeyRotated {
  # The key that signs the ledger's checkpoints was changed: what the server did for the actor,
  # without a command. In the ledger's own stream. Keys are C2SP verifier keys as text, of at most
  # 255 bytes: NAME+ID+BASE64. Both sign the first checkpoint that holds this event, and only the
  # new one those after it.
  retired @0 :Text;                   # that signed up to here
  key @1 :Text;                       # that signs from here on
}
