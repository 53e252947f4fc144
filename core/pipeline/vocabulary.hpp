// Words that several profiles share, so that each stands in one place.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/toml_text.hpp"
#include "sheaf/diagnostic.hpp"

namespace sheaf {

/// The words of the tables `words` of a profile and of the files that it extends. `{name}` in a text of a profile stands
/// for the words of that name: one of them, in brackets of their own, as patterns want it.
class Vocabulary {
  public:
    /// A file's tables; both live as long as the vocabulary.
    struct Source {
        const std::string& file;
        const TomlTables& tables;
    };
    /// The profile first, then what it extends: words of a file hide those of the same name behind it. The tables are read
    /// when the first name is met.
    explicit Vocabulary(std::vector<Source> sources) : sources_(std::move(sources)) {}

    /// Puts the words in place of their names in every text of the node. A name that no file has is reported.
    void expand(const TomlFile& file, TomlNode& node, std::vector<Diagnostic>& problems);

  private:
    void load(std::vector<Diagnostic>& problems);
    void add(const Source& source, std::vector<Diagnostic>& problems);
    std::string expanded(std::string_view text, const Place& place, std::vector<Diagnostic>& problems);

    std::vector<Source> sources_;
    bool loaded_ = false;
    std::map<std::string, std::string, std::less<>> words_;
};

}  // namespace sheaf
