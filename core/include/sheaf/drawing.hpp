// Inputs that can show a letter as it is printed.
//
// An input that is a `DrawingInput` is asked by `sheaf review` for pictures of pages, which a person sees
// beside the values. Others are inputs like any; of their letters the text is shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sheaf/diagnostic.hpp"
#include "sheaf/export.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

/// A word on a page.
struct PrintedWord {
    std::string text;  ///< UTF-8
    Box box;           ///< in points
    friend bool operator==(const PrintedWord&, const PrintedWord&) = default;
};

/// A page as it is shown, upright.
struct DrawnPage {
    std::string png;                 ///< in colour on white: the bytes of a PNG file
    std::vector<PrintedWord> words;  ///< in the order of the page's content; none on a scan
    friend bool operator==(const DrawnPage&, const DrawnPage&) = default;
};

/// An input that draws pages of the letters that it reads.
class SHEAF_API DrawingInput : public Input {
  public:
    ~DrawingInput() override;
    /// Draws a page, counted from 1. `dpi` is in dots an inch; the picture may be coarser where it would not fit in
    /// bounded memory. Throws `StageError` when the letter has no such page, or when it cannot be drawn.
    virtual DrawnPage draw(std::string_view bytes, int page, double dpi, Context& context) = 0;
};

}  // namespace sheaf
