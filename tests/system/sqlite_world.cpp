#include "system/sqlite_world.h"

#include <stdexcept>
#include <thread>

#include "base/random.h"
#include "tools/common/data_directory.h"

namespace gl::system_test {
namespace {

using namespace ledger;  // NOLINT: commands

constexpr std::size_t projects_at_once = 10;

CivilDate today() { return paris_date(SystemClock{}.now()); }
Amount euros(std::int64_t euros, std::int64_t cents = 0) { return {euros * 100 + cents, 2}; }

/// The SIRET of a made-up establishment.
std::string siret(std::size_t number) {
  auto digits = std::to_string(number);
  digits.insert(0, 8 - digits.size(), '0');
  for (char last = '0'; last <= '9'; ++last) {
    if (is_siret("1" + digits + "0001" + last)) return "1" + digits + "0001" + last;
  }
  throw std::logic_error("some digit satisfies Luhn's rule");
}

/// Sends commands of one person as a list; throws where one is not accepted.
class Sender {
 public:
  explicit Sender(std::unique_ptr<client::Client> client) : client_(std::move(client)) {}

  void operator()(std::vector<CommandBody> bodies) {
    std::vector<Command> list(bodies.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
      list[i].header.id = make_uuid_v7(clock_.now(), random_);
      list[i].body = std::move(bodies[i]);
    }
    auto const reply = client_->submit(std::move(list));
    if (!reply) throw std::runtime_error(reply.error().sentence);
    for (auto const& answer : reply->answers) {
      if (answer.outcome != ledger::Outcome::accepted)
        throw std::runtime_error(answer.refusal.sentence);
    }
  }

 private:
  std::unique_ptr<client::Client> client_;
  SystemClock clock_;
  SystemRandom random_;
};

template <class Make>
std::vector<CommandBody> each(std::size_t first, Make make) {
  std::vector<CommandBody> bodies;
  for (auto i = first; i < first + projects_at_once; ++i) bodies.emplace_back(make(i));
  return bodies;
}

ProjectId project(std::size_t number) { return ProjectId{"P" + std::to_string(number)}; }
PaymentId payment(std::size_t number) { return PaymentId{"R" + std::to_string(number)}; }

SubmitProject submission(std::size_t number) {
  SubmitProject body;
  body.project = project(number);
  body.call = CallId{"CALL"};
  body.title = "Project " + std::to_string(number);
  body.applicant.siret = siret(number);
  body.applicant.legal_kind = LegalKind::public_body;
  body.applicant.name = "Commune";
  body.eligible_cost = euros(1'000);
  body.asked_amount = euros(1'000);
  return body;
}

DecideAward award(std::size_t number) {
  DecideAward body;
  body.project = project(number);
  body.amount = euros(900, 37);
  body.plan.push_back({PaymentKind::instalment, Rate{Rate::ppm_max}, std::nullopt, {}});
  return body;
}

RegisterPayee payee(std::size_t number) {
  RegisterPayee body;
  body.payee = PayeeId{siret(number)};
  body.legal_kind = LegalKind::public_body;
  body.name = "Commune";
  body.iban.clear = "FR7630006000011234567890189";
  return body;
}

RequestPayment request(std::size_t number) {
  RequestPayment body;
  body.project = project(number);
  body.payment = payment(number);
  body.kind = PaymentKind::instalment;
  body.amount = euros(100 + static_cast<std::int64_t>(number % 7), 1);
  return body;
}

ApprovePayment approval(std::size_t number) {
  ApprovePayment body;
  body.payment = payment(number);
  body.amount = euros(100, 1);
  body.order_number = ActNumber{std::to_string(number)};
  body.budget_year = today().year();
  return body;
}

ConfirmPayment confirmation(std::size_t number) {
  ConfirmPayment body;
  body.payment = payment(number);
  body.attempt = 1;
  body.bank_reference = "BK" + std::to_string(number);
  return body;
}

void found(SinkWorld const& world) {
  Sender administrator{world.connect("administrator")};
  Sender assembly{world.connect("assembly")};
  CreateProgramme programme;
  programme.programme = ProgrammeId{"G"};
  programme.name = "G";
  programme.currency = *Currency::parse("EUR");
  programme.nature = AidNature::operating;
  administrator({programme});
  assembly({VoteAuthority{ProgrammeId{"G"}, euros(1'000'000'000)},
            OpenPaymentCredits{ProgrammeId{"G"}, today().year(), euros(1'000'000'000)}});
  OpenCall call;
  call.call = CallId{"CALL"};
  call.programme = ProgrammeId{"G"};
  call.title = "Call";
  call.opening = today();
  call.deadline = today().plus_days(30);
  administrator({call});
}

}  // namespace

SinkWorld::SinkWorld() {
  auto const made = grandlivre({"init", ledger().string()});
  if (made.exit_code != 0) throw std::runtime_error(made.err);
  server_ = std::make_unique<ServerProcess>(ledger());
  if (!server_->ready()) throw std::runtime_error(server_->log());
  found(*this);
}

std::unique_ptr<client::Client> SinkWorld::connect(std::string const& identity) const {
  tools::DataDirectory const data{ledger()};
  auto const files = data.identity(identity);
  if (!files) throw std::runtime_error(files.error().what);
  client::Config config;
  config.port = server_->port();
  config.ca_file = data.authority_certificate();
  config.certificate_file = files->certificate;
  config.key_file = files->private_key;
  auto connected = client::Client::connect(std::move(config));
  if (!connected) throw std::runtime_error(connected.error().sentence);
  return std::move(*connected);
}

void SinkWorld::write_until(std::atomic<bool> const& over) const {
  Sender applicant{connect("applicant")};
  Sender instructor{connect("instructor")};
  Sender decision{connect("decision")};
  Sender officer{connect("officer")};
  Sender accountant{connect("accountant")};
  for (std::size_t first = 1; !over; first += projects_at_once) {
    applicant(each(first, submission));
    instructor(each(first, [](auto i) { return DeclareComplete{project(i)}; }));
    instructor(each(first, [](auto i) { return DeclareEligible{project(i), {}}; }));
    decision(each(first, award));
    instructor(each(first, payee));
    accountant(each(first, [](auto i) { return VerifyPayeeAccount{PayeeId{siret(i)}}; }));
    instructor(each(first, request));
    officer(each(first, approval));
    officer(each(first, [](auto i) { return IssuePayment{payment(i), {}}; }));
    accountant(each(first, confirmation));
    RecordBankReturn back;
    back.payment = payment(first);
    back.attempt = 1;
    back.reason_code = ReasonCode{"AC04"};
    accountant({back});
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

std::vector<std::string> SinkWorld::sink_words(std::vector<std::string> more) const {
  std::vector<std::string> words{database().string(), "--data", ledger().string(), "--as",
                                 "finance"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::vector<std::string> SinkWorld::sink_program(std::vector<std::string> more) const {
  auto words = sink_words(std::move(more));
  words.insert(words.begin(), GL_BIN_DIR "/grandlivre-sqlite");
  return words;
}

}  // namespace gl::system_test
