// Marked content: structure ids, artifacts, replacement text and optional content.
#include <algorithm>
#include <cmath>

#include "interpreter.hpp"
#include "objects/unicode.hpp"

namespace sheaf::pdf {
namespace {

constexpr std::size_t max_marks = 1024;

Artifact artifact_kind(std::string_view type, std::string_view subtype) {
    if (subtype == "Header") return Artifact::header;
    if (subtype == "Footer") return Artifact::footer;
    if (subtype == "PageNum") return Artifact::page_number;
    if (subtype == "Watermark") return Artifact::watermark;
    static_cast<void>(type);
    return Artifact::other;
}

/// Languages of one page; more are no languages.
constexpr std::size_t most_languages = 64;

/// The property list that stands in the content stream itself, from the bracket at `first` on.
Properties direct_properties(const std::vector<Token>& tokens, std::size_t first) {
    Properties out;
    std::string scratch, name;
    int depth = 0;
    for (std::size_t i = first; i < tokens.size(); ++i) {
        const Token& token = tokens[i];
        if (token.kind == Token::Kind::dict_begin || token.kind == Token::Kind::array_begin)
            ++depth;
        else if (token.kind == Token::Kind::dict_end || token.kind == Token::Kind::array_end)
            --depth;
        if (depth != 1 || token.kind != Token::Kind::name || i + 1 >= tokens.size()) continue;
        name = name_value(token, scratch);
        const Token& value = tokens[i + 1];
        if (value.kind == Token::Kind::dict_begin || value.kind == Token::Kind::array_begin) continue;
        if (name == "MCID" && value.kind == Token::Kind::number && std::abs(value.number) < 2e9)
            out.mcid = static_cast<int>(value.number);
        else if ((name == "ActualText" || name == "Lang") &&
                 (value.kind == Token::Kind::string || value.kind == Token::Kind::hex_string))
            (name == "Lang" ? out.language : out.actual_text) = text_string(string_value(value, scratch));
        else if (name == "Type" && value.kind == Token::Kind::name)
            out.type = name_value(value, scratch);
        else if (name == "Subtype" && value.kind == Token::Kind::name)
            out.subtype = name_value(value, scratch);
        ++i;
    }
    return out;
}

}  // namespace

void Interpreter::begin_marked_content(bool with_properties, const Resources& resources) {
    if (marks_.size() >= max_marks) {
        ++unmarked_;
        return;
    }
    marks_.push_back(mark_);
    Properties properties;
    std::size_t tag_at = 0;
    if (with_properties) {
        std::size_t at = operands_.size();
        if (at == 0) return;
        if (operands_.back().kind == Token::Kind::name) {
            tag_at = at >= 2 ? at - 2 : at;
            properties = resources.properties(name_value(operands_.back(), scratch_));
        } else if (operands_.back().kind == Token::Kind::dict_end) {
            int depth = 0;
            while (at > 0) {
                --at;
                if (operands_[at].kind == Token::Kind::dict_end) ++depth;
                if (operands_[at].kind == Token::Kind::dict_begin && --depth == 0) break;
            }
            tag_at = at > 0 ? at - 1 : operands_.size();
            properties = direct_properties(operands_, at);
        } else {
            return;
        }
    } else {
        tag_at = operands_.empty() ? 0 : operands_.size() - 1;
    }
    const bool is_artifact = tag_at < operands_.size() && operands_[tag_at].kind == Token::Kind::name &&
                             operands_[tag_at].text == "Artifact";
    if (properties.mcid && *properties.mcid >= 0) {
        mark_.mcid = *properties.mcid;
        mark_.stream = stream_;
    }
    if (is_artifact) {
        mark_.is_artifact = true;
        const Artifact kind = artifact_kind(properties.type, properties.subtype);
        if (mark_.artifact == Artifact::none || kind != Artifact::other) mark_.artifact = kind;
    }
    if (properties.hidden) mark_.hidden = true;
    if (properties.language) {
        // A page speaks a language or two: the list is short.
        const auto known = std::find(page_.languages.begin(), page_.languages.end(), *properties.language);
        mark_.language = static_cast<std::int32_t>(known - page_.languages.begin());
        if (known == page_.languages.end() && page_.languages.size() < most_languages)
            page_.languages.push_back(std::move(*properties.language));
        else if (known == page_.languages.end())
            mark_.language = -1;
    }
    // Replacement text stands for all that is inside, further marked content included.
    if (properties.actual_text && mark_.actual_text < 0) {
        mark_.actual_text = static_cast<std::int32_t>(page_.actual_texts.size());
        page_.actual_texts.push_back(std::move(*properties.actual_text));
    }
}

void Interpreter::end_marked_content() {
    if (unmarked_ > 0) {
        --unmarked_;
    } else if (marks_.size() > marks_base_) {
        mark_ = marks_.back();
        marks_.pop_back();
    }
}

}  // namespace sheaf::pdf
