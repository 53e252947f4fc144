#include "actions.hpp"

#include <algorithm>
#include <cctype>

namespace tracker {

using namespace sheaf;

namespace {

/// The name of the HTML output, as part of a URI.
std::string page_name(const Document& document) {
    const std::string& path = document.source.name;
    const std::string name = path.substr(path.rfind('/') + 1) + ".html";
    std::string uri;
    for (char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || std::string_view("-._~").find(c) != std::string_view::npos) {
            uri += c;
        } else {
            constexpr std::string_view digits = "0123456789ABCDEF";
            uri += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return uri;
}

std::string words(std::string_view name) {
    std::string text(name);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

}  // namespace

std::vector<Action> actions_of(const Document& document, const std::vector<std::string>& types) {
    std::vector<Action> actions;
    const std::string page = page_name(document);
    for (const Record& record : document.records) {
        if (std::find(types.begin(), types.end(), record.type) == types.end()) continue;
        Action action;
        action.label = record.text("label");
        action.text = record.text("text");
        action.kind =
            words(record.text("kind").empty() ? std::string_view(record.type) : record.text("kind"));
        action.responsible = record.text("responsible");
        action.due = date_from_iso(record.text("deadline"));
        action.page = page_of(document, record.anchors);
        action.link = page + "#r-" + record.id;
        actions.push_back(std::move(action));
    }
    return actions;
}

}  // namespace tracker
