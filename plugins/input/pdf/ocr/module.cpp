// The OCR module: Tesseract and Leptonica behind `Engine`.
#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "ocr/engine.hpp"
#include "ocr/measure.hpp"
#include "ocr/picture.hpp"
#include "sheaf/export.hpp"

namespace sheaf::pdf::ocr {
namespace {

PixelBox box_of(const tesseract::ResultIterator& at, tesseract::PageIteratorLevel level) {
    PixelBox box;
    at.BoundingBox(level, &box.left, &box.top, &box.right, &box.bottom);
    return box;
}

/// A page that its first language reads with less confidence than this is read with all of them. Together they
/// read a plain page worse than its own language alone.
constexpr double sure_of_language = 0.87;
/// With less, it may stand on its head.
constexpr double sure_of_side = 0.6;

class Recogniser {
  public:
    bool open(const std::string& languages) {
        const std::vector<std::string> names = {"debug_file"}, values = {"/dev/null"};
        return api_.Init(nullptr, languages.c_str(), tesseract::OEM_LSTM_ONLY, nullptr, 0, &names, &values,
                         false) == 0;
    }

    std::vector<Word> read_page(Pix* gray, double dpi) {
        std::vector<Word> words;
        // Words alone, wherever they stand: the layout code puts them in order, as it does for all pages.
        if (!recognise(gray, dpi, tesseract::PSM_SPARSE_TEXT)) return words;
        const std::unique_ptr<tesseract::ResultIterator> at(api_.GetIterator());
        int line = -1;
        if (at) do {
                if (at->Empty(tesseract::RIL_WORD)) continue;
                if (at->IsAtBeginningOf(tesseract::RIL_TEXTLINE)) ++line;
                take_word(*at, line, words);
            } while (at->Next(tesseract::RIL_WORD));
        api_.Clear();
        return words;
    }

    std::string read_line(Pix* gray, double dpi) {
        if (!recognise(gray, dpi, tesseract::PSM_SINGLE_LINE)) return {};
        const std::unique_ptr<char[]> text(api_.GetUTF8Text());
        api_.Clear();
        return text ? std::string(text.get()) : std::string();
    }

  private:
    bool recognise(Pix* gray, double dpi, tesseract::PageSegMode mode) {
        api_.SetPageSegMode(mode);
        api_.SetImage(gray);
        api_.SetSourceResolution(static_cast<int>(std::lround(dpi)));
        return api_.Recognize(nullptr) == 0;
    }

    static void take_word(const tesseract::ResultIterator& word, int line, std::vector<Word>& words) {
        Word out;
        out.box = box_of(word, tesseract::RIL_WORD);
        out.confidence = std::clamp(word.Confidence(tesseract::RIL_WORD) / 100, 0.0F, 1.0F);
        out.line = line;
        tesseract::ResultIterator at(word);
        do {
            const std::unique_ptr<char[]> text(at.GetUTF8Text(tesseract::RIL_SYMBOL));
            if (!text || text[0] == '\0' || (text[0] == ' ' && text[1] == '\0')) continue;
            const PixelBox box = box_of(at, tesseract::RIL_SYMBOL);
            out.symbols.push_back({text.get(), box.left, box.right});
        } while (at.Next(tesseract::RIL_SYMBOL) && !at.IsAtBeginningOf(tesseract::RIL_WORD));
        if (!out.symbols.empty()) words.push_back(std::move(out));
    }

    tesseract::TessBaseAPI api_;
};

double mean_confidence(const std::vector<Word>& words) {
    double sum = 0, letters = 0;
    for (const Word& word : words) {
        const auto count = static_cast<double>(word.symbols.size());
        sum += count * static_cast<double>(word.confidence);
        letters += count;
    }
    return letters > 0 ? sum / letters : 0;
}

class TesseractEngine : public Engine {
  public:
    explicit TesseractEngine(std::vector<std::string> languages) : languages_(std::move(languages)) {}

    bool open() { return first_.open(languages_.front()); }

    Reading read(const Bitmap& bitmap) override {
        CleanPage page = clean(bitmap);
        Reading reading;
        if (!page.gray || !page.ink) return reading;
        reading.words = first_.read_page(page.gray.get(), bitmap.dpi);
        double sure = mean_confidence(reading.words);
        if (!reading.words.empty() && sure < sure_of_side) {
            turn_over(page);
            std::vector<Word> over = first_.read_page(page.gray.get(), bitmap.dpi);
            if (mean_confidence(over) > sure) {
                reading.words = std::move(over);
                sure = mean_confidence(reading.words);
            } else {
                turn_over(page);
            }
        }
        reading.quarters = page.quarters;
        reading.angle = page.angle;
        reading.width = pixGetWidth(page.gray.get());
        reading.height = pixGetHeight(page.gray.get());
        reading.rules = page.rules;
        if (languages_.size() > 1 && !reading.words.empty() && sure < sure_of_language && open_all()) {
            std::vector<Word> again = all_->read_page(page.gray.get(), bitmap.dpi);
            if (mean_confidence(again) > sure) reading.words = std::move(again);
        }
        measure(page, reading);
        return reading;
    }

    std::string read_line(const Bitmap& line) override {
        const Picture pix = picture_of(line);
        return pix ? first_.read_line(pix.get(), line.dpi) : std::string();
    }

  private:
    bool open_all() {
        if (all_) return true;
        std::string names;
        for (const std::string& name : languages_) names += (names.empty() ? "" : "+") + name;
        auto all = std::make_unique<Recogniser>();
        if (!all->open(names)) return false;
        all_ = std::move(all);
        return true;
    }

    std::vector<std::string> languages_;
    Recogniser first_;
    std::unique_ptr<Recogniser> all_;
};

/// Where Tesseract looks for its language data, as it says itself.
std::filesystem::path data_folder() {
    if (const char* given = std::getenv("TESSDATA_PREFIX")) return given;
    return "/usr/share/tesseract-ocr/5/tessdata";
}

}  // namespace

extern "C" SHEAF_API Engine* sheaf_pdf_ocr(const std::vector<std::string>& languages,
                                           std::vector<std::string>& missing) {
    const std::filesystem::path folder = data_folder();
    std::vector<std::string> found;
    for (const std::string& name : languages) {
        std::error_code error;
        if (std::filesystem::exists(folder / (name + ".traineddata"), error))
            found.push_back(name);
        else
            missing.push_back(name);
    }
    if (found.empty()) return nullptr;
    // Leptonica speaks on standard error.
    setMsgSeverity(L_SEVERITY_NONE);
    auto engine = std::make_unique<TesseractEngine>(std::move(found));
    return engine->open() ? engine.release() : nullptr;
}

}  // namespace sheaf::pdf::ocr
