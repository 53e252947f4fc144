// What the plugin and its OCR module say to each other: a grey picture of a page, and the words on it. Plain
// values; neither Poppler nor Tesseract appears here. The module is a library of its own, so that letters
// with text never load Tesseract.
#pragma once

#include <string>
#include <vector>

#include "content.hpp"

namespace sheaf::pdf::ocr {

/// In pixels of the upright picture, right and bottom exclusive.
struct PixelBox {
    int left = 0, top = 0, right = 0, bottom = 0;
    int width() const { return right - left; }
    int height() const { return bottom - top; }
};

struct Symbol {
    std::string text;  ///< UTF-8, one character as printed
    int left = 0, right = 0;
};

struct Word {
    std::vector<Symbol> symbols;
    PixelBox box;
    double baseline = 0;   ///< y
    double size = 0;       ///< height of an em, from the height of the line's letters; 0: none to tell it by
    float weight = 0;      ///< width of the strokes, in em of 1; 0 when the size is not known
    float confidence = 0;  ///< 0 to 1
    int line = 0;          ///< words of one line of one column have one number
};

/// What a page's picture holds, after it was turned upright.
struct Reading {
    int quarters = 0;           ///< quarter turns clockwise that made it upright: 0 to 3
    double angle = 0;           ///< degrees clockwise that it was turned after that, to make lines level
    int width = 0, height = 0;  ///< of the upright picture
    std::vector<Word> words;
    std::vector<PixelBox> rules;  ///< ruled lines
};

class Engine {
  public:
    virtual ~Engine() = default;
    /// Reads a page: the same picture gives the same words.
    virtual Reading read(const Bitmap& page) = 0;
    /// Reads one line of text that fills the picture.
    virtual std::string read_line(const Bitmap& line) = 0;
};

/// The one function that the module exports, as `sheaf_pdf_ocr`: an engine for those of the languages (as Tesseract
/// names them) whose data are installed. What is not installed is left in `missing`. Null when nothing is left,
/// or when the data cannot be read.
using MakeEngine = Engine*(const std::vector<std::string>& languages, std::vector<std::string>& missing);
constexpr const char* make_engine_symbol = "sheaf_pdf_ocr";

}  // namespace sheaf::pdf::ocr
