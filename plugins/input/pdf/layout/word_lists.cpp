#include "layout/word_lists.hpp"

#include <algorithm>
#include <filesystem>
#include <hunspell.hxx>
#include <utility>

namespace sheaf::pdf {

WordLists::WordLists(std::vector<std::string> names) : names_(std::move(names)) {}
WordLists::~WordLists() = default;

bool WordLists::has(const std::string& word) {
    open();
    // Of a compound that is not in the list itself, Hunspell spells the parts, and finds no stem.
    const bool compound = word.find('-') != std::string::npos;
    return std::any_of(lists_.begin(), lists_.end(), [&](const std::unique_ptr<Hunspell>& list) {
        return compound ? !list->stem(word).empty() : list->spell(word);
    });
}

bool WordLists::installed() {
    open();
    return !lists_.empty();
}

void WordLists::open() {
    if (std::exchange(opened_, true)) return;
    for (const std::string& name : names_) {
        const std::filesystem::path words = std::filesystem::path(word_list_folder) / (name + ".dic");
        std::filesystem::path rules = words;
        rules.replace_extension(".aff");
        std::error_code error;
        if (!std::filesystem::exists(words, error) || !std::filesystem::exists(rules, error)) continue;
        auto list = std::make_unique<Hunspell>(rules.c_str(), words.c_str());
        if (list->get_dict_encoding() == "UTF-8") lists_.push_back(std::move(list));
    }
}

}  // namespace sheaf::pdf
