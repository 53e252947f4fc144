// Colours as a file states them: of text, and of what is behind it (ECMA-376 part 1, 17.3; [MS-DOCX] 2.6.1).
#pragma once

#include <string_view>

#include "drafts/colours.hpp"
#include "package/xml.hpp"

namespace sheaf::docx {

using drafts::automatic, drafts::no_ink, drafts::some_colour;

/// `w:color` (17.3.2.6). A colour of the theme goes before the one that is written out.
char32_t text_colour(const XmlReader& xml);
/// `w14:textFill`, or the line of `w14:textOutline` ([MS-DOCX] 2.6.1.14 and 2.6.1.15).
char32_t text_effect(XmlReader& xml);
/// `w:highlight` (17.3.2.15).
char32_t highlight(std::string_view name);
/// `w:background` (17.2.1): the paper's; `some_colour` where it is a picture or a pattern.
char32_t page_background(XmlReader& xml);
/// `w:shd` (17.3.5): what it puts behind the text.
char32_t shading(const XmlReader& xml);
/// Whether that is another colour than white, or a pattern.
bool is_shading(const XmlReader& xml);

}  // namespace sheaf::docx
