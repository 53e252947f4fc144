// How a report is written as JSON.
#pragma once

#include "archive/report.hpp"
#include "base/json.hpp"

namespace sheaf {

/// A JSON object whose long lists are written item by item.
class JsonReport {
  public:
    explicit JsonReport(const ReportSink& sink) : sink_(sink) { sink_("{"); }
    void member(const char* key, const Json& value) {
        begin(key);
        sink_(dump(value));
    }
    void open_list(const char* key) {
        begin(key);
        sink_("[");
        first_item_ = true;
    }
    void item(const Json& value) {
        sink_(first_item_ ? "\n    " : ",\n    ");
        sink_(dump(value));
        first_item_ = false;
    }
    void close_list() { sink_(first_item_ ? "]" : "\n  ]"); }
    void end() { sink_("\n}\n"); }

  private:
    void begin(const char* key) {
        sink_(first_ ? "\n  " : ",\n  ");
        sink_(dump(key) + ": ");
        first_ = false;
    }
    const ReportSink& sink_;
    bool first_ = true, first_item_ = true;
};

}  // namespace sheaf
