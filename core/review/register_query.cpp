#include "review/register_query.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "base/wording.hpp"
#include "sheaf/text.hpp"

namespace sheaf::review {

namespace {

// NOLINTBEGIN(bugprone-suspicious-missing-comma): long statements
// `+id` makes SQLite read the letters in the register's order, which an index has, and ask of each whether
// the table names it: where it names many, that is faster than to look each up and sort them.
constexpr std::array<Filter, filter_count> all_filters = {{
    {"words", "Words", "letter_search MATCH ?", nullptr, "letter_search", "text"},
    {"state", "State", "state = ?", "SELECT DISTINCT state FROM letters ORDER BY 1", "letters", "state"},
    {"family", "Family", "family = ?",
     "SELECT DISTINCT family FROM letters WHERE family IS NOT NULL ORDER BY 1", "letters", "family"},
    {"authority", "Authority", "authority = ?",
     "SELECT DISTINCT authority FROM letters WHERE authority IS NOT NULL ORDER BY 1", "letters", "authority"},
    {"year", "Year", "date BETWEEN ? AND ? || '-99'",
     "SELECT DISTINCT substr(date, 1, 4) FROM letters WHERE date IS NOT NULL ORDER BY 1 DESC", "letters",
     "date"},
    {"grade", "Grade", "+id IN (SELECT letter_id FROM judgement WHERE coalesce(grade_code, grade) = ?)",
     "SELECT coalesce(grade_code, grade) FROM judgement WHERE coalesce(grade_code, grade) IS NOT NULL "
     "GROUP BY 1 ORDER BY count(*) DESC LIMIT 40",
     "judgement", "grade_code"},
    {"modality", "Must or should", "+id IN (SELECT letter_id FROM recommendation WHERE modality = ?)",
     "SELECT DISTINCT modality FROM recommendation WHERE modality IS NOT NULL ORDER BY 1", "recommendation",
     "modality"},
}};
// NOLINTEND(bugprone-suspicious-missing-comma)

constexpr RegisterColumn all_columns[] = {{"title", "Letter"},
                                          {"authority", "Authority"},
                                          {"date", "Date"},
                                          {"family", "Family"},
                                          {"state", "State"},
                                          {"pages", "Pages"},
                                          {"recommendation_count", "Recommendations"}};

/// A text parted into quoted words; `is_part` says what belongs to one.
template <class IsPart>
std::string quoted_words(std::string_view words, const IsPart& is_part) {
    const std::string text = valid_utf8(words);
    std::string match, word;
    const auto end = [&] {
        if (!word.empty()) match += (match.empty() ? "\"" : " \"") + word + '"';
        word.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = text::next(text, at);
        is_part(c) ? void(word.append(text, begin, at - begin)) : end();
    }
    end();
    return match.empty() ? "\"\"" : match;
}

}  // namespace

std::span<const Filter> filters() {
    return all_filters;
}

Question::Question(const Query& query, Database& database) {
    for (const RegisterColumn& column : all_columns)
        if (has_column(database, "letters", column.name)) columns_.push_back(column);
    for (std::size_t i = 0; i < all_filters.size(); ++i) {
        const Filter& filter = all_filters[i];
        const std::string given = query(filter.name);
        const bool usable = !given.empty() && has_column(database, filter.needs_table, filter.needs_column);
        if (usable) values_[i] = i == 0 ? match_of_words(given) : given;
        // The index of words first, and each letter that it names by its id: building a set of ids takes
        // longer.
        if (usable && i == 0) from_ = "letter_search CROSS JOIN letters ON letters.id = letter_search.rowid";
        // Every value is bound, so every place for one has to be there.
        std::string condition = usable ? filter.condition : "? IS NULL";
        for (auto at = condition.find('?'); at != std::string::npos; at = condition.find('?', at + 1))
            condition.insert(at + 1, std::to_string(i + 1));
        where_ += (i == 0 ? " WHERE " : " AND ") + condition;
    }
    const std::string wanted = query("sort");
    for (const RegisterColumn& column : columns_)
        if (wanted == column.name) {
            sort_ = wanted;
            descending_ = query("down") == "1";
        }
    const std::string number = query("page");
    std::from_chars(number.data(), number.data() + number.size(), page_);
    page_ = std::clamp<std::int64_t>(page_, 1, 1'000'000);
}

std::int64_t Question::count(Database& database) const {
    Statement rows = database.prepare("SELECT count(*) FROM " + from_ + where_);
    std::apply([&](const auto&... value) { rows.with(value...); }, values_);
    rows.step();
    return rows.integer(0);
}

std::string Question::key() const {
    std::string key = where_;
    for (const auto& value : values_) {
        const std::string text = value.value_or("");
        key += '\n' + std::to_string(text.size()) + ' ' + text;  // whatever line ends it holds
    }
    return key;
}

std::vector<std::int64_t> Question::letters(Database& database, std::int64_t most, std::int64_t first) const {
    // What is absent stands at the end, where SQLite puts it by itself only when it sorts downwards.
    const std::string order = descending_ ? sort_ + " DESC" : sort_ + " IS NULL, " + sort_;
    Statement rows =
        database.prepare("SELECT id FROM " + from_ + where_ + " ORDER BY " + order + ", letter LIMIT " +
                         std::to_string(most) + " OFFSET " + std::to_string(first));
    std::apply([&](const auto&... value) { rows.with(value...); }, values_);
    std::vector<std::int64_t> letters;
    while (rows.step()) letters.push_back(rows.integer(0));
    return letters;
}

std::string address(const char* path, const Query& query, const std::string& name, const std::string& value) {
    std::string text = std::string(path) + "?";
    const auto add = [&](const std::string& key, const std::string& given) {
        if (!given.empty()) text += (text.back() == '?' ? "" : "&") + key + "=" + percent_encoded(given);
    };
    for (const Filter& filter : all_filters)
        add(filter.name, name == filter.name ? value : query(filter.name));
    if (name == "sort") {
        add("sort", value);
        if (query("sort") == value && query("down") != "1") add("down", "1");
    } else {
        add("sort", query("sort"));
        add("down", query("down"));
    }
    if (name == "page") add("page", value);
    return text;
}

std::string match_of(std::string_view words) {
    return quoted_words(
        words, [](char32_t c) { return c != ' ' && c != '\t' && c != '\n' && c != '"' && c != '\0'; });
}

std::string match_of_words(std::string_view words) {
    constexpr char32_t first_accent = 0x300, last_accent = 0x36F;
    return quoted_words(words, [](char32_t c) {
        return text::is_letter(c) || text::is_digit(c) || (c >= first_accent && c <= last_accent);
    });
}

bool has_column(Database& database, const std::string& table, const std::string& column) {
    Statement rows = database.prepare("SELECT 1 FROM pragma_table_info(?) WHERE name = ?");
    return rows.with(table, column).step();
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

}  // namespace sheaf::review
