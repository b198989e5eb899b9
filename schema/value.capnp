@0x9c9eabcfc0ac9c55;
# Values that commands and events are made of, and the annotations that tell readers of JSON and of
# the command line what a field means. Words: domain.md; how to read event bytes, and what may
# change here and how: docs/event-format.md.
#
# Conventions, for every field unless it says otherwise.
# - Money: Int64 minor units of the currency in scope (the struct's own, else the envelope's).
# - Amounts in commands: digits as written, `units` with `decimals` of them behind the point.
# - Rates and shares: UInt32 parts per million, 0 to 1 000 000; 0 is "none" outside a union.
# - Dates: UInt32 day number, 0001-01-01 is 1, 1970-01-01 is 719163, 9999-12-31 is 3652059; 0 none.
# - Moments: Int64 microseconds since 1970-01-01T00:00:00Z; 0 absent.
# - UUIDs, tokens, digests of 16 bytes: two words, the bytes in their order; all zero is absent.
# - SHA-256: Data of 32 bytes; a null pointer is absent.
# - Currencies: ISO 4217 letters in 24 bits, first letter highest (EUR is 0x455552); 0 is none.
# - Texts: UTF-8, a null pointer is the empty text; where absent and empty differ, null is absent.
# - Short ids: 1 to 64 of `A-Za-z0-9._/-`.
# - Optional values for which 0 means something: a union with `unstated`.
# - Enumerants are named as in the domain; number 0 is "unstated" or "none". Ordinals are frozen.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("gl::schema");

# ------------------------------------------------------------------------------- annotations

enum Kind {
  # What a field means beyond its type, and so its form in JSON and on the command line.
  plain @0;      # as the type says: number, text, true or false, the name of an enumerant
  money @1;      # decimal text in the decimals of the currency in scope: "40000.00"
  amount @2;     # decimal text as written: "40000.5"
  date @3;       # "2016-09-05"
  instant @4;    # "2016-09-05T21:59:59Z"
  rate @5;       # a whole number of parts per million: 500000 is 50 %
  uuid @6;       # "0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071"
  digest @7;     # 16 bytes as 32 hexadecimal digits
  sha256 @8;     # 32 bytes as 64 hexadecimal digits
  currency @9;   # "EUR"
  personal @10;  # a text about a person: sealed by the server on receipt, never stored in clear
  choice @11;    # true or false, or left out
  stream @12;    # "project/P1"
  code @13;      # an enumerant in capitals: "DEADLINE_PASSED"
  party @14;     # a public text, or a sealed one
  shortId @15;   # 1 to 64 of A-Za-z0-9._/-
}

annotation kind @0xe2c1b0a7d4f35916 (field, group, union) :Kind;
annotation help @0xb7a5c9e013d24f68 (field, group, union, struct, enum) :Text;
# One line for the command line's help.
annotation required @0xd90f3b61c7a84e25 (field, group, union) :Void;
# The sender has to give it.
annotation example @0xa3f8127be5d06c94 (field, group, union) :Text;

# ------------------------------------------------------------------------------ enumerations

enum Role {
  # What a certificate may do (domain §2, design §7).
  none @0;
  applicant @1;
  administrator @2;
  instructor @3;
  decision @4;
  assembly @5;
  officer @6;
  accountant @7;
  finance @8;
  auditor @9;
  dpo @10;
  system @11;
}

enum StreamKind {
  # What a stream is about (domain §4).
  none @0;
  ledger @1;
  programme @2;
  call @3;
  project @4;
  recovery @5;
  year @6;
  payee @7;
  delegation @8;
  subject @9;
  refusals @10;
}

enum LegalKind {
  # Domain §5.
  unstated @0;
  private @1;    # private body, e.g. an association
  public @2;     # public body
  company @3;
  person @4;     # natural person: name and address are sealed
}

enum AidNature {
  unstated @0;
  operating @1;   # autorisation d'engagement
  investment @2;  # autorisation de programme
}

enum AidRegime {
  # State aid rules that an award is given under (domain §6 rule 8).
  unstated @0;
  none @1;
  deMinimis @2;
  exempted @3;
  notified @4;
}

enum ReCredit {
  # What becomes of a recovery received (domain §6 rule 9).
  unstated @0;
  none @1;
  authority @2;
}

enum Choice {
  # A yes or no that may be left out.
  unstated @0;
  no @1;
  yes @2;
}

enum PaymentKind {
  unstated @0;
  advance @1;
  instalment @2;
  balance @3;
}

enum CancelGround {
  # Domain §3.
  unstated @0;
  renounced @1;
  lapsed @2;
  breach @3;
  illegal @4;    # withdrawn within four months of the decision
  fraud @5;      # withdrawn at any time
}

enum ActKind {
  # Domain §4, in French as the acts are.
  unstated @0;
  deliberation @1;
  arrete @2;
  convention @3;
  avenant @4;
  mandat @5;
  titre @6;
  courrier @7;
}

enum AuthorityPool {
  # From which part of a programme's authority money is taken, or to which it is given back.
  unallocated @0;
  call @1;
  lapsed @2;
}

enum ProjectState {
  # Domain §3.
  none @0;
  submitted @1;
  incomplete @2;
  complete @3;
  eligible @4;
  ineligible @5;
  assessed @6;
  waitlisted @7;
  rejected @8;
  oriented @9;
  withdrawn @10;
  noAction @11;
  awarded @12;
  contracted @13;
  cancelled @14;
  settled @15;
}

enum PaymentState {
  # Domain §3.
  none @0;
  requested @1;
  approved @2;
  issued @3;
  rejectedByAccountant @4;
  paid @5;
  returned @6;
  refused @7;
  withdrawn @8;
  annulled @9;
}

enum RecoveryState {
  # Domain §3.
  none @0;
  ordered @1;
  partReceived @2;
  received @3;
  cancelled @4;
  writtenOff @5;
}

enum AccountKind {
  # Domain §7.
  none @0;
  aeVoted @1;
  aeAvailable @2;
  aeCommitted @3;
  aePayable @4;
  aeDisbursed @5;
  aeRecoverable @6;
  aeRecovered @7;
  aeWrittenOff @8;
  aeLapsed @9;
  cpVoted @10;
  cpAvailable @11;
  cpConsumed @12;
  cpLapsed @13;
}

enum Rule {
  # The rules' codes in the order in which they are reported (domain §6).
  none @0;
  malformed @1;
  duplicateCommandMismatch @2;
  unknownTarget @3;
  forbidden @4;
  versionConflict @5;
  idTaken @6;
  state @7;
  callNotOpen @8;
  alreadyReversed @9;
  notReversible @10;
  date @11;
  deadlinePassed @12;
  yearClosed @13;
  notDelegated @14;
  conflictOfInterest @15;
  fourEyes @16;
  authorityExceeded @17;
  commitmentExceeded @18;
  moneyMoving @19;
  creditsExceeded @20;
  projectCapExceeded @21;
  askedExceeded @22;
  rateExceeded @23;
  overfunding @24;
  amountMismatch @25;
  territory @26;
  applicantKind @27;
  alreadyApplied @28;
  excludesReceived @29;
  documentsMismatch @30;
  evidenceRequired @31;
  actRequired @32;
  hearingRequired @33;
  conventionRequired @34;
  finalReportRequired @35;
  finalAccountRequired @36;
  belowMinimum @37;
  planExceeded @38;
  requestExceeded @39;
  accountNotVerified @40;
  deMinimisExceeded @41;
  recoveryExceeded @42;
  dependentEvents @43;
  retention @44;
  amountOverflow @45;
}

# ------------------------------------------------------------------------------------ values

struct Sealed {
  # A text about a person, encrypted for one data subject (domain §10).
  subject :group $kind(digest) {
    # The subject's token: random, says nothing by itself.
    first @0 :UInt64;
    second @1 :UInt64;
  }
  token :group $kind(digest) {
    # Equal texts of one subject have equal tokens (an HMAC under the subject's key).
    first @2 :UInt64;
    second @3 :UInt64;
  }
  ciphertext @4 :Data;  # AEAD; the key is in the key store until the subject is erased
}

struct Act {
  # The act that a command or event rests on (domain §4).
  kind @0 :ActKind $help("what kind of act") $required;
  date @1 :UInt32 $kind(date) $help("its date");
  number @2 :Text $help("its number") $example("2016.1234.SP");
  sha256 @3 :Data $kind(sha256) $help("SHA-256 of the document");
}

struct Document {
  # A document by its kind and its bytes' hash; the document itself is kept elsewhere.
  kind @0 :Text $kind(shortId) $required $help("kind of document") $example("final-accounts");
  sha256 @1 :Data $kind(sha256) $required $help("SHA-256 of its bytes");
}

struct Partner {
  # A partner of the applicant (domain §5).
  siret @0 :Text $required $help("the partner's SIRET, 14 digits");
  share @1 :UInt32 $kind(rate) $required $help("its share in parts per million");
}

struct Location {
  # Where a project takes place (domain §1).
  commune @0 :Text $required $help("INSEE code of the commune, 5 characters") $example("40307");
  department @1 :Text $required $help("code of the department, 2 or 3 characters") $example("40");
}

struct Imported {
  # Where an event of the past comes from: a line of a file. Live rules that the past broke are
  # flagged, not refused (domain §11).
  sha256 @0 :Data $kind(sha256) $required $help("SHA-256 of the file");
  line @1 :UInt32 $required $help("its line, from 1");
}

struct CriterionResult {
  # One criterion of an eligibility decision.
  criterion @0 :Text $kind(shortId) $required $help("the criterion");
  met @1 :Bool $required $help("whether it is met");
}

struct PayeeShare {
  # One of an award's payees; the shares sum to 1 000 000.
  payee @0 :Text $required $help("SIRET, RNA number or person's token");
  share @1 :UInt32 $kind(rate) $required $help("its share in parts per million");
}

struct PlanStep {
  # One step of an award's or agreement's instalment plan: a share of the award or an amount; a
  # balance may have neither.
  kind @0 :PaymentKind;
  share @1 :UInt32 $kind(rate);
  amount :union $kind(money) {
    unstated @2 :Void;
    stated @3 :Int64;
  }
  condition @4 :Text;  # what has to be shown first
}

struct Funder {
  # Another funder of the same project.
  amount @0 :Int64 $kind(money);
  secured @1 :Bool;    # the money is promised, not only asked for
  name @2 :Text;
}

struct ProgrammeSettings {
  # A programme's settings (domain §5).
  currency @0 :UInt32 $kind(currency);
  nature @1 :AidNature;
  aidRegime @2 :AidRegime;
  reCredit @3 :ReCredit;
  retentionYears @4 :UInt16;         # personal data is kept so long after the last event
  deMinimisWindowYears @5 :UInt16;   # 0: the law's of the date
  publication @6 :Bool;              # grants are to be published
  conventionForAll @7 :Bool;         # an agreement is needed whatever the payee's legal kind
  authorityValidUntil @8 :UInt32 $kind(date);
  conventionThreshold :union $kind(money) {
    # An agreement is needed above this yearly total of a private payee.
    unstated @9 :Void;
    stated @10 :Int64;
  }
  deMinimisCeiling :union $kind(money) {
    # Unstated: the law's of the date.
    unstated @11 :Void;
    stated @12 :Int64;
  }
  name @13 :Text;
}

struct CallTerms {
  # A call's conditions as one version has them (domain §3).
  opening @0 :UInt32 $kind(date);      # the first day, in Paris
  deadline @1 :UInt32 $kind(date);     # the last day, in Paris
  maximumRate @2 :UInt32 $kind(rate);  # of the eligible cost; 1 000 000 is no limit
  onePerApplicant @3 :Bool;
  assessmentRequired @4 :Bool;
  waitlist @5 :Bool;
  projectCap :union $kind(money) {
    # Most that one project may be awarded over its life.
    unstated @6 :Void;
    stated @7 :Int64;
  }
  minimumInstalment :union $kind(money) {
    unstated @8 :Void;
    stated @9 :Int64;
  }
  title @10 :Text;
  departments @11 :List(Text);         # empty: no limit
  applicantKinds @12 :List(LegalKind); # empty: no limit
}

struct Applicant {
  # Who applies (domain §5).
  legalKind @0 :LegalKind;
  id @1 :Text;        # SIRET, RNA number or a person's token
  name :group $kind(party) {
    open @2 :Text;    # of a legal person
    sealed @4 :Sealed;  # of a natural person
  }
  address :group $kind(party) {
    open @3 :Text;
    sealed @5 :Sealed;
  }
}

struct Posting {
  # One line of an entry: debits positive, credits negative (domain §7).
  account @0 :AccountKind;
  year @1 :Int32;                   # budget year of a CP account, else 0
  amount @2 :Int64 $kind(money);
  programme @3 :Text;
  scope @4 :Text;                   # a project's or a call's id; empty for a programme's accounts
}

struct Refusal {
  # The business says no (domain §6, §9).
  rule @0 :Rule $kind(code);
  callVersion @1 :UInt32;           # the version of the call that was applied; 0: none
  sentence @2 :Text;                # for a person; no personal data
  limit @3 :Text;                   # the value that was to be kept: "40000.00", a state, a date
  actual @4 :Text;                  # the value that was met
}
