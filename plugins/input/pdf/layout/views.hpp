// Pages as a reader holds them: a page whose words stand sideways is turned, a sheet with two pages is cut in
// two, and rows that stand sideways on an upright page are turned by themselves.
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
    bool turns() const { return turns_; }  ///< some words stand sideways
    /// Those of every page that has any do.
    bool turns_all() const { return turns_ && !any_level_; }

    /// The letter with its sheets cut in two. Pages are counted anew.
    Content cut(const Content& content) const;
    /// Looks for rows of columns that stand sideways on upright pages, as those of a table: they get a page of their own behind
    /// the last one. `work` is of the letter as it was cut, its furniture found.
    void set_asides(const Work& work);
    /// The letter (cut, where there is something to cut) with its pages turned. What `work` has found so far is turned with
    /// them; `work` is not to be used afterwards.
    Content turn(const Work& work) const;
    /// Of what stood before `turn`: places of refused text and diagnostics, and which runs are text.
    void turn_places(Work& work) const;
    /// Takes the blocks of rows that stand sideways out of the letter's flow: a flow for each page that has some.
    std::vector<std::vector<Item>> take_asides(std::vector<Item>& items) const;
    /// Puts such flows back, each before what begins below it on its page.
    void put_asides(std::vector<Item>& items, std::vector<std::vector<Item>> asides) const;
    /// Brings regions and places of diagnostics back to the pages of the file.
    void put_back(Document& document) const;

  private:
    struct View {
        int page = 0;                  ///< of the file, 1-based
        std::int16_t direction = 0;    ///< of most of its words
        float left = 0, right = 0;     ///< part of the page that it shows
        double width = 0, height = 0;  ///< of that part, in points, before it is turned
        int base = 0;  ///< of rows that stand sideways: the view of the rest of their page, counted from 1
        std::vector<bool> sideways;  ///< of the page's runs: those of such rows; empty where it has none
        Box rows;                    ///< where the rows that it holds stand
    };
    void set_aside(const Work& work, std::size_t page, std::int16_t direction);
    std::vector<View> views_;
    bool cuts_ = false, turns_ = false, any_level_ = false;
};

}  // namespace sheaf::pdf
