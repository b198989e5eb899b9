#pragma once

#include <asio/experimental/as_tuple.hpp>
#include <asio/use_awaitable.hpp>

namespace gl::server {

/// For `co_await`: gives the error code beside the result, instead of throwing it.
[[nodiscard]] inline auto as_tuple() { return asio::experimental::as_tuple(asio::use_awaitable); }

}  // namespace gl::server
