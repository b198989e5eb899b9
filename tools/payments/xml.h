#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace gl::payments {

/// What is told of an XML file as it is read.
class XmlListener {
 public:
  XmlListener() = default;
  XmlListener(XmlListener const&) = delete;
  XmlListener& operator=(XmlListener const&) = delete;
  virtual ~XmlListener() = default;

  /// The root element's namespace, before anything else. An error ends the reading.
  [[nodiscard]] virtual Result<void> root(std::string_view name, std::string_view space) = 0;
  /// An element begins; `path` is its names from below the root, with slashes between.
  [[nodiscard]] virtual Result<void> begin(std::string_view path) = 0;
  /// It ends. `text` has no blanks at its ends and is empty for an element that holds others;
  /// `currency` is its attribute Ccy.
  [[nodiscard]] virtual Result<void> end(std::string_view path, std::string_view text,
                                         std::string_view currency) = 0;
};

/// Reads XML in pieces, in memory that does not grow with the file. A document type, and so every
/// entity of its own, is refused as soon as it begins. Thread: one.
class XmlReader {
 public:
  /// Most elements inside of each other.
  static constexpr std::size_t depth_max = 64;
  /// Most bytes of one text: ISO 20022 has none above 2 000 characters.
  static constexpr std::size_t text_bytes_max = 10'000;

  explicit XmlReader(XmlListener& listener);
  XmlReader(XmlReader const&) = delete;
  XmlReader& operator=(XmlReader const&) = delete;
  ~XmlReader();

  /// The next bytes. Errors: malformed, too_large, with the line; the listener's own.
  [[nodiscard]] Result<void> feed(ByteView bytes);
  /// There are no more. Errors: as above.
  [[nodiscard]] Result<void> finish();

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace gl::payments
