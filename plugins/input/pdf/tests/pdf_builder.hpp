// Writes small PDF files for tests: plain objects, an uncompressed xref table.
#pragma once

#include <map>
#include <string>
#include <vector>

/// A file of one or more pages. Every page has a font /F1 (Helvetica) and what `resources` adds.
class PdfBuilder {
  public:
    static constexpr int catalog = 1, pages = 2, font = 3;

    PdfBuilder() { set(font, helvetica()); }

    /// A font that is not embedded; the widths are those of Adobe's metrics for Helvetica.
    static std::string helvetica() {
        return "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 32/LastChar "
               "126"
               "/FontDescriptor<</Type/FontDescriptor/FontName/Helvetica/Flags 32>>/Widths["
               "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 "
               "556 556 556 "
               "278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 "
               "778 722 "
               "667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 "
               "222 500 "
               "222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584]>>";
    }

    /// Adds an object and returns its number.
    int add(const std::string& body) {
        set(next_, body);
        return next_++;
    }
    int add_stream(const std::string& entries, const std::string& data) {
        return add("<<" + entries + "/Length " + std::to_string(data.size()) + ">>stream\n" + data +
                   "\nendstream");
    }
    void set(int number, const std::string& body) { objects_[number] = body; }
    int reserve() { return next_++; }

    /// Adds a page of 600 by 800 points and returns its object number. `entries` go into its dictionary.
    int add_page(const std::string& content, const std::string& resources = "",
                 const std::string& entries = "", const std::string& fonts = "") {
        const int stream = add_stream("", content);
        const int page =
            add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents " + ref(stream) +
                "/Resources<</Font<</F1 3 0 R" + fonts + ">>" + resources + ">>" + entries + ">>");
        kids_ += ref(page) + " ";
        ++count_;
        return page;
    }
    /// Entries for the catalog, such as `/Lang(en)`.
    void add_to_catalog(const std::string& entries) { catalog_entries_ += entries; }
    void add_to_trailer(const std::string& entries) { trailer_entries_ += entries; }

    static std::string ref(int number) { return std::to_string(number) + " 0 R"; }

    std::string bytes() {
        set(catalog, "<</Type/Catalog/Pages 2 0 R" + catalog_entries_ + ">>");
        set(pages, "<</Type/Pages/Kids[" + kids_ + "]/Count " + std::to_string(count_) + ">>");
        std::string out = "%PDF-1.7\n";
        std::map<int, std::size_t> offsets;
        for (const auto& [number, body] : objects_) {
            offsets[number] = out.size();
            out += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
        }
        const std::size_t xref = out.size();
        out += "xref\n0 1\n0000000000 65535 f \n";
        for (const auto& [number, offset] : offsets) {
            std::string digits = std::to_string(offset);
            digits.insert(0, 10 - digits.size(), '0');
            out += std::to_string(number) + " 1\n" + digits + " 00000 n \n";
        }
        out += "trailer\n<</Root 1 0 R/Size " + std::to_string(next_) + trailer_entries_ + ">>\nstartxref\n" +
               std::to_string(xref) + "\n%%EOF\n";
        return out;
    }

  private:
    std::map<int, std::string> objects_;
    std::string kids_, catalog_entries_, trailer_entries_;
    int next_ = 4, count_ = 0;
};
