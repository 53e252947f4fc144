// Pictures in a page that hold words: a list that was pasted as one, a paragraph whose letters were made
// drawings.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ocr/engine.hpp"
#include "reader.hpp"

namespace sheaf::pdf::ocr {

struct Picture {
    Box box;
    std::string alt;  ///< what the tags say instead of it
};

struct PicturedPage {
    std::size_t page = 0;  ///< in `Content::pages`
    std::vector<Picture> pictures;
};

/// The pictures of those pages that look like print beside the page's own text. What stands on several pages is a
/// letterhead and none of them.
std::vector<PicturedPage> find_pictures(const Content& content, const std::vector<std::size_t>& pages,
                                        const Draw& draw);

/// Doubts each picture that holds lines of words which are no text of the page. Single words are labels of a drawing.
void report_pictures(Content& content, const std::vector<PicturedPage>& pages, const Draw& draw,
                     Engine& engine);

}  // namespace sheaf::pdf::ocr
