#include "projections/fold.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace gl::projections {

// ------------------------------------------------------------------- thinking

void Fold::Pending::clear() {
  rows.clear();
  listed.clear();
  times.clear();
  commands.clear();
  joined.clear();
  heads.clear();
  programmes.clear();
  calls.clear();
}

SeriesRow& Fold::Pending::row(SeriesSlot& slot, ledger::Envelope const& envelope) {
  for (auto at = rows_of_event; at < rows.size(); ++at) {
    if (rows[at].slot == &slot) return rows[at].row;
  }
  auto& added = rows.emplace_back(Row{&slot, {}});
  added.row.position = envelope.position;
  added.row.day = envelope.effective_date.days();
  return added.row;
}

Result<void> Fold::add(std::span<ledger::Event const> events) {
  if (events.empty()) return {};
  auto const end = store_.open_run_end();
  GL_CHECK(events.front().envelope.position == next(store_.now().position) &&
               events.back().envelope.position <= end,
           "events that are not the next ones of the open run");
  pending_.clear();
  for (auto const& event : events) {
    if (auto const thought = think(event); !thought) return thought;
  }
  auto const& last = events.back().envelope;
  store_.write({last.position, last.recorded_at}, [&](MemRun& run, Directory& directory) {
    write(run, directory);
    run.mark = mark_of(last.position, last.recorded_at, last.command_id);
  });
  if (last.position < end) return {};
  store_.seal();
  run_begins_ = true;
  ++runs_;
  forget_some_projects();
  return {};
}

Result<void> Fold::think(ledger::Event const& event) {
  auto const& envelope = event.envelope;
  pending_.rows_of_event = pending_.rows.size();
  if (run_begins_ || envelope.recorded_at != last_recorded_at_) {
    pending_.times.push_back({envelope.position, envelope.recorded_at});
    last_recorded_at_ = envelope.recorded_at;
    run_begins_ = false;
  }
  think_of_commands(event);
  think_of_creations(event);
  ProjectSlot* its_project = nullptr;
  if (auto const id = project_of(event.body); !id.empty()) {
    auto const found = project(id, event);
    if (!found) return std::unexpected(found.error());
    its_project = *found;
    if (auto const done = think_of_project(event, *its_project); !done) return done;
  }
  list(event, its_project);
  return think_of_postings(event, its_project);
}

void Fold::think_of_commands(ledger::Event const& event) {
  auto const& envelope = event.envelope;
  auto const add = [&](Uuid const& id) {
    if (!id.is_nil()) pending_.commands.push_back({envelope.position, command_hash_(id)});
  };
  add(envelope.command_id);
  auto const* refused = std::get_if<ledger::CommandRefused>(&event.body);
  if (refused == nullptr) return;
  for (auto const& member : refused->list) add(member.command_id);
}

void Fold::think_of_creations(ledger::Event const& event) {
  auto const position = event.envelope.position;
  if (auto const* programme = std::get_if<ledger::ProgrammeCreated>(&event.body)) {
    pending_.programmes.emplace_back(programme->programme,
                                     ProgrammeEntry{position, programme->settings.currency, {}});
  } else if (auto const* drafted = std::get_if<ledger::CallDrafted>(&event.body)) {
    pending_.calls.emplace_back(drafted->call, CallEntry{position, drafted->programme});
  } else if (auto const* opened = std::get_if<ledger::CallOpened>(&event.body)) {
    if (opened->draft_version != 0) return;  // it is there since its draft
    pending_.calls.emplace_back(opened->call, CallEntry{position, opened->programme});
  } else if (auto const* amended = std::get_if<ledger::ProjectAmended>(&event.body)) {
    add_head(event.envelope, *amended);
  } else if (auto const* submitted = std::get_if<ledger::ProjectSubmitted>(&event.body)) {
    auto const id = submitted->project.string();
    pending_.joined.push_back({all_projects() + id, position});
    pending_.joined.push_back({projects_of_call(submitted->call) + id, position});
    pending_.joined.push_back({projects_of_programme(submitted->programme) + id, position});
    add_head(event.envelope, *submitted);
  }
}

void Fold::add_head(ledger::Envelope const& envelope, ledger::Application const& application) {
  ProjectHead const head{application.call, application.programme, envelope.currency,
                         application.applicant.id, application.title};
  pending_.heads.push_back({project_series(application.project), envelope.position, encode(head)});
}

void Fold::list(ledger::Event const& event, ProjectSlot* project) {
  auto const& stream = event.envelope.stream;
  auto const add = [&](ListSlot& slot) {
    pending_.listed.push_back({&slot, event.envelope.position});
  };
  auto const slot_in = [](auto& table, ledger::StreamRef const& key, auto name) -> ListSlot& {
    auto const [at, is_new] = table.try_emplace(key);
    if (is_new) at->second.key = name(key);
    return at->second;
  };
  if (stream.kind == ledger::StreamKind::project && project != nullptr) {
    if (project->stream.key.empty()) project->stream.key = stream_list(stream);
    add(project->stream);
  } else {
    add(slot_in(streams_, stream, stream_list));
  }
  if (auto const* refused = std::get_if<ledger::CommandRefused>(&event.body)) {
    add(slot_in(refused_, refused->target, refusals_list));
  }
}

Result<void> Fold::think_of_project(ledger::Event const& event, ProjectSlot& project) {
  auto const before = project.facts;
  take(project.facts, event.body);
  auto const& after = project.facts;
  auto& row = pending_.row(project.series, event.envelope);
  auto const change = [&](std::size_t place, std::int64_t from, std::int64_t to) {
    if (from != to) row.add(place, to - from);
  };
  change(field::state, static_cast<std::int64_t>(before.state),
         static_cast<std::int64_t>(after.state));
  change(field::asked, before.asked.minor_units(), after.asked.minor_units());
  change(field::award, before.award.minor_units(), after.award.minor_units());
  change(field::has_convention, before.has_convention ? 1 : 0, after.has_convention ? 1 : 0);

  auto const is_new = std::holds_alternative<ledger::ProjectSubmitted>(event.body);
  auto const asked = after.asked.minor_units() - before.asked.minor_units();
  auto const awarded = after.awarded().minor_units() - before.awarded().minor_units();
  if (!is_new && asked == 0 && awarded == 0) return {};
  auto const its_call = call_of(event, project);
  if (!its_call) return std::unexpected(its_call.error());
  auto& total = pending_.row(**its_call, event.envelope);
  if (is_new) total.add(field::call_projects, 1);
  if (is_new || asked != 0) total.add(field::call_asked, asked);
  if (awarded != 0) total.add(field::call_awarded, awarded);
  return {};
}

Result<void> Fold::think_of_postings(ledger::Event const& event, ProjectSlot* project) {
  for (auto const& posting : ledger::postings(event)) {
    auto const& account = posting.account;
    auto const amount = posting.amount.minor_units();
    auto const place = place_of(account);
    auto const owner = programme(account.programme);
    if (!owner) return std::unexpected(owner.error());
    if (place.total) pending_.row((*owner)->authority, event.envelope).add(*place.total, amount);
    switch (place.owner) {
      case PostingPlace::Owner::programme:
        pending_.row((*owner)->authority, event.envelope).add(place.field, amount);
        break;
      case PostingPlace::Owner::credits: {
        auto const line = credits(**owner, account);
        if (!line) return std::unexpected(line.error());
        pending_.row(**line, event.envelope).add(place.field, amount);
        break;
      }
      case PostingPlace::Owner::call: {
        auto const part = call(ledger::CallId{account.scope.view()});
        if (!part) return std::unexpected(part.error());
        pending_.row(**part, event.envelope).add(place.field, amount);
        break;
      }
      case PostingPlace::Owner::project:
        GL_CHECK(project != nullptr && project_of(event.body).view() == account.scope.view(),
                 "an event posts to another project than its own");
        pending_.row(project->series, event.envelope).add(place.field, amount);
        break;
    }
  }
  return {};
}

Result<Fold::SeriesSlot*> Fold::call_of(ledger::Event const& event, ProjectSlot& project) {
  if (project.call != nullptr) return project.call;
  ledger::CallId id;
  std::visit(
      [&](auto const& body) {
        if constexpr (requires { body.call; }) id = body.call;
      },
      event.body);
  if (id.empty()) {
    auto const row = store_.chunk_at(View::heads, project.series.key, event.envelope.position);
    if (!row) return std::unexpected(row.error());
    GL_CHECK(row->has_value(), "an award before its project was submitted");
    auto const head = decode_project_head(**row);
    if (!head) return std::unexpected(head.error());
    id = head->call;
  }
  auto const found = call(id);
  if (found) project.call = *found;
  return found;
}

// ------------------------------------------------------------------- slots

Result<void> Fold::read_back(SeriesSlot& slot, View view, SeriesKey key) {
  auto state = store_.state_at(view, key, store_.now().position);
  if (!state) return std::unexpected(state.error());
  slot.view = view;
  slot.key = std::move(key);
  slot.state = *state;
  return {};
}

Result<Fold::ProjectSlot*> Fold::project(ledger::ProjectId const& id, ledger::Event const& event) {
  auto const [at, is_new] = projects_.try_emplace(id);
  auto& slot = at->second;
  slot.last_used = runs_;
  if (!is_new) return &slot;
  slot.series.view = View::projects;
  if (std::holds_alternative<ledger::ProjectSubmitted>(event.body)) {
    slot.series.key = project_series(id);
    return &slot;
  }
  if (auto const read = read_back(slot.series, View::projects, project_series(id)); !read) {
    projects_.erase(at);
    return std::unexpected(read.error());
  }
  slot.facts = facts_of(slot.series.state);
  return &slot;
}

Result<Fold::ProgrammeSlot*> Fold::programme(ledger::ProgrammeId const& id) {
  if (last_programme_.second != nullptr && last_programme_.first == id) {
    return last_programme_.second;
  }
  auto const [at, is_new] = programmes_.try_emplace(id);
  if (is_new) {
    auto const read = read_back(at->second.authority, View::money, programme_series(id));
    if (!read) {
      programmes_.erase(at);
      return std::unexpected(read.error());
    }
  }
  last_programme_ = {id, &at->second};
  return &at->second;
}

Result<Fold::SeriesSlot*> Fold::credits(ProgrammeSlot& programme, ledger::Account const& account) {
  auto const [at, is_new] = programme.credits.try_emplace(account.year);
  if (!is_new) return &at->second;
  auto const read =
      read_back(at->second, View::money, credits_series(account.programme, account.year));
  if (!read) {
    programme.credits.erase(at);
    return std::unexpected(read.error());
  }
  return &at->second;
}

Result<Fold::SeriesSlot*> Fold::call(ledger::CallId const& id) {
  auto const [at, is_new] = calls_.try_emplace(id);
  if (!is_new) return &at->second;
  if (auto const read = read_back(at->second, View::money, call_series(id)); !read) {
    calls_.erase(at);
    return std::unexpected(read.error());
  }
  return &at->second;
}

void Fold::forget_some_projects() {
  if (projects_.size() > projects_max) {
    std::erase_if(projects_, [&](auto const& entry) { return entry.second.last_used + 1 < runs_; });
  }
  if (projects_.size() > projects_max) projects_.clear();
  if (streams_.size() > projects_max) streams_.clear();
  if (refused_.size() > projects_max) refused_.clear();
}

// ------------------------------------------------------------------- writing

void Fold::write(MemRun& run, Directory& directory) {
  for (auto const& [id, entry] : pending_.programmes) {
    auto& made = directory.programmes[id];
    made.created = entry.created;
    made.currency = entry.currency;
  }
  for (auto const& [id, entry] : pending_.calls) directory.calls[id] = entry;
  for (auto& [key, position] : pending_.joined) run.members.emplace(std::move(key), position);
  for (auto& [key, position, row] : pending_.heads) {
    chunk_for(run.heads[key], position, 0).chunk.bytes = std::move(row);
  }
  for (auto const& change : pending_.times) {
    auto const chunks = run.times.size();
    append_time(run.times, change.first, change.recorded_at);
    if (run.times.size() != chunks) {
      directory.times.push_back({change.first, change.recorded_at});
    }
  }
  for (auto const& [position, hash] : pending_.commands) {
    append_command_hash(run.commands, position, hash);
  }
  for (auto const& [slot, position] : pending_.listed) {
    if (slot->run != run.number) {
      slot->run = run.number;
      slot->chunks = &run.streams[slot->key];
    }
    append_position(*slot->chunks, position);
  }
  for (auto const& row : pending_.rows) write_row(run, directory, row);
}

void Fold::write_row(MemRun& run, Directory& directory, Pending::Row const& pending) {
  auto& slot = *pending.slot;
  auto const& row = pending.row;
  bool const is_money = slot.view == View::money;
  if (slot.run != run.number) {
    slot.run = run.number;
    slot.chunks = is_money ? &run.money[slot.key] : &run.projects[slot.key];
    slot.late = nullptr;
    slot.places = is_money ? &directory.series[slot.key] : nullptr;
    auto const credits = parse_credits_series(slot.key);
    if (credits) directory.programmes[credits->programme].years.insert(credits->year);
  }
  auto& growing = chunk_for(*slot.chunks, row.position, Chunk::rows_max);
  bool const begins = growing.rows == 0;
  if (begins) begin_chunk(growing.chunk.bytes, slot.state);
  append_row(growing.chunk.bytes, row, growing.last, growing.last_day);
  growing.last = row.position;
  growing.last_day = row.day;
  ++growing.rows;
  auto const late_before = slot.state.late;
  bool const late = take(slot.state, row);
  if (!is_money) return;
  if (begins) slot.places->chunks.push_back({row.position, slot.state.max_day});
  if (late) write_late(run, slot, row, late_before);
}

void Fold::write_late(MemRun& run, SeriesSlot& slot, SeriesRow const& row,
                      Fields const& late_before) {
  if (slot.late == nullptr) slot.late = &run.late[slot.key];
  auto& growing = chunk_for(*slot.late, row.position, late_rows_max);
  auto& places = slot.places->late;
  if (growing.rows == 0) {
    begin_late_pack(growing.chunk.bytes, late_before);
    auto const max_day = places.empty() ? row.day : std::max(places.back().max_day_so_far, row.day);
    places.push_back({row.position, row.day, max_day});
  }
  append_row(growing.chunk.bytes, row, growing.last, growing.last_day);
  growing.last = row.position;
  growing.last_day = row.day;
  ++growing.rows;
  places.back().min_day = std::min(places.back().min_day, row.day);
  places.back().max_day_so_far = std::max(places.back().max_day_so_far, row.day);
}

}  // namespace gl::projections
