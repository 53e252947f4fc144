// The parts of `validate`, one a file. Each appends what is violated, as sentences that begin with the place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/document.hpp"

namespace sheaf {

struct Validation {
    const Document& document;
    std::vector<std::string> violations;

    /// Appends `PLACE: WHAT.`
    void fail(std::string place, std::string_view what);
};

void check_blocks(Validation& validation);      ///< each block by itself
void check_containers(Validation& validation);  ///< tables, rows, cells and what they hold
void check_sections(Validation& validation);    ///< the section tree, and the blocks' places in it
void check_records(Validation& validation);

std::string block_name(std::size_t position);    ///< `Block b1`
std::string section_name(std::size_t position);  ///< `Section s1`
/// In quotation marks, shortened, and valid UTF-8 whatever the text is.
std::string in_quotes(std::string_view text);

/// What is wrong with a text that people read: UTF-8, NFC, and white space only as single spaces between words or,
/// with `lines`, as single line breaks. Empty when nothing is wrong.
std::string_view fault_of_text(std::string_view text, bool lines);
/// Fails when the text is not valid UTF-8.
void check_utf8(Validation& validation, std::string_view text, std::string_view place, std::string_view what);
/// What is wrong with a range of the text; empty when nothing is wrong.
std::string_view fault_of_range(Range range, std::string_view text);
/// What is wrong with a box; empty when nothing is wrong.
std::string_view fault_of_box(const Box& box);
/// Lower-case letters and digits in words that are joined by `joint`, a letter first.
bool is_name(std::string_view text, char joint);
/// Lower-case hexadecimal digits, as many as `size`.
bool is_hex(std::string_view text, std::size_t size);

}  // namespace sheaf
