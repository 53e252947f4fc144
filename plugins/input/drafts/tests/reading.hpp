// What tests of inputs without pages look at.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sheaf/testing.hpp"

namespace reading {

struct Read {
    sheaf::Document document;
    std::vector<sheaf::Diagnostic> diagnostics;
    bool reported(std::string_view code) const {
        for (const auto& diagnostic : diagnostics)
            if (diagnostic.code == code) return true;
        return false;
    }
    std::uint64_t refused(const std::string& reason) const {
        const auto found = document.ledger.refused.find(reason);
        return found == document.ledger.refused.end() ? 0 : found->second;
    }
};

/// Reads, and holds what must always hold: a valid document, and every character accounted for.
template <class Input>
Read read_by(Input&& input) {
    sheaf::testing::TestContext context;
    Read result;
    result.document = input(context);
    result.diagnostics = std::move(context.diagnostics);
    const std::vector<std::string> faults = sheaf::validate(result.document);
    for (const std::string& fault : faults) UNSCOPED_INFO(fault);
    CHECK(faults.empty());
    CHECK(result.document.ledger.unaccounted == 0);
    for (const auto& diagnostic : result.diagnostics) CHECK_FALSE(diagnostic.code.ends_with("-ledger"));
    return result;
}

using Lines = std::vector<std::string>;

/// One line a block: kind, level, spans, label and text. What is inside a container is indented.
inline Lines lines_of(const sheaf::Document& document) {
    Lines all;
    for (const sheaf::Block& block : document.blocks) {
        std::string line;
        for (sheaf::BlockId at = block.parent; at; at = document[at].parent) line += "  ";
        line += name(block.kind);
        if (block.level > 0) line += "/" + std::to_string(block.level);
        if (block.column_span > 1) line += " columns=" + std::to_string(block.column_span);
        if (block.row_span > 1) line += " rows=" + std::to_string(block.row_span);
        if (block.header) line += " header";
        if (!block.label.empty()) line += " [" + block.label + "]";
        if (!block.text.empty()) line += " " + block.text;
        all.push_back(std::move(line));
    }
    return all;
}

}  // namespace reading
