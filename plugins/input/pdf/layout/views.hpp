// Pages as a reader holds them: a page whose words stand sideways is turned, a sheet with two pages is cut in
// two.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// How pages are held to be read, and the way back to the pages of the file.
class Views {
  public:
    /// Looks at every page of `content`.
    explicit Views(const Content& content);

    bool cuts() const { return cuts_; }    ///< some sheet holds two pages
    bool turns() const { return turns_; }  ///< the words of some page stand sideways
    /// Those of every page that has any do.
    bool turns_all() const { return turns_ && !any_level_; }

    /// The letter with its sheets cut in two. Pages are counted anew.
    Content cut(const Content& content) const;
    /// The letter (cut, where there is something to cut) with its pages turned. What `work` has found so far is turned with
    /// them; `work` is not to be used afterwards.
    Content turn(const Work& work) const;
    /// Of what stood before `turn`: places of refused text and diagnostics.
    void turn_places(Work& work) const;
    /// Brings regions and places of diagnostics back to the pages of the file.
    void put_back(Document& document) const;

  private:
    struct View {
        int page = 0;                  ///< of the file, 1-based
        std::int16_t direction = 0;    ///< of most of its words
        float left = 0, right = 0;     ///< part of the page that it shows
        double width = 0, height = 0;  ///< of that part, in points, before it is turned
    };
    std::vector<View> views_;
    bool cuts_ = false, turns_ = false, any_level_ = false;
};

}  // namespace sheaf::pdf
