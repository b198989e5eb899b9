#include "projections/exports/grants.h"

#include <utility>

#include "codec/event_codec.h"
#include "projections/effects.h"
#include "projections/exports/grant_fold.h"

namespace gl::projections {
namespace {

constexpr std::size_t grants_write_bytes = 64U << 10;

/// Sorts by project, then by position: no id has a zero byte, so none is the start of another's.
std::string project_key(ledger::ProjectId const& project, Position position) {
  auto key = project.string();
  key += '\0';
  key += as_text(big_endian(position.value()));
  return key;
}

std::string_view project_in(std::string_view key) { return key.substr(0, key.find('\0')); }

}  // namespace

GrantsExport::GrantsExport(TextOut& out, ExportSettings const& settings)
    : out_(out), settings_(settings), spool_(settings.spool) {}

void GrantsExport::note_names(ledger::EventBody const& body) {
  std::visit(
      Overloaded{
          [this](ledger::LedgerCreated const& event) { ledger_name_ = event.name; },
          [this](ledger::ProgrammeCreated const& event) {
            programmes_[event.programme] = {event.settings.name, event.settings.publication};
          },
          [this](ledger::ProgrammeAmended const& event) {
            programmes_[event.programme] = {event.after.name, event.after.publication};
          },
          [this](ledger::CallDrafted const& event) { calls_[event.call] = event.terms.title; },
          [this](ledger::CallOpened const& event) { calls_[event.call] = event.terms.title; },
          [this](ledger::CallAmended const& event) { calls_[event.call] = event.after.title; },
          [this](ledger::CallReopened const& event) { calls_[event.call] = event.after.title; },
          [this](ledger::PayeeRegistered const& event) {
            payees_[event.payee] = {event.legal_kind, event.name.open};
          },
          [](auto const&) {},
      },
      body);
}

Result<void> GrantsExport::take(ByteView bytes) {
  auto const event = codec::decode_event(bytes);
  if (!event) {
    auto error = event.error();
    if (error.code == Errc::newer_format) {
      error.what +=
          "; what it says of grants is not known here: export with the newer program, or as of a "
          "position before it";
    }
    return std::unexpected(std::move(error));
  }
  note_names(event->body);
  auto const project = project_of(event->body);
  if (project.empty()) return {};
  return spool_.add(project_key(project, event->envelope.position), bytes);
}

Result<void> GrantsExport::finish(ledger::AnsweredAt const& at, Told const& progress) {
  at_ = at;
  begin(text_);
  std::string project;
  GrantFold fold;
  std::uint64_t read = 0;
  auto const end_project = [&]() -> Result<void> {
    auto folded = std::exchange(fold, {}).finish();
    return folded ? write(*std::move(folded)) : Result<void>{};
  };
  auto done = spool_.for_each([&](std::string_view key, ByteView bytes) -> Result<void> {
    if (project_in(key) != project) {
      if (auto ended = end_project(); !ended) return ended;
      project = project_in(key);
    }
    auto const event = codec::decode_event(bytes);
    if (!event) return std::unexpected(event.error());
    fold.take(*event);
    if (progress) progress(++read, spool_.size());
    return {};
  });
  if (done) done = end_project();
  if (!done) return done;
  end(text_);
  return flush_if(0);
}

Result<void> GrantsExport::write(Grant grant_to_write) {
  auto const& summary = grant_to_write.view.summary;
  auto const& programme = programmes_[summary.programme];
  if (!programme.publication && !settings_.unpublished) {
    leave_out("of programmes whose grants are not to be published (--unpublished takes them in)",
              grant_to_write.amount(), summary.currency);
    return {};
  }
  grant_to_write.programme_name = programme.name;
  grant_to_write.call_title = calls_[summary.call];
  name_payees(grant_to_write);
  grant(text_, grant_to_write);
  return flush_if(grants_write_bytes);
}

void GrantsExport::name_payees(Grant& named) const {
  for (auto& payee : named.payees) {
    if (payee.id == named.view.summary.applicant) {
      payee.legal_kind = named.view.legal_kind;
      payee.name = named.view.applicant_name.open;
    }
    auto const known = payees_.find(payee.id);
    if (known == payees_.end()) continue;
    if (known->second.legal_kind != ledger::LegalKind::unstated) {
      payee.legal_kind = known->second.legal_kind;
    }
    if (!known->second.name.empty()) payee.name = known->second.name;
  }
  for (auto& payee : named.payees) {
    if (payee.is_natural_person()) payee.name.clear();
  }
}

std::string GrantsExport::funder_name() const {
  return settings_.funder_name.empty() ? ledger_name_ : settings_.funder_name;
}

std::string GrantsExport::funder_id() const {
  return ledger::is_siret(settings_.funder) ? "FR-INSEE-" + settings_.funder : settings_.funder;
}

std::string GrantsExport::organisation_id(ledger::PayeeId const& payee) const {
  if (ledger::is_siret(payee.view())) return "FR-INSEE-" + payee.string();
  if (ledger::is_rna(payee.view())) return "FR-RNA-" + payee.string();
  return funder_id() + "-payee-" + payee.string();
}

void GrantsExport::leave_out(std::string const& why, ledger::Money amount,
                             ledger::Currency currency) {
  auto& all = left_out_[{why, currency}];
  ++all.grants;
  all.sum = add(all.sum, amount);
}

std::vector<std::string> GrantsExport::notes() const {
  std::vector<std::string> sentences;
  sentences.reserve(left_out_.size() + noted_.size());
  for (auto const& [why, all] : left_out_) {
    sentences.push_back(
        "left out: " + std::to_string(all.grants) + (all.grants == 1 ? " grant, " : " grants, ") +
        to_string(all.sum, why.second) + " " + why.second.code() + ", " + why.first);
  }
  for (auto const& [what, count] : noted_) {
    sentences.push_back(std::to_string(count) + " " + what);
  }
  return sentences;
}

Result<void> GrantsExport::flush_if(std::size_t bytes_min) {
  if (text_.size() < bytes_min) return {};
  auto done = out_.write(text_);
  text_.clear();
  return done;
}

}  // namespace gl::projections
