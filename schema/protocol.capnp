@0xd3c1a5f07e2b4986;
# The protocol of a grandlivre ledger: what goes over a TLS connection, both ways. Each frame is
# exactly one standard Cap'n Proto stream message (segment table, then segments) whose root is a
# `Frame`, so that `capnp decode schema/protocol.capnp Frame` reads a capture. docs/protocol.md
# tells the rules that a schema cannot: limits, order, versions.
#
# The protocol grows by adding: a new request is one member more in `Request`, its reply one member
# more in `Reply`. Numbers are never used twice. Hello tells which requests the other side knows.
#
# Conventions are those of value.capnp: money in minor units (cents of EUR), debits positive; dates
# are day numbers, 0 is absent, 1970-01-01 is 719163; moments are microseconds since 1970, UTC;
# UUIDs and digests of 16 bytes are two words, the bytes in their order, all zero is none; a SHA-256
# is Data of 32 bytes; currencies are ISO 4217 letters in 24 bits; rates are parts per million.
# Further: positions count events from 1, and 0 means "before the first event" or "none"; a filter
# that is empty, 0 or none lets everything through.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("gl::wire::message");

using Command = import "command.capnp".Command;
using Value = import "value.capnp";

struct Frame {
  requestId @0 :UInt64;
  # Chosen by the client, not 0, and not that of a request still in flight on this connection. The
  # reply carries the same. 0 in an error: the frame that it answers could not be read.

  union {
    unset @1 :Void;          # never sent: an all-zero message is no frame
    request @2 :Request;     # client to server
    reply @3 :Reply;         # server to client
    error @4 :Error;         # server to client, in the place of a reply
    push @5 :Push;           # server to client, unasked: requestId is that of the subscribe request
  }
}

struct Request {
  union {
    unset @0 :Void;
    hello @1 :Hello;               # must be the first request, and only the first
    submit @2 :Submit;
    lookup @3 :Lookup;
    balances @4 :Balances;
    statement @5 :Statement;
    project @6 :Project;
    projects @7 :Projects;
    call @8 :Call;
    calls @9 :Calls;
    programmes @10 :Programmes;
    history @11 :History;
    read @12 :Read;
    refusals @13 :Refusals;
    digest @14 :Digest;
    status @15 :Status;
    reveal @16 :Reveal;
    # proofs
    checkpoint @17 :Checkpoint;
    inclusionProof @18 :InclusionProof;
    consistencyProof @19 :ConsistencyProof;
    subscribe @20 :Subscribe;      # its request id names the subscription on this connection
    credit @21 :Credit;
    ack @22 :Ack;
    nack @23 :Nack;
    unsubscribe @24 :Unsubscribe;
    consumers @25 :Consumers;
    changeConsumer @26 :ChangeConsumer;
    # seals
    seal @27 :Seal;
    seals @28 :Seals;
    balanceProof @29 :BalanceProof;
    rotateLogKey @30 :RotateLogKey;
  }
}

struct Reply {
  union {
    unset @0 :Void;
    hello @1 :HelloReply;
    submit @2 :SubmitReply;
    lookup @3 :LookupReply;
    balances @4 :BalancesReply;
    statement @5 :StatementReply;
    project @6 :ProjectReply;
    projects @7 :ProjectsReply;
    call @8 :CallReply;
    calls @9 :CallsReply;
    programmes @10 :ProgrammesReply;
    events @11 :EventsReply;       # to history, read and refusals
    digest @12 :DigestReply;
    status @13 :StatusReply;
    reveal @14 :RevealReply;
    # proofs
    checkpoint @15 :CheckpointReply;
    inclusionProof @16 :InclusionProofReply;
    consistencyProof @17 :ConsistencyProofReply;
    subscribe @18 :SubscribeReply;
    credit @19 :CreditReply;
    settle @20 :SettleReply;       # to ack and nack
    unsubscribe @21 :UnsubscribeReply;
    consumers @22 :ConsumersReply; # to consumers and changeConsumer
    # seals
    seals @23 :SealsReply;         # to seal, with one, and seals
    balanceProof @24 :BalanceProofReply;
    rotateLogKey @25 :RotateLogKeyReply;
  }
}

# ------------------------------------------------------------------------------------- errors

struct Error {
  code @0 :UInt16;                 # stable; docs/protocol.md lists them; 1000 + n is rule n
  class @1 :ErrorClass;            # what to do, also for a code that the client does not know
  sentence @2 :Text;               # for a person: what is wrong and the way out; at most 2000 bytes
  limit @3 :Text;                  # the value that was to be kept; may be empty
  actual @4 :Text;                 # the value that was met; may be empty
  retryAfterMs @5 :UInt32;         # of retryAfter: how long to wait at least
}

enum ErrorClass {
  none @0;
  fixRequest @1;                   # the request is wrong: change it, do not repeat it
  refused @2;                      # a rule of the ledger says no
  conflict @3;                     # the world moved on: read again, then decide
  retryAfter @4;                   # a limit or a pause: the same request later
  unknownOutcome @5;               # it may have happened: send it again with the same command ids
  readOnly @6;                     # the ledger takes no commands at present
  forbidden @7;                    # this identity may not do that
  notFound @8;                     # nothing has this name
  internal @9;                     # the server failed: tell its operator
}

# -------------------------------------------------------------------------------------- hello

struct Hello {
  protocolMin @0 :UInt16;          # the versions that the client speaks, both ends included
  protocolMax @1 :UInt16;
  ledger :group {                  # UUID of the ledger that is meant; nil: any
    first @2 :UInt64;
    second @3 :UInt64;
  }
  clientName @4 :Text;             # software and version, for the server's log; at most 128 bytes
  frameBytesMax @5 :UInt32;        # the longest frame that the client takes; 0: the default, 4 MiB
}
# Unknown fields of Hello are passed over, so that a newer client can be told which version to use.

struct HelloReply {
  protocol @0 :UInt16;             # the version that holds from here on: the highest both speak
  ledger :group {
    first @1 :UInt64;
    second @2 :UInt64;
  }
  ledgerName @3 :Text;
  principal @4 :Principal;
  head @5 :UInt64;                 # the last durable position
  limits @6 :Limits;
  idleMs @7 :UInt32;               # without a request for so long the server closes: send status
  serverTime @8 :Int64;
  simulated @9 :Bool;              # recorded times come from the requests: not a real ledger
  serverName @10 :Text;            # software and version
  checkpoint @11 :Text;            # the latest signed one: compare it with the one of last time
}

struct Principal {
  person @0 :Text;                 # the certificate's common name
  role @1 :Value.Role;             # the certificate's organisational unit
}

struct Limits {
  frameBytesMax @0 :UInt32;        # sum of the segments of one frame, either way
  commandsMax @1 :UInt32;          # in one submit
  inFlightMax @2 :UInt32;          # requests without an answer on one connection
  pageMax @3 :UInt32;              # entries of one page; a greater `limit` is cut to it
}

# ------------------------------------------------------------------------------------- writing

struct Submit {
  commands @0 :List(Command);
  atomic @1 :Bool;                 # all or nothing: one refusal is the answer to every command
  dryRun @2 :Bool;                 # decide, write nothing
  recordedAt :union {              # the recorded time, on a ledger with a simulated clock only
    serverClock @3 :Void;
    at @4 :Int64;
  }
}

struct SubmitReply {
  answers @0 :List(Answer);        # one for each command, in their order
  notBefore @1 :UInt64;            # give it to a read to see these writes
}

struct Lookup {
  commandId :group {
    first @0 :UInt64;
    second @1 :UInt64;
  }
}

struct LookupReply {
  evaluatedAt @0 :UInt64;          # "not found" is final up to here
  union {
    notFound @1 :Void;
    answer @2 :Answer;
  }
}

struct Answer {
  commandId :group {
    first @0 :UInt64;
    second @1 :UInt64;
  }
  outcome @2 :Outcome;
  repeated @3 :Bool;               # the command was known: this is the first answer again
  first @4 :UInt64;                # of its events, or of its recorded refusal; 0: nothing recorded
  last @5 :UInt64;
  streamVersion @6 :UInt32;        # of the last event's stream
  refusal @7 :Refusal;             # null unless refused
  listIndex @8 :UInt32;            # of an atomic list: the command that broke, from 0
}

enum Outcome {
  none @0;
  accepted @1;                     # its events are durable
  refused @2;
  wouldAccept @3;                  # dry run
  notTried @4;                     # another command of its atomic list was not well formed
}

struct Refusal {
  rule @0 :UInt16;                 # stable; the rules' numbers are in docs/protocol.md
  code @1 :Text;                   # the rule's name: "PROJECT_CAP_EXCEEDED"
  class @2 :ErrorClass;            # as in Error
  sentence @3 :Text;
  limit @4 :Text;
  actual @5 :Text;
  callVersion @6 :UInt32;          # the version of the call that was applied; 0: none
}

# ------------------------------------------------------------------------------------- reading

struct ReadPoint {
  asOf @0 :AsOf;                   # null: the latest durable position
  notBefore @1 :UInt64;            # a position that the views must have reached
  waitMs @2 :UInt32;               # how long the server may wait for that; then error 107
}

struct AsOf {
  union {
    latest @0 :Void;
    position @1 :UInt64;           # after this event; not beyond the head
    recordedAt @2 :Int64;          # after the last event recorded at or before this
  }
  effective @3 :UInt32;            # counting only postings dated on or before this; 0: all
}

struct AnsweredAt {
  position @0 :UInt64;             # the point that the answer holds for
  recordedAt @1 :Int64;            # of the event at `position`
  effective @2 :UInt32;            # as in the question
}

struct Balances {
  at @0 :ReadPoint;
  programme @1 :Text;              # empty: every programme
  after @2 :Text;                  # programmes after this id; empty: from the first
  limit @3 :UInt32;                # 0: the server's page
}

struct BalancesReply {
  asOf @0 :AnsweredAt;
  balances @1 :List(ProgrammeBalances);  # by programme id
  next @2 :Text;                   # `after` of the next page; empty: there is none
}

struct ProgrammeBalances {
  programme @0 :Text;
  currency @1 :UInt32;
  authority @2 :AuthorityBalances;
  credits @3 :List(CreditBalances);      # by year
}

struct AuthorityBalances {
  # voted = the sum of the other eight.
  voted @0 :Int64;
  available @1 :Int64;
  committed @2 :Int64;
  payable @3 :Int64;
  disbursed @4 :Int64;
  recoverable @5 :Int64;
  recovered @6 :Int64;
  writtenOff @7 :Int64;
  lapsed @8 :Int64;
}

struct CreditBalances {
  year @0 :Int32;
  available @1 :Int64;
  consumed @2 :Int64;
  lapsed @3 :Int64;
}

struct Statement {
  at @0 :ReadPoint;
  programme @1 :Text;              # needed
  kind @2 :Value.AccountKind;      # none: any
  project @3 :Text;                # the project's accounts; not together with `call`
  call @4 :Text;                   # the call's part of the authority
  year @5 :Int32;                  # the credits of this budget year; 0: any
  after @6 :UInt64;                # lines of events after this position
  limit @7 :UInt32;
}

struct StatementReply {
  asOf @0 :AnsweredAt;
  lines @1 :List(StatementLine);   # by position; those of one event are never on two pages
  next @2 :UInt64;                 # `after` of the next page; 0: there is none
}

struct StatementLine {
  position @0 :UInt64;
  recordedAt @1 :Int64;
  effectiveDate @2 :UInt32;
  eventType @3 :Text;              # "AwardDecided"
  stream @4 :StreamRef;
  account :group {
    kind @5 :Value.AccountKind;
    programme @6 :Text;
    scope @7 :Text;                # a project's or a call's id, or empty
    year @8 :Int32;                # a budget year, else 0
  }
  amount @9 :Int64;                # debit positive
  balance @10 :Int64;              # of that account after this line, in ledger order
  currency @11 :UInt32;
}

struct StreamRef {
  kind @0 :Value.StreamKind;
  id @1 :Text;                     # empty for the ledger's and the refusals' stream
}

struct Project {
  at @0 :ReadPoint;
  project @1 :Text;
}

struct ProjectReply {
  asOf @0 :AnsweredAt;
  project @1 :ProjectView;
}

struct Projects {
  at @0 :ReadPoint;
  programme @1 :Text;              # each of these three: empty or none = any
  call @2 :Text;
  state @3 :Value.ProjectState;    # at the point asked for
  after @4 :Text;                  # projects after this id
  limit @5 :UInt32;
}

struct ProjectsReply {
  asOf @0 :AnsweredAt;
  projects @1 :List(ProjectSummary);     # by project id
  next @2 :Text;
}

struct ProjectSummary {
  project @0 :Text;
  call @1 :Text;
  programme @2 :Text;
  currency @3 :UInt32;
  title @4 :Text;
  applicant @5 :Text;              # a SIRET, an RNA number or a person's token
  state @6 :Value.ProjectState;
  asked @7 :Int64;
  awarded @8 :Int64;
  committed @9 :Int64;
  payable @10 :Int64;
  disbursed @11 :Int64;
  recoverable @12 :Int64;
  recovered @13 :Int64;
  writtenOff @14 :Int64;
  lastEvent @15 :UInt64;
}

struct ProjectView {
  summary @0 :ProjectSummary;
  legalKind @1 :Value.LegalKind;
  applicantName @2 :PartyText;
  callVersion @3 :UInt32;
  eligibleCost @4 :Int64;
  rate @5 :UInt32;                 # of the award; 0 before
  convention @6 :Text;             # the agreement's number; empty: none is signed
  finalAccountAccepted @7 :Bool;
  grossPaid @8 :Int64;
  returned @9 :Int64;
  payments @10 :List(PaymentView);       # in the order of their requests
  recoveries @11 :List(RecoveryView);
  streamVersion @12 :UInt32;
  rank @13 :UInt32;                # on the waiting list, from 1; 0: not on it
  validUntil @14 :UInt32;          # the award's last day; 0: no limit, or no award
  assessments @15 :List(AssessmentView);  # in the order of their events, as the notices
  notices @16 :List(NoticeView);
}

struct AssessmentView {
  position @0 :UInt64;             # of its event
  assessor @1 :Text;
  criterion @2 :Text;
  score @3 :UInt32;
  scale @4 :UInt32;                # the highest score
  weight @5 :UInt32;               # of the criterion; 0: none given
}

struct NoticeView {
  # A fact that changes neither state nor money.
  position @0 :UInt64;             # of its event
  eventType @1 :Text;              # ApplicantNotified, ConflictDeclared, GrantPublished, StateAid…
  person @2 :Text;                 # who sent it
  what @3 :Text;                   # the channel or the target; empty for a conflict
  date @4 :UInt32;
}

struct PartyText {
  open @0 :Text;                   # of a legal person
  sealed @1 :Value.Sealed;         # of a natural person; null: none
}

struct PaymentView {
  payment @0 :Text;
  kind @1 :Value.PaymentKind;
  state @2 :Value.PaymentState;
  amount @3 :Int64;
  payee @4 :Text;
  orderNumber @5 :Text;
  budgetYear @6 :Int32;
  attempt @7 :UInt32;
}

struct RecoveryView {
  recovery @0 :Text;
  state @1 :Value.RecoveryState;
  titreNumber @2 :Text;
  ordered @3 :Int64;
  received @4 :Int64;
  outstanding @5 :Int64;
}

struct Call {
  at @0 :ReadPoint;
  call @1 :Text;
}

struct CallReply {
  asOf @0 :AnsweredAt;
  call @1 :CallView;
}

struct Calls {
  at @0 :ReadPoint;
  programme @1 :Text;              # empty: of every programme
  state @2 :CallState;             # none: in any
  after @3 :Text;                  # calls after this id
  limit @4 :UInt32;
}

struct CallsReply {
  asOf @0 :AnsweredAt;
  calls @1 :List(CallView);        # by call id
  next @2 :Text;
}

struct CallView {
  call @0 :Text;
  programme @1 :Text;
  currency @2 :UInt32;
  state @3 :CallState;
  version @4 :UInt32;
  terms @5 :Value.CallTerms;
  projects @6 :UInt32;
  asked @7 :Int64;                 # over the call's projects
  awarded @8 :Int64;
  lastEvent @9 :UInt64;
  allocated @10 :Int64;            # authority set apart for the call, as it stands
  available @11 :Int64;            # what is left of that
}

enum CallState {
  none @0;
  draft @1;
  open @2;
  closed @3;
  settled @4;
  cancelled @5;
}

struct Programmes {
  at @0 :ReadPoint;
  after @1 :Text;                  # programmes after this id
  limit @2 :UInt32;
}

struct ProgrammesReply {
  asOf @0 :AnsweredAt;
  programmes @1 :List(ProgrammeView);    # by programme id
  next @2 :Text;
}

struct ProgrammeView {
  programme @0 :Text;
  settings @1 :Value.ProgrammeSettings;
  lastEvent @2 :UInt64;
}

struct History {
  at @0 :ReadPoint;
  stream @1 :StreamRef;
  after @2 :UInt64;                # events after this position
  limit @3 :UInt32;
}

struct Read {
  from @0 :UInt64;                 # the first position wanted; 0 and 1 are the first event
  to @1 :UInt64;                   # the last position wanted; 0: as far as there is
  limit @2 :UInt32;
  waitMs @3 :UInt32;               # when there is no event yet: how long to wait for one
}

struct Refusals {
  at @0 :ReadPoint;
  target @1 :StreamRef;            # what the refused command was about; null or kind none: any
  person @2 :Text;                 # who sent it; empty: any
  rule @3 :UInt16;                 # 0: any
  after @4 :UInt64;                # refusals after this position
  limit @5 :UInt32;
}

struct EventsReply {
  asOf @0 :AnsweredAt;
  events @1 :List(EventRecord);    # by position; fewer than `limit` when the frame got too long
  next @2 :UInt64;                 # read: the next `from`, always set; else `after` of the next
                                   # page, 0 when there is none
}

struct EventRecord {
  position @0 :UInt64;
  bytes @1 :Data;                  # the canonical Cap'n Proto encoding: what is stored and hashed
}

struct Digest {
  at @0 :ReadPoint;                # an effective date is refused
}

struct DigestReply {
  asOf @0 :AnsweredAt;
  digest @1 :Data;                 # SHA-256 over the trial balance, see docs/protocol.md
}

struct Status {}

struct StatusReply {
  head @0 :UInt64;                 # the last durable position
  headRecordedAt @1 :Int64;
  root @2 :Data;                   # the Merkle root over events 1 to head; empty: not known
  views @3 :UInt64;                # the position that the views have reached
  serverTime @4 :Int64;
  startedAt @5 :Int64;
  clockBehindUs @6 :Int64;         # by how much the clock is behind the last recorded time; ≥ 0
  connections @7 :UInt32;
  readOnly @8 :Bool;
  commandsAccepted @9 :UInt64;     # since the start, as the two below
  commandsRefused @10 :UInt64;
  commandsRepeated @11 :UInt64;
}

# ------------------------------------------------------------------------------ personal texts

struct Reveal {
  texts @0 :List(Value.Sealed);    # as they stand in events; at most 256
}

struct RevealReply {
  texts @0 :List(RevealedText);    # one for each text of the request, in their order
}

struct RevealedText {
  union {
    erased @0 :Void;               # the subject has no key: it was erased, or is of another ledger
    clear @1 :Text;
  }
}

# ------------------------------------------------------------------------------------ proofs
# docs/proofs.md says what is proved and how it is checked. Hashes are Data of 32 bytes; a
# checkpoint is a C2SP signed note, as the ledger wrote it.

struct Checkpoint {
  notBefore @0 :UInt64;            # a position that it is to hold; the server waits a little
}

struct CheckpointReply {
  note @0 :Text;
  verifierKey @1 :Text;            # for convenience: trust the one that you were given otherwise
}

struct InclusionProof {
  position @0 :UInt64;             # of an event; the server waits a little for its checkpoint
  rotation @1 :Bool;               # of a LogKeyRotated (position 0: of the last one), under the
                                   # checkpoint that the retired key and the new one both signed
}

struct InclusionProofReply {
  event @0 :Data;                  # as in EventRecord
  index @1 :UInt64;                # of its leaf: the position less one
  path @2 :List(Data);             # from the leaf's sibling up to the root's child
  checkpoint @3 :Text;             # of the tree that the path leads to
}

struct ConsistencyProof {
  older @0 :UInt64;                # the ledger after this event …
  newer @1 :UInt64;                # … and after this one, not before it; 0: the latest checkpoint
}

struct ConsistencyProofReply {
  older @0 :TreeHead;
  path @1 :List(Data);             # from older to newer, as in RFC 6962
  newer @2 :TreeHead;
  checkpointPath @3 :List(Data);   # from newer to the checkpoint's tree
  checkpoint @4 :Text;
}

struct TreeHead {
  size @0 :UInt64;                 # number of leaves: the position of the last event
  root @1 :Data;
}

# ------------------------------------------------------------------------------- subscriptions
# docs/subscriptions.md tells what they promise and what comes of every request.

struct EventFilter {
  # Which events are wanted. Values of one kind are or-ed, the kinds and-ed; a kind without values
  # lets everything through. At most 256 values in all.
  types @0 :List(Text);            # "AwardDecided"
  programmes @1 :List(Text);
  calls @2 :List(Text);
  projects @3 :List(Text);
  years @4 :List(Int32);           # budget years
}

struct Subscribe {
  start :union {                   # of a named consumer: only when it is made
    after @0 :UInt64;              # events after this position; 0: from the first
    now @1 :Void;                  # events that become durable from now on
  }
  filter @2 :EventFilter;          # of a named consumer that exists: null, or the same again
  creditEvents @3 :UInt32;         # to begin with; 0 of both: the server's default
  creditBytes @4 :UInt32;
  consumer @5 :Text;               # 1 to 64 of A-Za-z0-9._-, no dot first; empty: nothing is kept
  group @6 :Bool;                  # be one member of the consumer among several
  attemptsMax @7 :UInt16;          # of a new consumer: deliveries before nack parks; 0: 10
}

struct SubscribeReply {
  after @0 :UInt64;                # events after this position come; of a consumer: its checkpoint
  head @1 :UInt64;
  creditEvents @2 :UInt32;         # what stands
  creditBytes @3 :UInt32;
  heartbeatMs @4 :UInt32;          # a message comes at least so often
  created @5 :Bool;                # the consumer was made by this request
  unacknowledged @6 :UInt32;       # events of the consumer that come again
}

struct Credit {
  # Adds to what the server may send; what goes over the maximum is cut.
  subscription @0 :UInt64;
  events @1 :UInt32;
  bytes @2 :UInt32;
}

struct CreditReply {
  events @0 :UInt32;               # what stands
  bytes @1 :UInt32;
}

struct Ack {
  # Of a named consumer: these events are done. Both may be given.
  subscription @0 :UInt64;
  upTo @1 :UInt64;                 # every event delivered up to this position; 0: none
  positions @2 :List(UInt64);      # these; at most 4096
}

struct Nack {
  # Of a named consumer: this event is not done.
  subscription @0 :UInt64;
  position @1 :UInt64;
  action @2 :NackAction;
  delayMs @3 :UInt32;              # of retry: not before that; at most a day
  reason @4 :Text;                 # for whoever looks at parked events; at most 200 bytes
}

enum NackAction {
  none @0;
  retry @1;                        # deliver it again; parked after the consumer's attemptsMax
  park @2;                         # put it aside and go on
  skip @3;                         # it will never be done: go on
}

struct SettleReply {
  # Durable when it comes.
  checkpoint @0 :UInt64;           # the lowest unacknowledged event, less one
  settled @1 :UInt32;              # events that this request settled
  already @2 :UInt32;              # events of this request that had been settled before
  unacknowledged @3 :UInt32;
  parked @4 :UInt32;
}

struct Unsubscribe {
  subscription @0 :UInt64;
}

struct UnsubscribeReply {
  scannedTo @0 :UInt64;            # nothing that follows was sent
}

struct Push {
  union {
    unset @0 :Void;
    events @1 :EventsPush;
    heartbeat @2 :HeartbeatPush;
    caughtUp @3 :CaughtUpPush;     # once: everything up to the head of that moment was sent
    ended @4 :EndedPush;           # the last of its subscription
  }
}

struct EventsPush {
  scannedTo @0 :UInt64;            # the filter has looked at everything up to here
  head @1 :UInt64;
  count @2 :UInt32;
  entries @3 :Data;                # each event behind its length in two bytes, high byte first: the
                                   # very bytes that are stored and hashed; its position is in it
  attempts @4 :List(UInt16);       # of a consumer: which delivery it is, from 1; empty: all the first
}

struct HeartbeatPush {
  scannedTo @0 :UInt64;
  head @1 :UInt64;
  serverTime @2 :Int64;
}

struct CaughtUpPush {
  position @0 :UInt64;
}

struct EndedPush {
  error @0 :Error;                 # why: codes 112 (taken over), 115 (consumer changed), 110, 1
}

struct Consumers {
  name @0 :Text;                   # empty: all of them, without parked events
  parkedAfter @1 :UInt64;          # of that one: its parked events after this position
  limit @2 :UInt32;
}

struct ChangeConsumer {
  name @0 :Text;
  change :union {
    reset @1 :UInt64;              # the checkpoint is to be this position; 0: before the first event
    replay @2 :UInt64;             # deliver this parked event again
    dismiss @3 :UInt64;            # forget this parked event
    remove @4 :Void;               # forget the consumer
  }
}

struct ConsumersReply {
  head @0 :UInt64;
  consumers @1 :List(ConsumerView);      # by name
  parked @2 :List(ParkedEvent);          # by position
  nextParked @3 :UInt64;                 # `parkedAfter` of the next page; 0: there is none
}

struct ConsumerView {
  name @0 :Text;
  owner @1 :Principal;
  filter @2 :EventFilter;
  createdAt @3 :Int64;
  attemptsMax @4 :UInt16;
  members @5 :UInt16;              # connections that it is on
  checkpoint @6 :UInt64;           # its lag is the head less this
  scannedTo @7 :UInt64;
  unacknowledged @8 :UInt32;
  retrying @9 :UInt32;             # of them: those that wait for their next delivery
  parked @10 :UInt32;
  oldestDeliveredAt @11 :Int64;    # of the lowest unacknowledged: its first delivery; 0: there is none
  settledLastMinute @12 :UInt64;
  reset :group {                   # the last one; at = 0: never
    at @13 :Int64;
    from @14 :UInt64;
    to @15 :UInt64;
    by @16 :Text;
  }
}

struct ParkedEvent {
  position @0 :UInt64;
  attempts @1 :UInt16;
  parkedAt @2 :Int64;
  replaying @3 :Bool;              # to be delivered again, or delivered and not yet settled
  reason @4 :Text;
}

# ------------------------------------------------------------------------------------- seals
# Balances and states at a point, signed (docs/proofs.md). Notes and pages are texts as they are
# hashed. A point is a position and a day (0: none).

struct Seal {                      # makes one of the latest event that a checkpoint holds
  effective @0 :UInt32;            # of what is dated on or before this day; 0: everything
}

struct Seals {
  afterPosition @0 :UInt64;        # of the last one seen; 0: from the first
  afterEffective @1 :UInt32;       # and its day
}

struct SealsReply {
  notes @0 :List(Text);            # in the order of their points; fewer than 200: the last ones
}

struct BalanceProof {
  position @0 :UInt64;             # the seal's
  effective @1 :UInt32;            # the seal's
  prefix @2 :Text;                 # of the lines that are to be shown; empty: all
  fromPage @3 :UInt32;             # 0 first, then as many as came
}

struct BalanceProofReply {
  seal @0 :Text;                   # the note
  pages @1 :List(Text);            # the root first; as many as fit a frame, one at least
  more @2 :Bool;                   # others follow: ask again with fromPage
}

# ------------------------------------------------------------------------------ the ledger's key

struct RotateLogKey {              # a new key signs the checkpoints from here on (docs/proofs.md)
}

struct RotateLogKeyReply {         # once the event is durable and the new key signs
  position @0 :UInt64;             # of the LogKeyRotated
  retired @1 :Text;                # verifier keys
  key @2 :Text;
  checkpoint @3 :Text;             # the note that both signed
}
