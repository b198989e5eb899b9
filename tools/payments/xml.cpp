#include "tools/payments/xml.h"

#include <fmt/format.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace gl::payments {
namespace {

/// libxml2 counts in int.
constexpr std::size_t piece_bytes_max = 1U << 20U;

std::string_view view(xmlChar const* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<char const*>(text);
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// libxml2 would write what it finds to standard error.
void say_nothing(void*, char const*, ...) {}

}  // namespace

/// libxml2's push parser; it calls the static functions below.
class XmlReader::Parser {
 public:
  explicit Parser(XmlListener& listener) : listener_(listener) {
    sax_.initialized = XML_SAX2_MAGIC;
    sax_.internalSubset = [](void* self, xmlChar const*, xmlChar const*, xmlChar const*) {
      of(self).stop(
          {Errc::malformed,
           "the file has a document type (DOCTYPE), which may define entities: bank files "
           "have none, ask the bank for the file as it was made"});
    };
    sax_.startElementNs = [](void* self, xmlChar const* name, xmlChar const*, xmlChar const* space,
                             int, xmlChar const**, int count, int, xmlChar const** attributes) {
      of(self).begin(view(name), view(space), currency(count, attributes));
    };
    sax_.endElementNs = [](void* self, xmlChar const*, xmlChar const*, xmlChar const*) {
      of(self).end();
    };
    sax_.characters = [](void* self, xmlChar const* text, int size) {
      of(self).add({reinterpret_cast<char const*>(text), static_cast<std::size_t>(size)});
    };
    sax_.cdataBlock = sax_.characters;
    sax_.warning = say_nothing;
    sax_.error = say_nothing;
    sax_.fatalError = say_nothing;
    context_ = xmlCreatePushParserCtxt(&sax_, this, nullptr, 0, nullptr);
    if (context_ != nullptr) xmlCtxtUseOptions(context_, XML_PARSE_NONET);
  }
  Parser(Parser const&) = delete;
  Parser& operator=(Parser const&) = delete;
  ~Parser() { xmlFreeParserCtxt(context_); }

  Result<void> feed(ByteView bytes, bool last) {
    if (context_ == nullptr) return fail(Errc::io, "libxml2 has no memory left");
    if (problem_) return std::unexpected(*problem_);
    auto const text = as_text(bytes);
    auto const code =
        xmlParseChunk(context_, text.data(), static_cast<int>(text.size()), last ? 1 : 0);
    if (problem_) return std::unexpected(*problem_);
    if (code == XML_ERR_OK) return {};
    problem_ = syntax_error(last);
    return std::unexpected(*problem_);
  }

 private:
  static Parser& of(void* self) { return *static_cast<Parser*>(self); }

  /// The attribute Ccy: five pointers an attribute, the last two are its value's ends.
  static std::string_view currency(int count, xmlChar const** attributes) {
    for (int i = 0; i < count; ++i) {
      auto const* const attribute = attributes + std::ptrdiff_t{5} * i;
      if (view(attribute[0]) != "Ccy") continue;
      return {reinterpret_cast<char const*>(attribute[3]),
              static_cast<std::size_t>(attribute[4] - attribute[3])};
    }
    return {};
  }

  [[nodiscard]] int line() const { return xmlSAX2GetLineNumber(context_); }

  Error syntax_error(bool last) {
    auto const* const found = xmlCtxtGetLastError(context_);
    std::string why = found == nullptr || found->message == nullptr ? "" : found->message;
    std::ranges::replace(why, '\n', ' ');
    why.erase(why.find_last_not_of(' ') + 1);
    if (last && depth() > 0) {
      return {Errc::malformed,
              fmt::format("the file ends in line {} inside of {}: it was cut off, get it again",
                          line(), path_.empty() ? "the document" : path_)};
    }
    return {
        Errc::malformed,
        fmt::format("line {} is not XML as it should be ({}): get the file again", line(), why)};
  }

  void stop(Error problem) {
    if (!problem_) problem_ = std::move(problem);
    xmlStopParser(context_);
  }

  [[nodiscard]] std::size_t depth() const { return ends_.size(); }

  void begin(std::string_view name, std::string_view space, std::string_view currency) {
    if (problem_) return;
    text_.clear();
    if (depth() == depth_max) {
      return stop({Errc::too_large, fmt::format("line {}: more than {} elements inside of each "
                                                "other, the maximum: this is no bank's file",
                                                line(), depth_max)});
    }
    ends_.push_back(path_.size());
    currency_ = currency;
    if (depth() == 1) return take(listener_.root(name, space));
    if (!path_.empty()) path_ += '/';
    path_ += name;
    leaf_ = true;
    take(listener_.begin(path_));
  }

  void end() {
    if (problem_) return;
    if (depth() > 1) {
      auto const text = std::string_view{text_}.substr(0, text_.find_last_not_of(" \t\n\r") + 1);
      take(listener_.end(path_, leaf_ ? text : std::string_view{}, currency_));
    }
    path_.resize(ends_.back());
    ends_.pop_back();
    text_.clear();
    currency_.clear();
    leaf_ = false;
  }

  void add(std::string_view text) {
    if (problem_) return;
    if (text_.empty()) {
      text.remove_prefix(
          static_cast<std::size_t>(std::ranges::find_if_not(text, is_blank) - text.begin()));
    }
    if (text_.size() + text.size() > text_bytes_max) {
      return stop({Errc::too_large, fmt::format("line {}: {} has more than {} bytes of text, the "
                                                "maximum: this is no bank's file",
                                                line(), path_, text_bytes_max)});
    }
    text_ += text;
  }

  void take(Result<void> const& done) {
    if (done) return;
    stop({done.error().code, fmt::format("line {}: {}", line(), done.error().what)});
  }

  XmlListener& listener_;
  xmlSAXHandler sax_{};
  xmlParserCtxtPtr context_ = nullptr;
  std::optional<Error> problem_;
  std::string path_;
  std::vector<std::size_t> ends_;  ///< the length of `path_` before each open element
  std::string text_;
  std::string currency_;
  bool leaf_ = false;
};

XmlReader::XmlReader(XmlListener& listener) : parser_(std::make_unique<Parser>(listener)) {}
XmlReader::~XmlReader() = default;

Result<void> XmlReader::feed(ByteView bytes) {
  while (!bytes.empty()) {
    auto const piece = bytes.first(std::min(bytes.size(), piece_bytes_max));
    if (auto done = parser_->feed(piece, false); !done) return done;
    bytes = bytes.subspan(piece.size());
  }
  return {};
}

Result<void> XmlReader::finish() { return parser_->feed({}, true); }

}  // namespace gl::payments
