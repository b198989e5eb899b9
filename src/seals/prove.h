#pragma once

#include <string>

#include "base/result.h"
#include "projections/views.h"
#include "proof/balance_proof.h"
#include "seals/seal_file.h"

namespace gl::seals {

/// What shows all lines of a seal that begin with `prefix`, from views that have its position.
/// Takes time in proportion to the number of projects. Errors: corrupt (the views say another thing
/// than what was sealed), those of the views. Thread: any.
[[nodiscard]] Result<proof::BalanceFile> prove_lines(projections::Views const& views,
                                                     Kept const& seal, std::string const& prefix);

}  // namespace gl::seals
