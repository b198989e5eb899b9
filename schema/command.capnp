@0xfec7aea8af50e536;
# Commands as clients send them: a header and one of the bodies (domain §4, §5). Texts about persons
# are in clear here and nowhere else: the server seals them on receipt. Who sends (person and role)
# is the certificate's to say. Conventions for dates, amounts, ids: value.capnp. A command may grow:
# members and fields are added at the end; a server refuses a field that it does not know.
#
# The annotations are what JSON and the command line know of a field: a new command needs no more.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("gl::schema");

using V = import "value.capnp";

struct Command {
  id :group $V.kind(uuid)
      $V.help("idempotency: the same id, the same answer; made up if left out") {
    first @0 :UInt64;
    second @1 :UInt64;
  }
  causationPosition @2 :UInt64 $V.help("position of the event that gave rise to it");
  correlationId :group $V.kind(uuid) $V.help("ties commands of one matter together") {
    first @3 :UInt64;
    second @4 :UInt64;
  }
  effectiveDate @5 :UInt32 $V.kind(date)
      $V.help("the day on which it counts; left out: the day of receipt") $V.example("2016-11-14");
  body :union {
    none @6 :Void;  # never sent
    createProgramme @7 :CreateProgramme;
    voteAuthority @8 :VoteAuthority;
    adjustAuthority @9 :AdjustAuthority;
    openPaymentCredits @10 :OpenPaymentCredits;
    closeExercise @11 :CloseExercise;
    openCall @12 :OpenCall;
    amendCall @13 :AmendCall;
    closeCall @14 :CloseCall;
    submitProject @15 :SubmitProject;
    declareComplete @16 :DeclareComplete;
    declareEligible @17 :DeclareEligible;
    decideAward @18 :DecideAward;
    orientProject @19 :OrientProject;
    signConvention @20 :SignConvention;
    registerPayee @21 :RegisterPayee;
    changePayeeAccount @22 :ChangePayeeAccount;
    verifyPayeeAccount @23 :VerifyPayeeAccount;
    requestPayment @24 :RequestPayment;
    approvePayment @25 :ApprovePayment;
    issuePayment @26 :IssuePayment;
    confirmPayment @27 :ConfirmPayment;
    recordBankReturn @28 :RecordBankReturn;
    amendAward @29 :AmendAward;
    fileFinalReport @30 :FileFinalReport;
    acceptFinalAccount @31 :AcceptFinalAccount;
    cancelAward @32 :CancelAward;
    orderRecovery @33 :OrderRecovery;
    recordRecoveryReceipt @34 :RecordRecoveryReceipt;
    settleProject @35 :SettleProject;
    reverseEvent @36 :ReverseEvent;
    amendProgramme @44 :AmendProgramme;
    lapseAuthority @45 :LapseAuthority;
    transferAuthority @46 :TransferAuthority;
    allocateToCall @47 :AllocateToCall;
    releaseAllocation @48 :ReleaseAllocation;
    adjustPaymentCredits @49 :AdjustPaymentCredits;
    carryOverCredits @50 :CarryOverCredits;
    draftCall @51 :DraftCall;
    reopenCall @52 :ReopenCall;
    cancelCall @53 :CancelCall;
    settleCall @54 :SettleCall;
    amendProject @55 :AmendProject;
    requestCompletion @56 :RequestCompletion;
    completeProject @57 :CompleteProject;
    declareIneligible @58 :DeclareIneligible;
    recordAssessment @59 :RecordAssessment;
    closeAssessment @60 :CloseAssessment;
    rejectProject @61 :RejectProject;
    waitlistProject @62 :WaitlistProject;
    withdrawProject @63 :WithdrawProject;
    closeWithoutDecision @64 :CloseWithoutDecision;
    reopenProject @65 :ReopenProject;
    notifyApplicant @66 :NotifyApplicant;
    withdrawDecision @67 :WithdrawDecision;
    amendConvention @68 :AmendConvention;
    withdrawPaymentRequest @69 :WithdrawPaymentRequest;
    refusePayment @70 :RefusePayment;
    annulApproval @71 :AnnulApproval;
    rejectOrder @72 :RejectOrder;
    requisition @73 :Requisition;
    reduceRecovery @74 :ReduceRecovery;
    cancelRecovery @75 :CancelRecovery;
    writeOffRecovery @76 :WriteOffRecovery;
    giveDelegation @77 :GiveDelegation;
    endDelegation @78 :EndDelegation;
    declareConflict @79 :DeclareConflict;
    publishGrant @80 :PublishGrant;
    notifyStateAid @81 :NotifyStateAid;
    eraseSubject @82 :EraseSubject;
  }
  expectedVersion :union $V.help("refuse if the stream has moved on from this version") {
    unstated @37 :Void;
    stated @38 :UInt32;
  }
  reasonCode @39 :Text $V.kind(shortId) $V.help("why, as a short code") $V.example("WRONG_AMOUNT");
  act @40 :V.Act $V.help("the act that it rests on");
  reasonText @41 :Text $V.kind(personal) $V.help("why, in words; sealed");
  actingFor @42 :Text $V.kind(shortId) $V.help("the person acted for, under a delegation");
  delegation @43 :Text $V.help("the delegation relied on");
  imported @83 :V.Imported $V.help("the line of a file that it is imported from");
}

# ------------------------------------------------------------------- programmes, authority, credits

struct CreateProgramme $V.help("create a programme with its settings") {
  programme @0 :Text $V.kind(shortId) $V.required $V.help("its id") $V.example("INNOVSOC");
  name @1 :Text $V.required $V.help("its name");
  currency @2 :UInt32 $V.kind(currency) $V.required $V.help("of all its amounts") $V.example("EUR");
  nature @3 :V.AidNature $V.required $V.help("operating (AE) or investment (AP) aid");
  aidRegime @4 :V.AidRegime $V.help("State aid regime of its awards; left out: none");
  reCredit @5 :V.ReCredit $V.help("what a recovery received gives back; left out: none");
  retentionYears @6 :UInt16 $V.help("years that personal data is kept; left out: 10");
  publication @7 :Bool $V.help("grants are to be published");
  conventionForAll @8 :Bool $V.help("every payee needs an agreement above the threshold");
  conventionThreshold :group $V.kind(amount) $V.example("23000.00")
      $V.help("yearly total of a private payee above which an agreement is needed") {
    union {
      unstated @9 :Void;
      units @10 :Int64;
    }
    decimals @11 :UInt8;
  }
  authorityValidUntil @12 :UInt32 $V.kind(date) $V.help("last day on which authority may be used");
  deMinimisCeiling :group $V.kind(amount) $V.help("left out: the law's of the date") {
    union {
      unstated @13 :Void;
      units @14 :Int64;
    }
    decimals @15 :UInt8;
  }
  deMinimisWindowYears @16 :UInt16 $V.help("left out: the law's of the date");
}

struct AmendProgramme $V.help("amend a programme's settings: only what changes is given") {
  programme @0 :Text $V.kind(shortId) $V.required $V.help("the programme");
  name @1 :Text $V.help("new name");
  aidRegime @2 :V.AidRegime $V.help("new State aid regime of its awards");
  reCredit @3 :V.ReCredit $V.help("what a recovery received gives back from now on");
  retentionYears @4 :UInt16 $V.help("new number of years that personal data is kept");
  publication @5 :V.Choice $V.kind(choice) $V.help("grants are to be published, or not");
  conventionForAll @6 :V.Choice $V.kind(choice)
      $V.help("every payee needs an agreement above the threshold, or not");
  conventionThreshold :group $V.kind(amount) $V.example("23000.00")
      $V.help("new yearly total above which an agreement is needed") {
    union {
      unstated @7 :Void;
      units @8 :Int64;
    }
    decimals @9 :UInt8;
  }
  authorityValidUntil @10 :UInt32 $V.kind(date) $V.help("new last day of its authority");
  deMinimisCeiling :group $V.kind(amount) $V.help("new ceiling") {
    union {
      unstated @11 :Void;
      units @12 :Int64;
    }
    decimals @13 :UInt8;
  }
  deMinimisWindowYears @14 :UInt16 $V.help("new window");
}

struct VoteAuthority $V.help("vote commitment authority") {
  programme @0 :Text $V.kind(shortId) $V.required $V.help("the programme");
  amount :group $V.kind(amount) $V.required $V.help("added to its authority")
      $V.example("700000.00") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
}

struct AdjustAuthority $V.help("adjust commitment authority up or down") {
  programme @0 :Text $V.kind(shortId) $V.required $V.help("the programme");
  amount :group $V.kind(amount) $V.required $V.help("signed, not 0") $V.example("-5000.00") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
}

struct LapseAuthority $V.help("record that unallocated authority has lapsed") {
  programme @0 :Text $V.kind(shortId) $V.required $V.help("the programme");
  amount :group $V.kind(amount) $V.required $V.help("what has lapsed") $V.example("5000.00") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
}

struct TransferAuthority $V.help("transfer authority to another programme") {
  fromProgramme @0 :Text $V.kind(shortId) $V.required $V.help("where it is taken from");
  toProgramme @1 :Text $V.kind(shortId) $V.required $V.help("where it goes");
  amount :group $V.kind(amount) $V.required $V.help("what is transferred") $V.example("50000.00") {
    units @2 :Int64;
    decimals @3 :UInt8;
  }
}

struct AllocateToCall $V.help("set part of a programme's authority apart for a call") {
  call @0 :Text $V.kind(shortId) $V.required $V.help("the call");
  amount :group $V.kind(amount) $V.required $V.help("what is set apart") $V.example("200000.00") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
}

struct ReleaseAllocation $V.help("give authority set apart for a call back") {
  call @0 :Text $V.kind(shortId) $V.required $V.help("the call");
  amount :group $V.kind(amount) $V.required $V.help("what is given back") $V.example("200000.00") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
}

struct OpenPaymentCredits $V.help("open a programme's payment credits of a year") {
  programme @0 :Text $V.kind(shortId) $V.required $V.help("the programme");
  year @1 :Int32 $V.required $V.help("budget year") $V.example("2016");
  amount :group $V.kind(amount) $V.required $V.help("credits opened") $V.example("300000.00") {
    units @2 :Int64;
    decimals @3 :UInt8;
  }
}

struct AdjustPaymentCredits $V.help("adjust a year's payment credits up or down") {
  programme @0 :Text $V.kind(shortId) $V.required $V.help("the programme");
  year @1 :Int32 $V.required $V.help("budget year") $V.example("2016");
  amount :group $V.kind(amount) $V.required $V.help("signed, not 0") $V.example("-5000.00") {
    units @2 :Int64;
    decimals @3 :UInt8;
  }
}

struct CarryOverCredits $V.help("carry payment credits over to the year after") {
  programme @0 :Text $V.kind(shortId) $V.required $V.help("the programme");
  year @1 :Int32 $V.required $V.help("the year that they are taken from") $V.example("2016");
  amount :group $V.kind(amount) $V.required $V.help("what is carried over") $V.example("5000.00") {
    units @2 :Int64;
    decimals @3 :UInt8;
  }
}

struct CloseExercise $V.help("close a budget year for all programmes") {
  year @0 :Int32 $V.required $V.help("budget year") $V.example("2016");
}

# ------------------------------------------------------------------------------ calls and projects

struct DraftCall $V.help("draft a call: its terms, before it is opened") {
  call @0 :Text $V.kind(shortId) $V.required $V.help("its id") $V.example("AMI-2016");
  programme @1 :Text $V.kind(shortId) $V.required $V.help("the programme that pays");
  title @2 :Text $V.required $V.help("its title");
  opening @3 :UInt32 $V.kind(date) $V.required $V.help("first day") $V.example("2016-06-01");
  deadline @4 :UInt32 $V.kind(date) $V.required $V.help("last day") $V.example("2016-07-29");
  departments @5 :List(Text) $V.help("where projects may be; left out: anywhere")
      $V.example("24,33,40");
  applicantKinds @6 :List(V.LegalKind) $V.help("who may apply; left out: anybody")
      $V.example("private,public");
  projectCap :group $V.kind(amount) $V.help("most that one project may get") {
    union {
      unstated @7 :Void;
      units @8 :Int64;
    }
    decimals @9 :UInt8;
  }
  maximumRate :union $V.kind(rate) $V.help("of the eligible cost; left out: 1000000") {
    unstated @10 :Void;
    stated @11 :UInt32;
  }
  minimumInstalment :group $V.kind(amount) $V.help("least that one payment may be") {
    union {
      unstated @12 :Void;
      units @13 :Int64;
    }
    decimals @14 :UInt8;
  }
  onePerApplicant @15 :Bool $V.help("one project per applicant");
  assessmentRequired @16 :Bool $V.help("projects are scored before an award");
  waitlist @17 :Bool $V.help("projects may be waitlisted");
}

struct OpenCall $V.help("open a call: a draft by its id alone, or at once with its terms") {
  call @0 :Text $V.kind(shortId) $V.required $V.help("its id") $V.example("AMI-2016");
  # What a draft has is left out; without a draft programme, title, opening and deadline are needed.
  programme @1 :Text $V.kind(shortId) $V.help("the programme that pays; needed without a draft");
  title @2 :Text $V.help("its title; needed without a draft");
  opening @3 :UInt32 $V.kind(date) $V.help("first day; needed without a draft")
      $V.example("2016-06-01");
  deadline @4 :UInt32 $V.kind(date) $V.help("last day; needed without a draft")
      $V.example("2016-07-29");
  departments @5 :List(Text) $V.help("where projects may be; left out: anywhere")
      $V.example("24,33,40");
  applicantKinds @6 :List(V.LegalKind) $V.help("who may apply; left out: anybody")
      $V.example("private,public");
  projectCap :group $V.kind(amount) $V.help("most that one project may get") {
    union {
      unstated @7 :Void;
      units @8 :Int64;
    }
    decimals @9 :UInt8;
  }
  maximumRate :union $V.kind(rate) $V.help("of the eligible cost; left out: 1000000") {
    unstated @10 :Void;
    stated @11 :UInt32;
  }
  minimumInstalment :group $V.kind(amount) $V.help("least that one payment may be") {
    union {
      unstated @12 :Void;
      units @13 :Int64;
    }
    decimals @14 :UInt8;
  }
  onePerApplicant @15 :Bool $V.help("one project per applicant");
  assessmentRequired @16 :Bool $V.help("projects are scored before an award");
  waitlist @17 :Bool $V.help("projects may be waitlisted");
}

struct AmendCall $V.help("amend a call: only what changes is given") {
  call @0 :Text $V.kind(shortId) $V.required $V.help("the call");
  title @1 :Text $V.help("new title");
  opening @2 :UInt32 $V.kind(date) $V.help("new first day");
  deadline @3 :UInt32 $V.kind(date) $V.help("new last day");
  departments @4 :List(Text) $V.help("new territory; given and empty: no limit");
  # null: unchanged; an empty list: no limit
  applicantKinds @5 :List(V.LegalKind) $V.help("new kinds of applicant; given and empty: no limit");
  # null: unchanged; an empty list: no limit
  projectCap :group $V.kind(amount) $V.help("new cap per project") {
    union {
      unstated @6 :Void;
      units @7 :Int64;
    }
    decimals @8 :UInt8;
  }
  maximumRate :union $V.kind(rate) $V.help("new maximum rate") {
    unstated @9 :Void;
    stated @10 :UInt32;
  }
  minimumInstalment :group $V.kind(amount) $V.help("new minimum instalment") {
    union {
      unstated @11 :Void;
      units @12 :Int64;
    }
    decimals @13 :UInt8;
  }
  onePerApplicant @14 :V.Choice $V.kind(choice) $V.help("one project per applicant, or not");
  assessmentRequired @15 :V.Choice $V.kind(choice) $V.help("scored before an award, or not");
  waitlist @16 :V.Choice $V.kind(choice) $V.help("with a waitlist, or not");
}

struct CloseCall $V.help("close a call after its deadline") {
  call @0 :Text $V.kind(shortId) $V.required $V.help("the call");
}

struct ReopenCall $V.help("reopen a closed call with a new deadline") {
  call @0 :Text $V.kind(shortId) $V.required $V.help("the call");
  deadline @1 :UInt32 $V.kind(date) $V.required $V.help("new last day") $V.example("2016-10-14");
}

struct CancelCall $V.help("cancel a call that has no live award") {
  call @0 :Text $V.kind(shortId) $V.required $V.help("the call");
}

struct SettleCall $V.help("settle a closed call: every project is at its end") {
  call @0 :Text $V.kind(shortId) $V.required $V.help("the call");
}

struct FunderEntry {
  # Another funder of the same project.
  name @0 :Text $V.required $V.help("its name");
  amount :group $V.kind(amount) $V.required $V.help("what it gives") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
  secured @3 :Bool $V.help("promised, not only asked for");
}

struct SubmitProject $V.help("submit a project to a call") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("its id") $V.example("P1");
  call @1 :Text $V.kind(shortId) $V.required $V.help("the call");
  title @2 :Text $V.required $V.help("its title");
  applicant :group $V.help("who applies") {
    siret @3 :Text $V.help("SIRET; or rna, or person") $V.example("00000101600013");
    rna @4 :Text $V.help("association number: W and 9 digits");
    person @5 :Text $V.kind(shortId) $V.help("a natural person's token, not the name");
    legalKind @6 :V.LegalKind $V.required $V.help("private, public, company or person");
    name @7 :Text $V.help("name of a legal person");
    personName @8 :Text $V.kind(personal) $V.help("name of a natural person; sealed");
    address @9 :Text $V.help("address of a legal person");
    personAddress @10 :Text $V.kind(personal) $V.help("address of a natural person; sealed");
  }
  partners @11 :List(V.Partner) $V.help("siret:share, …");
  locations @12 :List(V.Location) $V.required $V.help("commune:department, …")
      $V.example("40307:40,40135:40");
  eligibleCost :group $V.kind(amount) $V.required $V.help("eligible cost") $V.example("80000.00") {
    units @13 :Int64;
    decimals @14 :UInt8;
  }
  askedAmount :group $V.kind(amount) $V.required $V.help("amount asked for")
      $V.example("40000.00") {
    units @15 :Int64;
    decimals @16 :UInt8;
  }
  otherFunders @17 :List(FunderEntry) $V.help("name:amount:secured, …")
      $V.example("Ville de Pau:5000.00:true");
  start @18 :UInt32 $V.kind(date) $V.help("first day of the project");
  end @19 :UInt32 $V.kind(date) $V.help("last day of the project");
  receivedAt @20 :Int64 $V.kind(instant) $V.help("when a paper file came in")
      $V.example("2016-09-05T21:59:59Z");
  evidence @21 :Data $V.kind(sha256) $V.help("SHA-256 of the proof of received_at");
  documents @22 :List(V.Document) $V.help("kind:sha256, …");
  contact @23 :Text $V.kind(personal) $V.help("name, e-mail, telephone; sealed");
  deMinimisDeclared :group $V.kind(amount) $V.help("de minimis aid from other grantors") {
    union {
      unstated @24 :Void;
      units @25 :Int64;
    }
    decimals @26 :UInt8;
  }
}

struct AmendProject $V.help("amend a submitted project: only what changes is given") {
  # Lists: null is unchanged, given and empty is none.
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project") $V.example("P1");
  title @1 :Text $V.help("new title");
  applicant :group $V.help("who applies: the whole of it if it changes") {
    siret @2 :Text $V.help("SIRET; or rna, or person") $V.example("00000101600013");
    rna @3 :Text $V.help("association number: W and 9 digits");
    person @4 :Text $V.kind(shortId) $V.help("a natural person's token, not the name");
    legalKind @5 :V.LegalKind $V.help("private, public, company or person");
    name @6 :Text $V.help("name of a legal person");
    personName @7 :Text $V.kind(personal) $V.help("name of a natural person; sealed");
    address @8 :Text $V.help("address of a legal person");
    personAddress @9 :Text $V.kind(personal) $V.help("address of a natural person; sealed");
  }
  partners @10 :List(V.Partner) $V.help("siret:share, …");
  locations @11 :List(V.Location) $V.help("commune:department, …")
      $V.example("40307:40,40135:40");
  eligibleCost :group $V.kind(amount) $V.help("new eligible cost") $V.example("80000.00") {
    union {
      unstated @12 :Void;
      units @13 :Int64;
    }
    decimals @14 :UInt8;
  }
  askedAmount :group $V.kind(amount) $V.help("new amount asked for") $V.example("40000.00") {
    union {
      unstated @15 :Void;
      units @16 :Int64;
    }
    decimals @17 :UInt8;
  }
  otherFunders @18 :List(FunderEntry) $V.help("name:amount:secured, …")
      $V.example("Ville de Pau:5000.00:true");
  start @19 :UInt32 $V.kind(date) $V.help("first day of the project");
  end @20 :UInt32 $V.kind(date) $V.help("last day of the project");
  receivedAt @21 :Int64 $V.kind(instant) $V.help("when a paper file came in")
      $V.example("2016-09-05T21:59:59Z");
  evidence @22 :Data $V.kind(sha256) $V.help("SHA-256 of the proof of received_at");
  documents @23 :List(V.Document) $V.help("kind:sha256, …");
  contact @24 :Text $V.kind(personal) $V.help("name, e-mail, telephone; sealed");
  deMinimisDeclared :group $V.kind(amount) $V.help("de minimis aid from other grantors") {
    union {
      unstated @25 :Void;
      units @26 :Int64;
    }
    decimals @27 :UInt8;
  }
}

struct RequestCompletion $V.help("ask an applicant for missing documents") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  documents @1 :List(Text) $V.required $V.help("the kinds asked for") $V.example("accounts,budget");
  timeLimit @2 :UInt32 $V.kind(date) $V.required $V.help("the last day for them")
      $V.example("2016-10-14");
}

struct CompleteProject $V.help("supply the documents asked for") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  documents @1 :List(V.Document) $V.required
      $V.help("kind:sha256, …: one of each kind asked for");
  receivedAt @2 :Int64 $V.kind(instant) $V.help("when a paper file came in")
      $V.example("2016-09-05T21:59:59Z");
  evidence @3 :Data $V.kind(sha256) $V.help("SHA-256 of the proof of received_at");
}

struct DeclareComplete $V.help("declare a project's file complete") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
}

struct DeclareEligible $V.help("declare a project eligible") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  criteria @1 :List(V.CriterionResult) $V.help("criterion:true, …");
}

struct DeclareIneligible $V.help("declare a project ineligible") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  criteria @1 :List(V.CriterionResult) $V.help("criterion:true, …");
}

struct RecordAssessment $V.help("record an assessor's score on a criterion") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  criterion @1 :Text $V.kind(shortId) $V.required $V.help("the criterion");
  score @2 :UInt32 $V.required $V.help("at most the scale") $V.example("14");
  scale @3 :UInt32 $V.required $V.help("the highest score") $V.example("20");
  weight @4 :UInt32 $V.kind(rate) $V.help("of the criterion, in parts per million");
  comment @5 :Text $V.kind(personal) $V.help("why, in words; sealed");
}

struct CloseAssessment $V.help("close a project's assessment") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
}

struct PlanStepEntry {
  # One step of an instalment plan: a share of the award or an amount; a balance may have neither.
  kind @0 :V.PaymentKind $V.required $V.help("advance, instalment or balance");
  share @1 :UInt32 $V.kind(rate) $V.help("of the award, in parts per million");
  amount :group $V.kind(amount) $V.help("or an amount") {
    union {
      unstated @2 :Void;
      units @3 :Int64;
    }
    decimals @4 :UInt8;
  }
  condition @5 :Text $V.help("what has to be shown first");
}

struct DecideAward $V.help("award a grant to a project") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  amount :group $V.kind(amount) $V.required $V.help("the award") $V.example("40000.00") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
  rate :union $V.kind(rate) $V.help("of the cost base; left out: the call's maximum") {
    unstated @3 :Void;
    stated @4 :UInt32;
  }
  costBase :group $V.kind(amount) $V.help("left out: the eligible cost") {
    union {
      unstated @5 :Void;
      units @6 :Int64;
    }
    decimals @7 :UInt8;
  }
  payees @8 :List(V.PayeeShare) $V.help("payee:share, …; left out: the applicant alone");
  plan @9 :List(PlanStepEntry) $V.help("kind:share, …; left out: one balance")
      $V.example("advance:500000,balance");
  aidRegime @10 :V.AidRegime $V.help("left out: the programme's");
  deMinimisEquivalent :group $V.kind(amount) $V.help("left out: the amount") {
    union {
      unstated @11 :Void;
      units @12 :Int64;
    }
    decimals @13 :UInt8;
  }
  validUntil @14 :UInt32 $V.kind(date) $V.help("the right lapses after this day");
  undertaking @15 :Text $V.help("whose de minimis aid it is; left out: the applicant's SIREN");
}

struct OrientProject $V.help("send a project to another scheme") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  targetScheme @1 :Text $V.required $V.help("the other scheme") $V.example("AIDE-ESS");
}

struct RejectProject $V.help("reject a project") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
}

struct WaitlistProject $V.help("put a project on the waiting list") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  rank @1 :UInt32 $V.required $V.help("its place, from 1") $V.example("3");
}

struct WithdrawProject $V.help("withdraw a project, as its applicant") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
}

struct CloseWithoutDecision $V.help("close a project without decision") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
}

struct ReopenProject $V.help("take a project back to Complete, on appeal") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
}

struct NotifyApplicant $V.help("record that an applicant was notified") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  channel @1 :Text $V.required $V.help("how: letter, portal") $V.example("letter");
  date @2 :UInt32 $V.kind(date) $V.help("when; left out: the effective date");
}

struct DeclareConflict $V.help("declare a conflict of interest of the sender") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
}

struct SignConvention $V.help("record the signed agreement of an awarded project") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  number @1 :Text $V.required $V.help("the agreement's number") $V.example("C-2016-001");
  signedByFunder @2 :UInt32 $V.kind(date) $V.required $V.help("the funder's signature");
  signedByPayee @3 :UInt32 $V.kind(date) $V.required $V.help("the payee's signature");
  amount :group $V.kind(amount) $V.required $V.help("the award's current amount") {
    units @4 :Int64;
    decimals @5 :UInt8;
  }
  plan @6 :List(PlanStepEntry) $V.help("kind:share, …; left out: the award's")
      $V.example("advance:500000,balance");
  endDate @7 :UInt32 $V.kind(date) $V.help("its last day");
}

struct AmendConvention $V.help("record a signed amendment of the agreement") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  number @1 :Text $V.required $V.help("the amendment's number") $V.example("C-2016-001-A1");
  signedByFunder @2 :UInt32 $V.kind(date) $V.required $V.help("the funder's signature");
  signedByPayee @3 :UInt32 $V.kind(date) $V.required $V.help("the payee's signature");
  amount :group $V.kind(amount) $V.required $V.help("the award's current amount") {
    units @4 :Int64;
    decimals @5 :UInt8;
  }
  plan @6 :List(PlanStepEntry) $V.help("kind:share, …; left out: as it was")
      $V.example("advance:500000,balance");
  endDate @7 :UInt32 $V.kind(date) $V.help("its last day");
}

# --------------------------------------------------------------------------- payees and payments

struct RegisterPayee $V.help("register a payee and its bank account") {
  payee @0 :Text $V.required $V.help("SIRET, RNA number or person's token");
  legalKind @1 :V.LegalKind $V.required $V.help("private, public, company or person");
  name @2 :Text $V.help("name of a legal person");
  personName @3 :Text $V.kind(personal) $V.help("name of a natural person; sealed");
  iban @4 :Text $V.kind(personal) $V.required $V.help("its account; sealed");
}

struct ChangePayeeAccount $V.help("change a payee's bank account") {
  payee @0 :Text $V.required $V.help("the payee");
  iban @1 :Text $V.kind(personal) $V.required $V.help("its new account; sealed");
}

struct VerifyPayeeAccount $V.help("verify a payee's bank account, by another person") {
  payee @0 :Text $V.required $V.help("the payee");
}

struct RequestPayment $V.help("request a payment of an award") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  payment @1 :Text $V.kind(shortId) $V.required $V.help("its id, at most 30 characters")
      $V.example("P1-R1");
  kind @2 :V.PaymentKind $V.required $V.help("advance, instalment or balance");
  amount :group $V.kind(amount) $V.required $V.help("what is asked for") {
    units @3 :Int64;
    decimals @4 :UInt8;
  }
  payee @5 :Text $V.help("needed when the award has several");
  documents @6 :List(V.Document) $V.help("kind:sha256, …");
}

struct WithdrawPaymentRequest $V.help("withdraw a payment request") {
  payment @0 :Text $V.kind(shortId) $V.required $V.help("the payment");
}

struct RefusePayment $V.help("refuse a payment request") {
  payment @0 :Text $V.kind(shortId) $V.required $V.help("the payment");
}

struct ApprovePayment $V.help("approve a payment request: the order to pay") {
  payment @0 :Text $V.kind(shortId) $V.required $V.help("the payment");
  amount :group $V.kind(amount) $V.required $V.help("at most what was requested") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
  orderNumber @3 :Text $V.required $V.help("unique in its budget year") $V.example("2016/1001");
  budgetYear @4 :Int32 $V.required $V.help("whose credits it takes") $V.example("2016");
}

struct AnnulApproval $V.help("annul an approved payment") {
  payment @0 :Text $V.kind(shortId) $V.required $V.help("the payment");
}

struct IssuePayment $V.help("hand an approved payment to the accountant") {
  payment @0 :Text $V.kind(shortId) $V.required $V.help("the payment");
  endToEndId @1 :Text $V.help("at most 35 characters; left out: payment.attempt");
}

struct RejectOrder $V.help("reject an order to pay, as the accountant") {
  payment @0 :Text $V.kind(shortId) $V.required $V.help("the payment");
}

struct Requisition $V.help("order the accountant to pay in spite of a rejection") {
  payment @0 :Text $V.kind(shortId) $V.required $V.help("the payment");
  endToEndId @1 :Text $V.help("at most 35 characters; left out: payment.attempt");
}

struct ConfirmPayment $V.help("record that a payment was executed") {
  payment @0 :Text $V.kind(shortId) $V.required $V.help("the payment");
  attempt @1 :UInt32 $V.required $V.help("the attempt, from 1");
  valueDate @2 :UInt32 $V.kind(date) $V.help("the bank's value date");
  bankReference @3 :Text $V.help("the bank's reference");
}

struct RecordBankReturn $V.help("record that the bank returned a payment") {
  payment @0 :Text $V.kind(shortId) $V.required $V.help("the payment");
  attempt @1 :UInt32 $V.required $V.help("the attempt, from 1");
  reasonCode @2 :Text $V.kind(shortId) $V.required $V.help("ISO 20022 reason") $V.example("AC04");
  valueDate @3 :UInt32 $V.kind(date) $V.help("the bank's value date");
  bankReference @4 :Text $V.help("the bank's reference");
}

# ------------------------------------------------------------------------- changes of an award, end

struct AmendAward $V.help("change an award's amount, rate or validity") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  amount :group $V.kind(amount) $V.help("the new whole") {
    union {
      unstated @1 :Void;
      units @2 :Int64;
    }
    decimals @3 :UInt8;
  }
  rate :union $V.kind(rate) $V.help("new rate, with a new amount") {
    unstated @4 :Void;
    stated @5 :UInt32;
  }
  validUntil @6 :UInt32 $V.kind(date) $V.help("the right lapses after this day");
}

struct FileFinalReport $V.help("file a project's final report") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  realEligibleCost :group $V.kind(amount) $V.required $V.help("may be 0") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
  otherFunding :group $V.kind(amount) $V.help("may be 0; left out: the secured funders") {
    union {
      unstated @3 :Void;
      units @4 :Int64;
    }
    decimals @5 :UInt8;
  }
  documents @6 :List(V.Document) $V.help("kind:sha256, …");
}

struct AcceptFinalAccount $V.help("accept a project's final account") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  realEligibleCost :group $V.kind(amount) $V.required $V.help("may be 0") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
  otherFunding :group $V.kind(amount) $V.help("may be 0; left out: the secured funders") {
    union {
      unstated @3 :Void;
      units @4 :Int64;
    }
    decimals @5 :UInt8;
  }
  amount :group $V.kind(amount) $V.help("checked against the ledger's own result") {
    union {
      unstated @6 :Void;
      units @7 :Int64;
    }
    decimals @8 :UInt8;
  }
}

struct CancelAward $V.help("cancel an award") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  ground @1 :V.CancelGround $V.required $V.help("renounced, lapsed or breach");
  hearingDate @2 :UInt32 $V.kind(date) $V.help("when the payee was heard: for breach");
}

struct WithdrawDecision $V.help("withdraw an award's decision") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  ground @1 :V.CancelGround $V.required $V.help("illegal or fraud");
  hearingDate @2 :UInt32 $V.kind(date) $V.help("when the payee was heard");
}

struct OrderRecovery $V.help("order money to be paid back") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  recovery @1 :Text $V.kind(shortId) $V.required $V.help("its id") $V.example("P3-T1");
  titreNumber @2 :Text $V.required $V.help("the claim's number") $V.example("2017/0031");
  amount :group $V.kind(amount) $V.required $V.help("to be paid back") {
    units @3 :Int64;
    decimals @4 :UInt8;
  }
  ground @5 :Text $V.kind(personal) $V.help("why, in words; sealed");
}

struct RecordRecoveryReceipt $V.help("record money paid back") {
  recovery @0 :Text $V.kind(shortId) $V.required $V.help("the recovery");
  amount :group $V.kind(amount) $V.required $V.help("what came in") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
  reference @3 :Text $V.help("reference of the receipt");
}

struct ReduceRecovery $V.help("reduce a recovery order") {
  recovery @0 :Text $V.kind(shortId) $V.required $V.help("the recovery");
  amount :group $V.kind(amount) $V.required $V.help("by so much") {
    units @1 :Int64;
    decimals @2 :UInt8;
  }
}

struct CancelRecovery $V.help("cancel what is outstanding of a recovery order") {
  recovery @0 :Text $V.kind(shortId) $V.required $V.help("the recovery");
}

struct WriteOffRecovery $V.help("write off what is outstanding of a recovery order") {
  recovery @0 :Text $V.kind(shortId) $V.required $V.help("the recovery");
}

struct SettleProject $V.help("settle a project: nothing more will move") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
}

struct ReverseEvent $V.help("reverse an event: the only correction") {
  position @0 :UInt64 $V.required $V.help("its position in the journal");
}

# --------------------------------------------------------- delegations, publication, personal data

struct GiveDelegation $V.help("let one person act for another") {
  delegation @0 :Text $V.kind(shortId) $V.required $V.help("its id") $V.example("D-2016-1");
  fromPerson @1 :Text $V.kind(shortId) $V.required $V.help("who is acted for") $V.example("boris");
  toPerson @2 :Text $V.kind(shortId) $V.required $V.help("who acts") $V.example("denise");
  commands @3 :List(Text) $V.required $V.help("which commands")
      $V.example("ApprovePayment,SignConvention");
  start @4 :UInt32 $V.kind(date) $V.required $V.help("first day") $V.example("2016-07-01");
  end @5 :UInt32 $V.kind(date) $V.help("last day; left out: until it is ended");
}

struct EndDelegation $V.help("end a delegation") {
  delegation @0 :Text $V.kind(shortId) $V.required $V.help("the delegation");
}

struct PublishGrant $V.help("record that a grant was published") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  target @1 :Text $V.required $V.help("where") $V.example("data.gouv.fr");
  date @2 :UInt32 $V.kind(date) $V.help("when; left out: the effective date");
  file @3 :Data $V.kind(sha256) $V.help("SHA-256 of the file");
}

struct NotifyStateAid $V.help("record that State aid was notified or registered") {
  project @0 :Text $V.kind(shortId) $V.required $V.help("the project");
  target @1 :Text $V.required $V.help("which register") $V.example("TAM");
  date @2 :UInt32 $V.kind(date) $V.help("when; left out: the effective date");
  file @3 :Data $V.kind(sha256) $V.help("SHA-256 of the file");
}

struct EraseSubject $V.help("destroy a data subject's keys: its texts can be read by nobody") {
  subject :group $V.kind(digest) $V.required $V.help("the subject's token, 32 hexadecimal digits") {
    first @0 :UInt64;
    second @1 :UInt64;
  }
  ground @2 :Text $V.required $V.help("the legal ground") $V.example("RGPD art. 17");
}
