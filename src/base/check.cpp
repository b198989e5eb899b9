#include "base/check.h"

#include <spdlog/spdlog.h>

#include <cstdlib>

namespace gl {

void check_failed(std::string_view expectation, std::string_view why, std::source_location where) {
  spdlog::critical("event=check_failed expectation=\"{}\" why=\"{}\" at={}:{}", expectation, why,
                   where.file_name(), where.line());
  spdlog::default_logger()->flush();
  std::abort();
}

}  // namespace gl
