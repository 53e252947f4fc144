#include "layout/word_lists.hpp"

#include <aspell.h>

#include <algorithm>
#include <filesystem>
#include <hunspell.hxx>
#include <memory>
#include <utility>

namespace sheaf::pdf {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

/// Null where Hunspell has no list of that name.
WordList hunspell(const std::string& name) {
    const fs::path words = fs::path(hunspell_folder) / (name + ".dic"),
                   rules = fs::path(hunspell_folder) / (name + ".aff");
    if (!is_there(words) || !is_there(rules)) return {};
    const auto list = std::make_shared<Hunspell>(rules.c_str(), words.c_str());
    if (list->get_dict_encoding() != "UTF-8") return {};
    return [list](const std::string& word) {
        // Of a compound that is not in the list itself, Hunspell spells the parts, and finds no stem.
        return word.find('-') != std::string::npos ? !list->stem(word).empty() : list->spell(word);
    };
}

/// Null where Aspell has no list of that name.
WordList aspell(const std::string& name) {
    if (!is_there(fs::path(aspell_folder) / (name + ".rws"))) return {};
    const std::unique_ptr<AspellConfig, void (*)(AspellConfig*)> config(new_aspell_config(),
                                                                        delete_aspell_config);
    // What a user has set up for themselves is no part of it.
    constexpr std::pair<const char*, const char*> settings[] = {{"encoding", "utf-8"},
                                                                {"use-other-dicts", "false"},
                                                                {"conf", "/dev/null"},
                                                                {"per-conf", "/dev/null"}};
    for (const auto& [key, value] : settings) aspell_config_replace(config.get(), key, value);
    aspell_config_replace(config.get(), "lang", name.c_str());
    AspellCanHaveError* const made = new_aspell_speller(config.get());
    if (aspell_error_number(made) != 0) {
        delete_aspell_can_have_error(made);
        return {};
    }
    const std::shared_ptr<AspellSpeller> list(to_aspell_speller(made), delete_aspell_speller);
    return [list](const std::string& word) {
        return aspell_speller_check(list.get(), word.data(), static_cast<int>(word.size())) == 1;
    };
}

}  // namespace

WordLists::WordLists(std::vector<std::string> names) : names_(std::move(names)) {}

const std::vector<WordList>& WordLists::all() {
    if (!std::exchange(opened_, true))
        for (const std::string& name : names_) {
            WordList list = hunspell(name);
            if (!list) list = aspell(name);
            if (list) lists_.push_back(std::move(list));
        }
    return lists_;
}

bool WordLists::has(const std::string& word) {
    return std::any_of(all().begin(), all().end(), [&](const WordList& list) { return list(word); });
}

}  // namespace sheaf::pdf
