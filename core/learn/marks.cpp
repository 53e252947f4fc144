#include "learn/marks.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "sheaf/diagnostic.hpp"
#include "sheaf/text.hpp"
#include "vocabulary.hpp"

namespace sheaf::learn {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Lists whose elements are texts.
constexpr const char* name_lists[] = {"addressees", "signatories", "reference_numbers"};

[[noreturn]] void refuse(const fs::path& file, std::string message) {
    throw StageError(
        "marks", "`" + file.string() + "` " + std::move(message),
        "marks are CSV with the columns letter, field and text, a JSON list of these, or gold files");
}

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : value.dump();
}

/// The rows of a CSV text (RFC 4180); a semicolon or a tab parts cells, too, where the first line has no comma.
std::vector<std::vector<std::string>> rows_of(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::string_view head = text.substr(0, text.find('\n'));
    const char comma = head.find(',') != std::string_view::npos   ? ','
                       : head.find(';') != std::string_view::npos ? ';'
                                                                  : '\t';
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row(1);
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inside) {
            if (c != '"')
                row.back() += c;
            else if (i + 1 < text.size() && text[i + 1] == '"')
                row.back() += text[++i];
            else
                inside = false;
        } else if (c == '"') {
            inside = true;
        } else if (c == comma) {
            row.emplace_back();
        } else if (c == '\n') {
            rows.push_back(std::exchange(row, {std::string()}));
        } else if (c != '\r') {
            row.back() += c;
        }
    }
    if (row.size() > 1 || !row.front().empty()) rows.push_back(std::move(row));
    return rows;
}

void set(Mark& mark, const std::string& column, std::string value) {
    if (column == "letter")
        mark.letter = std::move(value);
    else if (column == "field" || column == "type" || column == "record")
        mark.what = std::move(value);
    else if (column == "text" || column == "value")
        mark.text = std::move(value);
    else if (column == "page")
        mark.page = std::atoi(value.c_str());
    else if (!value.empty())
        mark.more[column] = std::move(value);
}

/// A recommendation's kind is what it is; a judgement's text its name.
void settle(Mark& mark) {
    if (const auto kind = mark.more.find("kind"); mark.what == "recommendation" && kind != mark.more.end())
        mark.what = kind->second;
    if (const auto name = mark.more.find("name");
        mark.what == "judgement" && mark.text.empty() && name != mark.more.end())
        mark.text = name->second;
    if (const auto title = mark.more.find("title");
        mark.what == "section" && mark.text.empty() && title != mark.more.end())
        mark.text = title->second;
}

Mark mark_of(const Json& object, std::string letter, std::string what) {
    Mark mark;
    mark.letter = std::move(letter);
    mark.what = std::move(what);
    for (const auto& [name, value] : object.items()) set(mark, name, text_of(value));
    settle(mark);
    return mark;
}

std::vector<Mark> from_gold(const Json& gold, const std::string& letter) {
    std::vector<Mark> marks;
    const Json metadata = gold.value("metadata", Json::object());
    for (const auto& [name, value] : metadata.items()) {
        if (value.is_array())
            for (const Json& one : value) marks.push_back({letter, name, text_of(one), 0, {}});
        else if (!value.is_null())
            marks.push_back({letter, name, text_of(value), 0, {}});
    }
    for (const auto& [list, what] : {std::pair("sections", "section"),
                                     {"judgements", "judgement"},
                                     {"recommendations", "recommendation"}}) {
        const Json records = gold.value(list, Json::array());
        for (const Json& one : records) marks.push_back(mark_of(one, letter, what));
    }
    return marks;
}

std::vector<Mark> from_csv(const fs::path& file, std::string_view text) {
    const auto rows = rows_of(text);
    std::vector<Mark> marks;
    for (std::size_t r = 1; r < rows.size(); ++r) {
        Mark mark;
        for (std::size_t c = 0; c < std::min(rows[r].size(), rows[0].size()); ++c)
            set(mark, rows[0][c], rows[r][c]);
        settle(mark);
        if (!mark.text.empty() && !mark.what.empty()) marks.push_back(std::move(mark));
    }
    if (marks.empty() || marks.front().letter.empty()) refuse(file, "has no marks");
    return marks;
}

}  // namespace

const std::vector<std::string>& demand_kinds() {
    static const std::vector<std::string> kinds = vocabulary::values("kinds");
    return kinds;
}

std::string Mark::plain(const std::string& column) const {
    const auto found = more.find(column);
    return found == more.end() ? std::string() : text::plain(found->second).text;
}

bool is_demand(const std::string& what) {
    return std::find(demand_kinds().begin(), demand_kinds().end(), what) != demand_kinds().end();
}

std::vector<Mark> read_marks(const fs::path& file) {
    std::vector<Mark> marks;
    if (fs::is_directory(file)) {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(file))
            if (entry.path().string().ends_with(".gold.json")) files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        for (const fs::path& one : files)
            for (Mark& mark : read_marks(one)) marks.push_back(std::move(mark));
        return marks;
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) refuse(file, "cannot be read");
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return from_csv(file, text);
    if (json.is_object() && json.contains("id")) {
        // A gold file is named after its letter, whatever its id says.
        const std::string name = file.filename().string(), ending = ".gold.json";
        return from_gold(json, name.ends_with(ending) ? name.substr(0, name.size() - ending.size())
                                                      : text_of(json.at("id")));
    }
    const Json& list = json.is_object() ? json.value("marks", Json()) : json;
    if (!list.is_array()) refuse(file, "is JSON, but no list of marks");
    for (const Json& one : list) {
        if (!one.is_object()) refuse(file, "has a mark that is no object");
        marks.push_back(mark_of(one, {}, {}));
    }
    return marks;
}

bool is_of(const Mark& mark, const fs::path& letter) {
    return mark.letter == letter.filename() || mark.letter == letter.stem() || mark.letter == letter.string();
}

std::string gold_of(const std::vector<Mark>& marks, const std::string& id, const std::string& family) {
    Json gold = {{"id", id}, {"family", family}, {"metadata", Json::object()}};
    for (const Mark& mark : marks) {
        Json record = Json::object();
        for (const auto& [name, value] : mark.more) record[name] = value;
        if (mark.page) record["page"] = mark.page;
        if (is_demand(mark.what)) {
            record["text"] = mark.text;
            record["kind"] = mark.what;
            gold["recommendations"].push_back(record);
        } else if (mark.what == "section") {
            record["title"] = mark.text;
            record["level"] =
                std::max(1, std::atoi(mark.more.count("level") ? mark.more.at("level").c_str() : "1"));
            gold["sections"].push_back(record);
        } else if (mark.what == "judgement") {
            record["name"] = mark.text;
            gold["judgements"].push_back(record);
        } else if (std::find(std::begin(name_lists), std::end(name_lists), mark.what) !=
                   std::end(name_lists)) {
            gold["metadata"][mark.what].push_back(mark.text);
        } else {
            gold["metadata"][mark.what] = mark.text;
        }
    }
    return gold.dump(1);
}

}  // namespace sheaf::learn
