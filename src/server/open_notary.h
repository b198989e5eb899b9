#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "base/uuid.h"
#include "journal/journal.h"
#include "ledger/state.h"
#include "notary/notary.h"

namespace gl::server {

/// Opens the notary with the key that the events in the journal say is the ledger's; `state` is
/// that at its head. A change of the key that was cut off is ended first: if its event is there,
/// what comes behind it is done, else the key that was made for it is destroyed.
/// Errors: corrupt (keys/ has another key than the events say, naming both; those of
/// `Notary::open`), not_found, malformed, io.
[[nodiscard]] Result<std::unique_ptr<notary::Notary>> open_notary(
    std::filesystem::path const& data_directory, Uuid const& ledger, journal::Journal& journal,
    ledger::State const& state);

}  // namespace gl::server
