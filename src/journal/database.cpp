#include "journal/database.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <string>
#include <utility>

#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/universal_compaction.h>

#include "base/check.h"
#include "journal/files.h"
#include "journal/rocks.h"

namespace gl::journal {

namespace {

constexpr char const* runs_name = "runs";
constexpr char const* incoming_dir_name = "incoming";
constexpr int runs_before_merge = 100;
constexpr unsigned runs_merged = 16;
/// Nothing is ever slowed down or stopped for having many runs: adding one costs no more.
constexpr int runs_max = 1'000'000;
constexpr std::size_t memtable_bytes = 64 << 10;  // Never written to.
constexpr double filter_bits_per_key = 10;
constexpr std::size_t run_row_bytes = 8 + 8 + sizeof(Hash);

rocksdb::DBOptions database_options() {
  rocksdb::DBOptions options = rocks::common_options();
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.atomic_flush = true;
  return options;
}

/// Runs lie side by side up to a hundred, then sixteen neighbours become one. Universal compaction
/// does that and nothing else once its other two reasons to merge are put out of reach.
void set_merging(rocksdb::ColumnFamilyOptions& options) {
  options.compaction_style = rocksdb::kCompactionStyleUniversal;
  options.level0_file_num_compaction_trigger = runs_before_merge;
  options.level0_slowdown_writes_trigger = runs_max;
  options.level0_stop_writes_trigger = runs_max;
  auto& universal = options.compaction_options_universal;
  universal.min_merge_width = runs_merged;
  universal.max_merge_width = runs_merged;
  universal.max_size_amplification_percent = std::numeric_limits<int>::max();
  universal.allow_trivial_move = true;
}

rocksdb::ColumnFamilyOptions family_options(std::size_t prefix_bytes,
                                            rocksdb::BlockBasedTableOptions table) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = memtable_bytes;
  options.max_write_buffer_number = 2;
  options.paranoid_file_checks = false;
  options.force_consistency_checks = true;
  rocks::set_compression(options);
  set_merging(options);
  if (prefix_bytes > 0) {
    options.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(prefix_bytes));
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(filter_bits_per_key));
    table.whole_key_filtering = false;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> families(DatabaseConfig const& config) {
  auto const table = rocks::table_options(config.cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> families{
      {rocksdb::kDefaultColumnFamilyName, family_options(0, table)},
      {runs_name, family_options(0, table)}};
  for (ViewConfig const& view : config.views) {
    families.emplace_back(view.name, family_options(view.prefix_bytes, table));
  }
  return families;
}

/// Makes or checks the FORMAT file.
Result<void> settle_format(DatabaseConfig const& config) {
  auto const format = read_format(config.dir);
  if (!format && format.error().code == Errc::not_found && !config.read_only) {
    std::error_code problem;
    std::filesystem::create_directories(config.dir, problem);
    if (problem) return fail(Errc::io, "make " + config.dir.string() + ": " + problem.message());
    return write_format(config.dir, config.format);
  }
  if (!format) return std::unexpected(format.error());
  if (*format > config.format) {
    return std::unexpected(newer_format_error(config.dir, *format, config.format));
  }
  if (*format < config.format) {
    return fail(Errc::malformed, config.dir.string() + " is in the older format " +
                                     std::to_string(*format) + ", this program writes " +
                                     std::to_string(config.format) + ": build the views anew");
  }
  return {};
}

/// Whether the tables on disk are those of `config`; true when some or all are still to be made.
Result<bool> lacks_families(DatabaseConfig const& config) {
  std::vector<std::string> names;
  auto const listed =
      rocksdb::DB::ListColumnFamilies(database_options(), config.dir.string(), &names);
  if (!listed.ok()) return true;  // Nothing there yet; if it is damaged, open says so.
  for (std::string const& name : names) {
    bool const known =
        name == rocksdb::kDefaultColumnFamilyName || name == runs_name ||
        std::ranges::find(config.views, name, &ViewConfig::name) != config.views.end();
    if (!known) {
      return fail(Errc::malformed, config.dir.string() + " holds a view \"" + name +
                                       "\" that this program does not know: build the views anew");
    }
  }
  return names.size() != config.views.size() + 2;
}

/// Removes what a run left that was being written at a crash.
Result<void> clear_incoming(std::filesystem::path const& dir) {
  std::error_code problem;
  std::filesystem::remove_all(dir / incoming_dir_name, problem);
  if (!problem) std::filesystem::create_directory(dir / incoming_dir_name, problem);
  if (problem) {
    return fail(Errc::io, "clear " + (dir / incoming_dir_name).string() + ": " + problem.message());
  }
  return {};
}

Bytes run_row(RunInfo const& run) {
  Bytes row;
  row.reserve(run_row_bytes);
  for (std::uint64_t const number : {run.first.value(), run.last.value()}) {
    auto const bytes = big_endian(number);
    row.insert(row.end(), bytes.begin(), bytes.end());
  }
  row.insert(row.end(), run.digest.begin(), run.digest.end());
  return row;
}

std::optional<RunInfo> parse_run_row(ByteView key, ByteView row) {
  if (key.size() != 8 || row.size() != run_row_bytes) return std::nullopt;
  RunInfo run{.number = from_big_endian(key),
              .first = Position{from_big_endian(row)},
              .last = Position{from_big_endian(row.subspan(8))}};
  std::ranges::copy(row.subspan(16), run.digest.begin());
  return run;
}

Bytes owned(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

bool starts_with(ByteView bytes, ByteView prefix) {
  return bytes.size() >= prefix.size() && std::ranges::equal(bytes.first(prefix.size()), prefix);
}

}  // namespace

struct Database::Impl {
  DatabaseConfig config;
  std::unique_ptr<rocksdb::DB> database;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;  // default, runs, then the views.
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  mutable std::mutex mutex;  // Guards `runs`.
  std::vector<RunInfo> runs;

  ~Impl();
  rocksdb::ColumnFamilyHandle* runs_handle() const { return handles[1]; }
  rocksdb::ColumnFamilyHandle* handle(ViewIndex view) const {
    GL_CHECK(view.value() < config.views.size(), "a view that the database was not opened with");
    return handles[view.value() + 2];
  }

  Result<void> load_runs();
  Result<rocksdb::IngestExternalFileArg> write_table(std::size_t family, Rows const& rows,
                                                     std::uint64_t run) const;
};

Database::Impl::~Impl() {
  if (!database) return;
  for (auto* const each : handles) database->DestroyColumnFamilyHandle(each);
  database->Close().PermitUncheckedError();
}

Result<void> Database::Impl::load_runs() {
  std::unique_ptr<rocksdb::Iterator> const rows(database->NewIterator({}, runs_handle()));
  for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
    auto const run = parse_run_row(rocks::view(rows->key()), rocks::view(rows->value()));
    bool const follows = run && run->number == runs.size() &&
                         (runs.empty() || run->first.value() == runs.back().last.value() + 1);
    if (!follows) {
      return fail(Errc::corrupt, config.dir.string() + " lacks run " + std::to_string(runs.size()) +
                                     ": build the views anew");
    }
    runs.push_back(*run);
  }
  if (!rows->status().ok()) {
    return std::unexpected(
        rocks::error_of(rows->status(), "read the runs of " + config.dir.string()));
  }
  return {};
}

/// Writes rows as a table file beside the database, synced, not yet part of it.
Result<rocksdb::IngestExternalFileArg> Database::Impl::write_table(std::size_t family,
                                                                   Rows const& rows,
                                                                   std::uint64_t run) const {
  std::string const path = (config.dir / incoming_dir_name /
                            (std::to_string(run) + "-" + std::to_string(family) + ".sst"))
                               .string();
  rocksdb::Options const options(database_options(), families[family].options);
  rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), options, handles[family]);
  auto status = writer.Open(path);
  for (std::size_t i = 0; i < rows.size() && status.ok(); ++i) {
    status = writer.Put(rocks::slice(rows.key(i)), rocks::slice(rows.value(i)));
    GL_CHECK(!status.IsInvalidArgument(), "rows of a run rise strictly by key");
  }
  if (status.ok()) status = writer.Finish();
  if (!status.ok()) return std::unexpected(rocks::error_of(status, "write " + path));
  rocksdb::IngestExternalFileArg ingested;
  ingested.column_family = handles[family];
  ingested.external_files = {path};
  ingested.options.move_files = true;
  ingested.options.write_global_seqno = false;  // The file stays as it was hashed.
  return ingested;
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(DatabaseConfig config) {
  if (auto const settled = settle_format(config); !settled) {
    return std::unexpected(settled.error());
  }
  auto const lacks = lacks_families(config);
  if (!lacks) return std::unexpected(lacks.error());
  auto impl = std::make_unique<Impl>();
  impl->families = families(config);
  impl->config = std::move(config);
  std::string const dir = impl->config.dir.string();
  rocksdb::DB* raw = nullptr;
  auto const opened =
      impl->config.read_only
          ? rocksdb::DB::OpenForReadOnly(database_options(), dir, impl->families, &impl->handles,
                                         &raw)
          : rocksdb::DB::Open(database_options(), dir, impl->families, &impl->handles, &raw);
  if (!opened.ok()) return std::unexpected(rocks::error_of(opened, "open " + dir));
  impl->database.reset(raw);
  if (auto const loaded = impl->load_runs(); !loaded) return std::unexpected(loaded.error());
  if (*lacks && !impl->runs.empty()) {
    return fail(Errc::malformed, dir + " lacks a view that this program needs: build it anew");
  }
  if (!impl->config.read_only) {
    if (auto const cleared = clear_incoming(impl->config.dir); !cleared) {
      return std::unexpected(cleared.error());
    }
  }
  return std::unique_ptr<Database>(new Database(std::move(impl)));
}

Result<RunInfo> Database::ingest(Run const& run) {
  Impl& my = *impl_;
  auto const before = last_run();
  GL_CHECK(run.number == (before ? before->number + 1 : 0), "runs are added in order");
  GL_CHECK(!before || run.first == next(before->last), "a run goes on where the last one ended");
  GL_CHECK(run.views.size() == my.config.views.size(), "a run has rows for each view");
  RunInfo const info{
      .number = run.number, .first = run.first, .last = run.last, .digest = run_digest(run)};
  std::vector<rocksdb::IngestExternalFileArg> tables;
  Rows run_rows;
  run_rows.append(big_endian(info.number), run_row(info));
  for (std::size_t family = 1; family < my.handles.size(); ++family) {
    Rows const& rows = family == 1 ? run_rows : run.views[family - 2];
    if (rows.empty()) continue;
    auto table = my.write_table(family, rows, info.number);
    if (!table) return std::unexpected(table.error());
    tables.push_back(std::move(*table));
  }
  auto const ingested = my.database->IngestExternalFiles(tables);
  if (!ingested.ok()) {
    return std::unexpected(rocks::error_of(ingested, "add run " + std::to_string(info.number)));
  }
  std::scoped_lock const lock(my.mutex);
  my.runs.push_back(info);
  return info;
}

std::vector<RunInfo> Database::runs() const {
  std::scoped_lock const lock(impl_->mutex);
  return impl_->runs;
}

std::optional<RunInfo> Database::last_run() const {
  std::scoped_lock const lock(impl_->mutex);
  if (impl_->runs.empty()) return std::nullopt;
  return impl_->runs.back();
}

std::size_t Database::run_files(ViewIndex view) const {
  rocksdb::ColumnFamilyMetaData tables;
  impl_->database->GetColumnFamilyMetaData(impl_->handle(view), &tables);
  return tables.file_count;
}

Result<std::optional<Bytes>> Database::get(ViewIndex view, ByteView key) const {
  rocksdb::PinnableSlice value;
  auto const status = impl_->database->Get({}, impl_->handle(view), rocks::slice(key), &value);
  if (status.IsNotFound()) return std::optional<Bytes>{};
  if (!status.ok()) return std::unexpected(rocks::error_of(status, "read a view"));
  return owned(rocks::view(value));
}

Result<std::optional<Row>> Database::last_at_or_before(ViewIndex view, ByteView prefix,
                                                       ByteView key) const {
  GL_CHECK(starts_with(key, prefix), "the key looked for starts with the prefix");
  std::size_t const grouped_by = impl_->config.views[view.value()].prefix_bytes;
  rocksdb::ReadOptions options;
  options.total_order_seek = grouped_by == 0 || prefix.size() < grouped_by;
  std::unique_ptr<rocksdb::Iterator> const rows(
      impl_->database->NewIterator(options, impl_->handle(view)));
  rows->SeekForPrev(rocks::slice(key));
  if (!rows->status().ok()) {
    return std::unexpected(rocks::error_of(rows->status(), "read a view"));
  }
  if (!rows->Valid() || !starts_with(rocks::view(rows->key()), prefix)) {
    return std::optional<Row>{};
  }
  return Row{.key = owned(rocks::view(rows->key())), .value = owned(rocks::view(rows->value()))};
}

Result<void> Database::scan(ViewIndex view, ByteView from, ByteView to, Direction direction,
                            Visit const& visit) const {
  if (!to.empty() && !std::ranges::lexicographical_compare(from, to)) return {};
  rocksdb::Slice const lower = rocks::slice(from);
  rocksdb::Slice const upper = rocks::slice(to);
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  if (!from.empty()) options.iterate_lower_bound = &lower;
  if (!to.empty()) options.iterate_upper_bound = &upper;
  std::unique_ptr<rocksdb::Iterator> const rows(
      impl_->database->NewIterator(options, impl_->handle(view)));
  bool const forward = direction == Direction::forward;
  forward ? rows->SeekToFirst() : rows->SeekToLast();
  while (rows->Valid() && visit(rocks::view(rows->key()), rocks::view(rows->value()))) {
    forward ? rows->Next() : rows->Prev();
  }
  if (!rows->status().ok()) {
    return std::unexpected(rocks::error_of(rows->status(), "read a view"));
  }
  return {};
}

}  // namespace gl::journal
