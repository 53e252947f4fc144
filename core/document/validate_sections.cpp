// The invariants of the section tree.
#include "validation.hpp"

namespace sheaf {

namespace {

/// What a section says of itself. True when nothing is wrong.
bool check_section(Validation& validation, std::size_t position) {
    const Document& document = validation.document;
    const Section& section = document.sections[position];
    bool sound = true;
    const auto fail = [&](std::string_view what) {
        validation.fail(section_name(position), what);
        sound = false;
    };

    if (const auto fault = fault_of_text(section.title, false); !fault.empty())
        fail("the title " + std::string(fault));
    if (const auto fault = fault_of_text(section.number, false); !fault.empty())
        fail("the number " + std::string(fault));
    if (!section.number.empty() && std::string_view(".):;,").find(section.number.back()) != std::string::npos)
        fail("the number " + in_quotes(section.number) + " ends with punctuation");
    if (section.level < 1) fail("the level is below 1");
    if (section.parent) {
        if (section.parent.value >= position)
            fail("its parent does not stand before it");
        else if (document[section.parent].level >= section.level)
            fail("its level is not below that of its parent " + section_name(section.parent.value));
    }

    for (BlockId id : {section.heading, section.first, section.last})
        if (id.value >= document.blocks.size()) {
            fail("its heading, first or last block is not there");
            return sound;
        }
    if (document[section.heading].kind != BlockKind::heading)
        fail("its heading " + block_name(section.heading.value) + " is no heading");
    if (section.first != section.heading) fail("it does not begin with its heading");
    if (section.last < section.first) fail("it ends before it begins");
    return sound;
}

/// Whether sections are in order, and each within its parent and in nothing else.
bool check_nesting(Validation& validation) {
    const auto& sections = validation.document.sections;
    bool sound = true;
    std::vector<std::uint32_t> open;
    for (std::uint32_t i = 0; i < sections.size(); ++i) {
        const auto fail = [&](std::string_view what) {
            validation.fail(section_name(i), what);
            sound = false;
        };
        if (i > 0 && sections[i].first <= sections[i - 1].first) fail("it does not stand in reading order");
        while (!open.empty() && sections[open.back()].last < sections[i].first) open.pop_back();
        const std::uint32_t around = open.empty() ? SectionId::none : open.back();
        if (sections[i].parent.value != around) fail("its parent is not the section around it");
        if (!open.empty() && sections[around].last < sections[i].last)
            fail("it goes on behind the end of the section around it");
        open.push_back(i);
    }
    return sound;
}

void check_places(Validation& validation) {
    const Document& document = validation.document;
    std::vector<std::uint32_t> open;
    std::uint32_t next = 0;
    // Nothing but headings, and the furniture of a page break, stands between the last section's begin and
    // here.
    bool in_heading = false;
    for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
        while (!open.empty() && document.sections[open.back()].last.value < i) {
            open.pop_back();
            in_heading = false;
        }
        while (next < document.sections.size() && document.sections[next].first.value == i) {
            open.push_back(next++);
            in_heading = true;
        }
        const SectionId around{open.empty() ? SectionId::none : open.back()};
        const Block& block = document.blocks[i];
        // Furniture may be outside the text, and so may a box beside it: a table with all that it holds.
        const bool boxed =
            block.kind == BlockKind::table || (block.parent.value < i && !document[block.parent].section);
        const bool outside = !block.section && (block.kind == BlockKind::furniture || boxed);
        if (block.section != around && !outside)
            validation.fail(block_name(i), around
                                               ? "its section is not " + section_name(around.value) +
                                                     ", the innermost around it"
                                               : std::string("it has a section, though none is around it"));
        in_heading &= block.kind == BlockKind::heading || block.kind == BlockKind::furniture;
        if (block.kind == BlockKind::heading && !in_heading)
            validation.fail(block_name(i), "a heading that no section begins with");
    }
}

}  // namespace

void check_sections(Validation& validation) {
    const Document& document = validation.document;
    // Before the headings are decided there are no sections, and blocks stand in none.
    if (document.sections.empty()) {
        for (std::size_t i = 0; i < document.blocks.size(); ++i)
            if (document.blocks[i].section) validation.fail(block_name(i), "its section is not there");
        return;
    }
    bool sound = true;
    for (std::size_t i = 0; i < document.sections.size(); ++i) sound &= check_section(validation, i);
    // With a broken tree every block would be out of place; the tree's own faults say enough.
    if (sound && check_nesting(validation)) check_places(validation);
}

}  // namespace sheaf
