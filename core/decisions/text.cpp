// Decisions as TOML.
#include <algorithm>
#include <array>
#include <cstdio>

#include "base/codes.hpp"
#include "decisions/decision.hpp"
#include "pipeline/options_reader.hpp"

namespace sheaf {

namespace {

constexpr OptionSpec mark_keys[] = {
    {.name = "block",
     .type = OptionType::text,
     .help = "the block's id in the letter's JSON",
     .required = true},
    {.name = "start",
     .type = OptionType::integer,
     .help = "bytes of the block's text before the words",
     .minimum = 0,
     .maximum = 4294967295.0,
     .required = true},
    {.name = "words", .type = OptionType::text, .help = "the words themselves", .required = true},
};

constexpr OptionSpec decision_keys[] = {
    {.name = "verdict",
     .type = OptionType::choice,
     .help = "what was decided",
     .choices = "confirmed|corrected|added|rejected|settled",
     .required = true},
    {.name = "record", .type = OptionType::text, .help = "the record's id"},
    {.name = "type", .type = OptionType::text, .help = "the record's type"},
    {.name = "sha256", .type = OptionType::text, .help = "of the letter's bytes, where they were others"},
    {.name = "field", .type = OptionType::text, .help = "the field; the whole record when absent"},
    {.name = "words", .type = OptionType::text, .help = "the words that the value was made from"},
    {.name = "was", .type = OptionType::text, .help = "the value that was found"},
    {.name = "value", .type = OptionType::text, .help = "the right value; none when empty"},
    {.name = "code", .type = OptionType::text, .help = "the doubt's code"},
    {.name = "message", .type = OptionType::text, .help = "what the doubt says"},
    {.name = "page", .type = OptionType::integer, .help = "the doubt's page", .minimum = 0, .maximum = 1e9},
    {.name = "by", .type = OptionType::text, .help = "who decided", .required = true},
    {.name = "on", .type = OptionType::text, .help = "when, in UTC", .required = true},
    {.name = "note", .type = OptionType::text, .help = "what the person wrote about it"},
    {.name = "fields", .type = OptionType::text_map, .help = "values seen, or those of an added record"},
    {.name = "mark", .type = OptionType::tables, .help = "where the value stands", .keys = mark_keys},
};

constexpr OptionSpec file_keys[] = {
    {.name = "format", .type = OptionType::integer, .help = "version of this form: 1", .required = true},
    {.name = "letter", .type = OptionType::text, .help = "the letter's name", .required = true},
    {.name = "sha256", .type = OptionType::text, .help = "of the letter's bytes", .required = true},
    {.name = "decision", .type = OptionType::tables, .help = "the decisions", .keys = decision_keys},
};

/// A basic string of TOML 1.0.
std::string toml_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (byte < 0x20 || byte == 0x7F) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04X", static_cast<unsigned>(byte));
            out += escape.data();
        } else {
            out += c;
        }
    }
    return out + '"';
}

void add(std::string& out, std::string_view key, std::string_view text) {
    if (!text.empty()) out.append(key).append(" = ").append(toml_string(text)).append("\n");
}

void add(std::string& out, const Decision& one) {
    out += "\n[[decision]]\n";
    add(out, "verdict", name(one.verdict));
    add(out, "type", one.type);
    add(out, "record", one.record);
    add(out, "sha256", one.sha256);
    add(out, "field", one.field);
    add(out, "words", one.words);
    if (one.verdict == Verdict::corrected)
        out += "was = " + toml_string(one.was) + "\nvalue = " + toml_string(one.value) + "\n";
    add(out, "code", one.code);
    add(out, "message", one.message);
    if (one.page > 0) out += "page = " + std::to_string(one.page) + "\n";
    add(out, "by", one.by);
    add(out, "on", one.on);
    add(out, "note", one.note);
    if (!one.fields.empty()) out += "[decision.fields]\n";
    for (const auto& [field, value] : one.fields) out += field + " = " + toml_string(value) + "\n";
    for (const MarkedWords& mark : one.marks)
        out += "[[decision.mark]]\nblock = " + toml_string(mark.block) +
               "\nstart = " + std::to_string(mark.start) + "\nwords = " + toml_string(mark.words) + "\n";
}

Decision decision_in(const Options& table) {
    Decision one;
    one.verdict = verdict_named(table.text("verdict")).value_or(Verdict::confirmed);
    one.record = table.text("record");
    one.type = table.text("type");
    one.sha256 = table.text("sha256");
    one.field = table.text("field");
    one.words = table.text("words");
    one.was = table.text("was");
    one.value = table.text("value");
    one.fields = table.text_map("fields");
    one.code = table.text("code");
    one.message = table.text("message");
    one.page = static_cast<int>(table.integer("page"));
    one.by = table.text("by");
    one.on = table.text("on");
    one.note = table.text("note");
    for (const Options& mark : table.tables("mark"))
        one.marks.push_back(
            {mark.text("block"), static_cast<std::uint32_t>(mark.integer("start")), mark.text("words")});
    return one;
}

/// What keeps a decision from being one; empty when nothing does.
std::string fault_of(const Decision& one) {
    if (one.verdict == Verdict::settled)
        return one.code.empty() || one.message.empty() ? "a doubt that is settled has `code` and `message`"
                                                       : "";
    if (one.record.empty() || one.type.empty()) return "`record` and `type` are missing";
    if (one.verdict == Verdict::corrected && one.field.empty()) return "what is corrected is a `field`";
    if (one.verdict == Verdict::added && one.fields.empty()) return "a record that is added has `fields`";
    return "";
}

}  // namespace

std::string decisions_text(const LetterDecisions& decisions) {
    std::string out =
        "# What people decided about this letter; `sheaf review` writes it, and a batch obeys it.\n";
    out += "format = 1\n";
    out += "letter = " + toml_string(decisions.letter) + "\n";
    out += "sha256 = " + toml_string(decisions.sha256) + "\n";
    for (const Decision& one : decisions.decisions) add(out, one);
    return out;
}

std::optional<LetterDecisions> read_decisions(std::string_view text, const std::string& name,
                                              std::vector<Diagnostic>& problems) {
    const std::size_t before = problems.size();
    const TomlFile file = parse_toml(text, name, problems);
    Place start = in_file(name);
    start.line = start.column = 1;
    OptionsReader reader(problems);
    const Options read = reader.read(file, file.root, file_keys, start);
    if (read.has("format") && read.integer("format") != 1)
        problems.push_back(diagnose(codes::format_unsupported,
                                    "decisions of format " + std::to_string(read.integer("format")) +
                                        " are not supported: this program reads format 1",
                                    start));
    LetterDecisions result{read.text("letter"), read.text("sha256"), {}};
    for (const Options& table : read.tables("decision")) {
        Decision one = decision_in(table);
        if (const std::string fault = fault_of(one); !fault.empty())
            problems.push_back(
                diagnose(codes::missing_key, "the decision is incomplete: " + fault, table.place()));
        else if (std::any_of(result.decisions.begin(), result.decisions.end(),
                             [&](const Decision& other) { return other.same_subject(one); }))
            problems.push_back(diagnose(codes::decision_invalid, "two decisions are about the same",
                                        table.place(), "keep the one that is right"));
        else
            result.put(std::move(one));
    }
    if (problems.size() > before) return std::nullopt;
    return result;
}

}  // namespace sheaf
