#include "tools/import/rows.h"

#include <algorithm>

namespace gl::importing {

Columns::Columns(Mapping const& mapping) {
  for (std::size_t field = 0; field < field_count; ++field) {
    for (auto const& heading : mapping.columns[field]) {
      auto found = std::ranges::find(headings_, heading);
      if (found == headings_.end()) found = headings_.insert(found, heading);
      places_[field].push_back(static_cast<std::size_t>(found - headings_.begin()));
    }
  }
}

Result<void> read_rows(std::string_view file, Mapping const& mapping, Columns const& columns,
                       RowSink const& sink) {
  if (file.starts_with("\xff\xfe") || file.starts_with("\xfe\xff")) {
    return fail(Errc::malformed,
                "the file is UTF-16: save it as UTF-8, e.g. with iconv -f UTF-16 -t UTF-8");
  }
  if (file.starts_with("\xef\xbb\xbf")) file.remove_prefix(3);
  return mapping.kind == FileKind::csv ? read_csv_rows(file, mapping, columns, sink)
                                       : read_json_rows(file, mapping, columns, sink);
}

}  // namespace gl::importing
