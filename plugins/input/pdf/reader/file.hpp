// A PDF file as the reader asks it. Poppler answers (`poppler/file.cpp`): its headers carry no promise
// between versions, so they stay behind this interface.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content.hpp"
#include "objects/bytes.hpp"
#include "objects/value.hpp"
#include "sheaf/diagnostic.hpp"

namespace sheaf::pdf {

struct PageFacts {
    int object = 0, generation = 0;                   ///< of the page dictionary
    double left = 0, bottom = 0, right = 0, top = 0;  ///< crop box within the media box, in user space
    int rotation = 0;                                 ///< 0, 90, 180 or 270 degrees clockwise
    Value dictionary, resources;                      ///< the page's own or inherited resources
};

/// Where a named destination leads (ISO 32000-1, 12.3.2).
struct Destination {
    int object = 0;  ///< number of the page's dictionary; 0 where `number` is given
    int number = 0;  ///< page number from 1
    std::optional<double> top;
    double left = 0;
};

/// What a character code shows: `bytes` of the string are its code. The text holds until the next call.
struct CodeShown {
    int bytes = 1;
    std::u32string_view text;
    double advance_x = 0, advance_y = 0;  ///< in text space for a font size of 1
    bool corrected = false;  ///< the font's table of characters says otherwise, and is not believed
    bool disputed = false;   ///< the font's program says otherwise, of most codes: neither is plainly right
};

/// A glyph of a page as it is shown: the box in which its origin lies, and the part of the page that it would ink.
struct GlyphPlace {
    Box origin, inked;
};

/// What a font's codes show, and where they are found.
class Glyphs {
  public:
    virtual ~Glyphs() = default;
    /// The code that `codes` begins with; `codes` is not empty.
    virtual CodeShown next(std::string_view codes) = 0;
};

struct FontFacts {
    enum class Codes : std::uint8_t { one_byte, two_bytes, mixed };
    std::string name;                                        ///< without the subset prefix
    bool bold = false, italic = false, fixed_pitch = false;  ///< as its descriptor says
    bool vertical = false;
    double ascent = 0, descent = 0;  ///< of 1 em
    double em = 1;                   ///< per unit of font size: 1 but for Type 3 fonts
    Codes codes = Codes::one_byte;
    std::unique_ptr<Glyphs> glyphs;
};

class File {
  public:
    File() = default;
    virtual ~File() = default;
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    /// Bytes that begin with the object's value; more may follow it. Empty when there is no such object. They
    /// hold as long as this does.
    virtual std::string_view find(int number, int generation) = 0;
    /// Appends the decoded bytes of a stream. Damaged data gives what can be had. Returns false when the limit
    /// was reached.
    virtual bool decode(const Value& stream, Bytes& out) = 0;

    virtual Value catalog() = 0;
    virtual Value information() = 0;
    /// How many pages the file claims.
    virtual int pages() = 0;
    /// The page of that number, from 1; nothing when it cannot be had.
    virtual std::optional<PageFacts> page(int number) = 0;
    /// The object number of a page's dictionary, 0 when it has none.
    virtual int page_object(int number) = 0;
    /// Whether optional content, given by reference or dictionary, is off.
    virtual bool is_off(const Value& content) = 0;
    virtual std::optional<Destination> destination(const std::string& name) = 0;
    /// The font of a font dictionary or of a reference to one; nothing when it is none.
    virtual std::optional<FontFacts> font(const Value& reference_or_dictionary) = 0;
    /// Draws a page as it is shown, in grey on white; the resolution falls below `dpi` where the picture would not
    /// fit in bounded memory. Nothing where drawing would take too much.
    virtual std::optional<Bitmap> draw(int page, double dpi) = 0;
    /// Whether the page looks different without each of the glyphs. Nothing where drawing would take too much.
    virtual std::optional<std::vector<bool>> find_seen(int page, const std::vector<GlyphPlace>& glyphs) = 0;

    /// Errors in the file that were met so far.
    virtual std::uint64_t errors() const = 0;
    /// The table of objects was made anew; may come to light while pages are read.
    virtual bool is_repaired() const = 0;
    /// The list of pages is lost: they stand in the order of the file.
    virtual bool pages_by_order() const = 0;
    /// What was met that breaks the rules of PDF.
    virtual void report(std::vector<Diagnostic>& diagnostics) const = 0;
    /// The limit on what may come out of all streams was reached.
    virtual bool is_exhausted() const = 0;
};

/// Opens a file; `password` opens encrypted ones whose empty password does not, and `inflated` is how many bytes may
/// come out of all streams that are decoded. The bytes must outlive what is returned.
/// Throws `StageError` (`pdf-encrypted`, `pdf-damaged`, `pdf-too-large`).
std::unique_ptr<File> open_file(std::string_view bytes, std::string_view password, std::uint64_t inflated);

}  // namespace sheaf::pdf
