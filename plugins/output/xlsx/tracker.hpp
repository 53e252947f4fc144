// The sheet in which people say who does what about each recommendation.
#pragma once

#include <string>

#include "filled.hpp"
#include "workbook.hpp"

namespace sheaf::xlsx {

/// A recommendation, and what the tracker says of its letter.
struct Demand {
    std::string reference, origin, date, area, text, modality, deadline;
    FieldValue page;
    std::string letter, content, id;
    std::string link;  ///< to its words
};

class Tracker {
  public:
    /// `filled` is what people wrote; it must outlive the tracker.
    Tracker(Workbook& book, FilledTracker& filled);

    /// False when the sheet is full.
    bool add(const Demand& demand);
    /// Adds the sheets that people added, and on a sheet of its own what they wrote beside no record or over the tracker's own
    /// words. Gives the number of that sheet's rows; 0: there is no such sheet.
    std::size_t finish();

  private:
    void add_others();

    Workbook& book_;
    FilledTracker& filled_;
    std::vector<std::string> titles_;
    Sheet& sheet_;
    std::vector<const FilledRow*> changed_;  ///< rows whose own words are others now
};

}  // namespace sheaf::xlsx
