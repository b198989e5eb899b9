#include "sequencer/rig.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "codec/command_codec.h"
#include "codec/event_codec.h"
#include "ledger/command_hash.h"
#include "ledger/decide.h"

namespace gl::sequencer {
namespace {

using namespace ledger;

std::filesystem::path temporary_dir() {
  std::string name = (std::filesystem::temp_directory_path() / "gl-sequencer-XXXXXX").string();
  GL_CHECK(mkdtemp(name.data()) != nullptr, "no temporary directory could be made");
  return name;
}

journal::Config journal_in(std::filesystem::path const& dir) {
  journal::Config config;
  config.dir = dir;
  config.verify_in_background = false;
  return config;
}

Amount euros(std::string_view text) { return parse_amount(text).value(); }

Act act() {
  Act act;
  act.kind = ActKind::deliberation;
  act.number = ActNumber{"CP-16-341"};
  act.date = civil_date(2016, 9, 1);
  return act;
}

}  // namespace

Instant Rig::start() { return parse_instant("2016-09-05T12:00:00Z").value(); }

Rig::Rig(bool simulated, std::function<void(Config&)> configure)
    : dir(temporary_dir()), configure_(std::move(configure)) {
  GL_CHECK(journal::Journal::create(dir), "no journal could be made");
  {
    auto fresh = journal::Journal::open(journal_in(dir));
    GL_CHECK(fresh, fresh ? "" : fresh.error().what);
    LedgerCreated created;
    created.ledger = Uuid{{std::byte{0x0c}, std::byte{0xa1}}};
    created.simulated_clock = simulated;
    created.name = "Test";
    Actor const system{PersonId{"grandlivre"}, Role::system, {}, {}};
    GL_CHECK(create_ledger(**fresh, created, system, clock.now()), "no ledger could be made");
  }
  GL_CHECK(open(false, {}), "the sequencer could not be opened");
}

Rig::~Rig() {
  sequencer.reset();
  journal.reset();
  std::filesystem::remove_all(dir);
}

Result<void> Rig::open(bool read_only, Start from) {
  if (!journal) {
    auto where = journal_in(dir);
    where.read_only = read_only;
    auto opened = journal::Journal::open(std::move(where));
    GL_CHECK(opened, opened ? "" : opened.error().what);
    journal = std::move(*opened);
  }
  Config config;
  config.stop_process = [this] { ++process_stopped; };
  if (configure_) configure_(config);
  auto started = Sequencer::open(std::move(config), *journal, clock, std::move(from));
  if (!started) return std::unexpected(started.error());
  sequencer = std::move(*started);
  return {};
}

void Rig::reopen() {
  sequencer.reset();
  journal.reset();
  GL_CHECK(open(false, {}), "the sequencer could not be opened again");
}

void Rig::reopen_read_only() {
  sequencer.reset();
  journal.reset();
  GL_CHECK(open(true, {}), "the sequencer could not be opened for reading");
}

void Rig::reopen_from(Position position, Position hashes_to) {
  Start from;
  for (Position at{1}; at <= position; at = next(at)) apply(from.state, event(at));
  from.position = position;
  from.load_hashes = [this, hashes_to](HashSink const& sink) -> Result<Position> {
    CommandHash const hash{Uuid{{std::byte{0x0c}, std::byte{0xa1}}}};
    for (Position at{2}; at <= hashes_to; at = next(at)) {
      auto const here = event(at);
      sink(at, hash(here.envelope.command_id));
      if (auto const* const refused = std::get_if<CommandRefused>(&here.body)) {
        for (auto const& member : refused->list) sink(at, hash(member.command_id));
      }
    }
    return hashes_to;
  };
  GL_CHECK(reopen_with(std::move(from)), "the sequencer could not be opened from a snapshot");
}

Result<void> Rig::reopen_with(Start from) {
  sequencer.reset();
  return open(false, std::move(from));
}

Answers Rig::run(Submission submission) {
  std::promise<Answers> promise;
  auto future = promise.get_future();
  submission.answer = [&](Answers answers) { promise.set_value(std::move(answers)); };
  auto const taken = sequencer->submit(std::move(submission));
  if (!taken) return std::unexpected(taken.error());
  return future.get();
}

AnswerList Rig::run_each(std::vector<Command> commands) {
  Submission submission;
  submission.commands = std::move(commands);
  return run(std::move(submission)).value();
}

Answer Rig::run_one(Command command) {
  auto answers = run_each({std::move(command)});
  GL_CHECK(answers.size() == 1, "one command, one answer");
  return answers.front();
}

AnswerList Rig::run_list(std::vector<Command> commands) {
  Submission submission;
  submission.commands = std::move(commands);
  submission.atomic = true;
  return run(std::move(submission)).value();
}

AnswerList Rig::try_out(std::vector<Command> commands, bool atomic) {
  Submission submission;
  submission.commands = std::move(commands);
  submission.dry_run = true;
  submission.atomic = atomic;
  return run(std::move(submission)).value();
}

std::optional<Answer> Rig::look_up(Uuid const& id) {
  std::promise<std::optional<Answer>> promise;
  auto future = promise.get_future();
  Lookup lookup{id, [&](std::optional<Answer> answer) { promise.set_value(std::move(answer)); }};
  GL_CHECK(sequencer->lookup(std::move(lookup)), "a lookup was not taken in");
  return future.get();
}

Event Rig::event(Position position) const {
  return codec::decode_event(journal->read_one(position).value()).value();
}

Uuid new_id() {
  static std::atomic<std::uint64_t> count{0};
  auto const number = big_endian(++count);
  Uuid id{};
  std::copy(number.begin(), number.end(), id.bytes.begin() + 8);
  return id;
}

Command sealed(Command command) {
  command.header.payload_digest = codec::payload_digest(command);
  return command;
}

Command command(std::string_view person, Role role, CommandBody body) {
  Command made;
  made.header.id = new_id();
  made.header.actor.person = PersonId{person};
  made.header.actor.role = role;
  made.header.effective_date = civil_date(2016, 9, 1);
  made.body = std::move(body);
  return sealed(std::move(made));
}

Command create_programme(std::string_view id) {
  CreateProgramme body;
  body.programme = ProgrammeId{id};
  body.name = "Social innovation";
  body.currency = Currency::parse("EUR").value();
  body.nature = AidNature::investment;
  return command("ada", Role::administrator, std::move(body));
}

Command vote(std::string_view programme, std::string_view amount) {
  return command("alix", Role::assembly, VoteAuthority{ProgrammeId{programme}, euros(amount)});
}

Command adjust(std::string_view programme, std::string_view amount) {
  return command("alix", Role::assembly, AdjustAuthority{ProgrammeId{programme}, euros(amount)});
}

std::vector<Command> open_call(std::string_view programme, std::string_view call) {
  OpenCall body;
  body.call = CallId{call};
  body.programme = ProgrammeId{programme};
  body.title = "Call of 2016";
  body.opening = civil_date(2016, 6, 1);
  body.deadline = civil_date(2016, 9, 5);
  body.project_cap = euros("40000");
  auto opened = command("ada", Role::administrator, std::move(body));
  opened.header.effective_date = civil_date(2016, 6, 1);
  auto created = create_programme(programme);
  created.header.effective_date = civil_date(2016, 5, 1);
  return {sealed(std::move(created)), sealed(std::move(opened)), vote(programme, "100000000")};
}

std::vector<Command> award(std::string_view call, std::string_view project) {
  SubmitProject submit;
  submit.project = ProjectId{project};
  submit.call = CallId{call};
  submit.title = "A garden for the quarter";
  submit.applicant.rna = "W691051234";
  submit.applicant.legal_kind = LegalKind::private_body;
  submit.applicant.name = "Association of the quarter";
  submit.eligible_cost = euros("30000");
  submit.asked_amount = euros("15000");
  auto submitted = command("portal", Role::applicant, std::move(submit));
  submitted.header.effective_date.reset();
  DeclareEligible eligible;
  eligible.project = ProjectId{project};
  DecideAward decided;
  decided.project = ProjectId{project};
  decided.amount = euros("10000");
  auto awarded = command("denis", Role::decision, std::move(decided));
  auto complete = command("ines", Role::instructor, DeclareComplete{ProjectId{project}});
  auto found = command("ines", Role::instructor, std::move(eligible));
  for (auto* const each : {&awarded, &complete, &found}) {
    each->header.effective_date = civil_date(2016, 9, 5);
  }
  awarded.header.act = act();
  return {sealed(std::move(submitted)), sealed(std::move(complete)), sealed(std::move(found)),
          sealed(std::move(awarded))};
}

void expect_one_gapless_order(journal::Journal const& journal) {
  std::unordered_map<StreamRef, StreamHead> streams;
  Instant last_time{};
  for (Position at{1}; at <= journal.watermark();) {
    auto const records = journal.read(at, 8'192, 64ULL << 20).value();
    ASSERT_FALSE(records.empty());
    for (std::size_t i = 0; i < records.size(); ++i, at = next(at)) {
      auto const envelope = codec::decode_event(records[i]).value().envelope;
      ASSERT_EQ(envelope.position, at);
      auto& stream = streams[envelope.stream];
      ASSERT_EQ(envelope.stream_version.value(), stream.version.value() + 1) << at.value();
      ASSERT_EQ(envelope.previous_in_stream, stream.last) << at.value();
      stream = {envelope.stream_version, at};
      ASSERT_GE(envelope.recorded_at, last_time) << at.value();
      last_time = envelope.recorded_at;
    }
  }
}

}  // namespace gl::sequencer
