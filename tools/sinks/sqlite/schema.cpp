#include "tools/sinks/sqlite/schema.h"

#include <string>

namespace gl::sinks {
namespace {

/// Amounts are whole minor units of the programme's currency; the tables are strict, so that a sum
/// that leaves 64 bits is an error and never a floating point number.
constexpr auto tables = R"(
create table place (
  only_row integer primary key check (only_row = 1),
  ledger text not null,
  ledger_name text not null,
  consumer text not null,
  position integer not null,        -- every event up to here is in this database
  recorded_at text not null,        -- of that event, UTC; empty before the first
  leaf text not null                -- hex of that event's leaf hash; empty before the first
) strict;

create table programmes (
  programme text primary key,
  name text not null,
  currency text not null,
  decimals integer not null         -- of the currency: an amount of 4000 is 40.00 with 2
) strict;

create table balances (             -- commitment authority
  programme text primary key references programmes,
  voted integer not null default 0,
  available integer not null default 0,
  committed integer not null default 0,
  payable integer not null default 0,
  disbursed integer not null default 0,
  recoverable integer not null default 0,
  recovered integer not null default 0,
  written_off integer not null default 0,
  lapsed integer not null default 0
) strict;

create table credits (              -- payment credits by budget year
  programme text not null references programmes,
  year integer not null,
  available integer not null default 0,
  consumed integer not null default 0,
  lapsed integer not null default 0,
  primary key (programme, year)
) strict;

create table projects (
  project text primary key,
  programme text not null references programmes,
  call text not null,
  title text not null,
  applicant text,                   -- SIRET or RNA number; null for a natural person
  applicant_kind text not null,
  applicant_name text,              -- null for a natural person
  asked integer not null,
  state text not null,
  award integer,                    -- as last decided; null: none
  awarded_on text,
  committed integer not null default 0,
  payable integer not null default 0,
  disbursed integer not null default 0,
  recoverable integer not null default 0,
  recovered integer not null default 0,
  written_off integer not null default 0,
  has_agreement integer not null default 0,
  position integer not null         -- of the last event about it
) strict;

create table payments (
  payment text primary key,
  project text not null references projects,
  kind text not null,
  payee text,                       -- SIRET or RNA number; null for a natural person
  state text not null,
  requested integer not null,
  amount integer not null,          -- requested, then approved
  order_number text,
  budget_year integer,
  attempt integer not null default 0,
  end_to_end_id text,
  paid_on text,                     -- the value date, else the day of the event
  paid_reference text,
  returned_on text,
  return_reason text,
  position integer not null
) strict;
create index payments_of_project on payments (project);
create index payments_of_year on payments (budget_year);

create table recoveries (
  recovery text primary key,
  project text not null references projects,
  titre_number text not null,
  state text not null,
  ordered_on text not null,
  ordered integer not null,
  received integer not null default 0,
  outstanding integer not null,
  position integer not null
) strict;
create index recoveries_of_project on recoveries (project);

create view grants as               -- projects with an award, also one that was cancelled
  select project, programme, call, title, applicant, applicant_kind, applicant_name, state,
         award, awarded_on, committed, payable, disbursed, recoverable, recovered, written_off,
         position
    from projects where award is not null;

create view years as                -- a budget year of a programme: credits, orders, payments
  select c.programme, c.year, c.available + c.consumed + c.lapsed as credits,
         c.available, c.consumed, c.lapsed,
         coalesce(sum(p.amount) filter (where p.state in
           ('Approved', 'Issued', 'RejectedByAccountant', 'Paid', 'Returned')), 0) as ordered,
         coalesce(sum(p.amount) filter (where p.state = 'Paid'), 0) as paid,
         count(p.payment) filter (where p.state = 'Paid') as payments
    from credits c
    left join (select p.*, j.programme from payments p join projects j using (project)) p
      on p.programme = c.programme and p.budget_year = c.year
   group by c.programme, c.year;
)";

/// Nothing when the database may be used; `is_empty` when it has yet to be made.
Result<void> check_owner(Database& database, std::filesystem::path const& file, bool& is_empty) {
  auto const owner = database.number("pragma application_id");
  auto const version = database.number("pragma user_version");
  auto const objects = database.number("select count(*) from sqlite_schema");
  if (auto done = database.outcome(); !done) return done;
  is_empty = objects == 0;
  if (is_empty || (owner == application_id && version == schema_version)) return {};
  if (owner == application_id && version > schema_version) {
    return fail(Errc::newer_format,
                file.string() + " has schema " + std::to_string(*version) +
                    ", this program knows up to " + std::to_string(schema_version) +
                    ": install the newer version, or name a new file, which is made anew");
  }
  return fail(Errc::exists, file.string() + " is a database of another program: name another file");
}

}  // namespace

Result<void> prepare_schema(Database& database, std::filesystem::path const& file) {
  bool is_empty = false;
  database.run_all("begin immediate");
  auto done = check_owner(database, file, is_empty);
  if (!done || !is_empty) {
    database.roll_back();
    return done;
  }
  database.run_all(tables);
  database.run_all(("pragma application_id = " + std::to_string(application_id) +
                    "; pragma user_version = " + std::to_string(schema_version) + "; commit")
                       .c_str());
  done = database.outcome();
  if (!done) database.roll_back();
  return done;
}

}  // namespace gl::sinks
