// Markup compatibility (ECMA-376 part 3): one of the alternatives is read, the others are refused.
#pragma once

#include "story.hpp"

namespace sheaf::docx {

/// Whether the plugin reads content of the namespaces behind these prefixes, which Word binds as everybody knows.
bool understands(std::string_view required_prefixes);

/// At `mc:AlternateContent`: the first choice that is understood, or the fallback.
template <class Visit>
void Story::read_alternatives(Visit&& visit) {
    bool taken = false;
    xml_.children([&] {
        const bool choice = xml_.tag() == Tag::Choice && understands(xml_.value(Tag::Requires));
        if (!taken && (choice || xml_.tag() == Tag::Fallback)) {
            taken = true;
            visit();
        } else {
            refuse_element("other alternative of the same content");
        }
    });
}

}  // namespace sheaf::docx
