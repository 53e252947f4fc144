// XML as a stream of events, pulled one by one: libxml2's push parser behind a small window of events, so
// that memory does not depend on the size of the part.
// No document type declaration, no entities but XML's own five, no network. Broken XML is read on as far as
// libxml2 can, and says so afterwards.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "events.hpp"
#include "files/archive.hpp"
#include "styles/settings.hpp"

namespace sheaf::docx {

using files::ByteSource;
using files::memory_source;

/// Reads one part. Every function may throw `StageError`: `docx-limit` at a limit, `docx-malformed` for a
/// document type declaration or an encoding that a package may not use.
class XmlReader {
  public:
    XmlReader(ByteSource source, std::string part, const Limits& limits, NodeBudget& budget);
    ~XmlReader();
    XmlReader(XmlReader&&) noexcept;
    XmlReader& operator=(XmlReader&&) noexcept;

    /// Moves on. Views that were handed out before are void.
    Event next() {
        if (item_->event == Event::finished) return Event::finished;
        // A narrowed reader ends where its element ends.
        if (base_ > 0 && item_->event == Event::end && item_->depth == base_ + 1) {
            *item_ = {.event = Event::finished};
            return Event::finished;
        }
        if (++item_ == end_) return refill();
        if (item_->of_text) count();
        return item_->event;
    }
    Event event() const { return item_->event; }
    /// Of the element that starts or ends here.
    Ns ns() const { return item_->ns; }
    Tag tag() const { return item_->tag; }
    bool at(Ns ns, Tag tag) const { return this->ns() == ns && this->tag() == tag; }
    /// Of the element that starts or ends here; the root has 1. Of text: that of its parent.
    int depth() const { return item_->depth - base_; }
    std::string_view text() const;

    /// The first attribute of that local name, whatever its namespace.
    std::optional<std::string_view> attribute(Tag name) const;
    std::optional<std::string_view> attribute(Ns ns, Tag name) const;
    /// The attribute, or empty.
    std::string_view value(Tag name = Tag::val) const;
    /// `xml:space="preserve"` holds for text here.
    bool preserves_space() const { return item_->preserve; }

    /// From an element's start to its end.
    void skip();
    /// From an element's start to its end, with all text below it.
    std::string all_text();
    /// Calls `visit` at the start of every child element and moves behind the child, whatever `visit` read of it.
    template <class Visit>
    void children(Visit&& visit) {
        const int parent = depth();
        while (true) {
            const Event now = next();
            if (now == Event::finished || (now == Event::end && depth() <= parent)) return;
            if (now != Event::start) continue;
            const int child = depth();
            visit();
            leave(child);
        }
    }
    /// Moves to the end of the open element of that depth, unless it stands there.
    void leave(int of_depth);
    /// From here on, adds to the counter the visible characters of every text element (`t`, `delText`, `instrText`, `delInstrText`)
    /// that the reader passes, whoever asked for it: so that nobody can lose text without its showing.
    void count_text(std::uint64_t* counter) { counter_ = counter; }
    /// From here on, the element at whose start the reader stands is all there is.
    void narrow() { base_ = item_->depth - 1; }

    const std::string& part() const;
    /// The line of the part that is being read, 1-based, and exact to the few kilobytes that libxml2 reads ahead.
    int line() const;
    /// What libxml2 found wrong, or empty; and where.
    const std::string& trouble() const;
    int trouble_line() const;

  private:
    struct State;
    void stand_at_first();
    Event refill();
    void count();

    std::unique_ptr<State> state_;
    Item* item_;       // where the reader stands
    const Item* end_;  // of the events that are there
    int base_ = 0;     // depth that counts as none: see narrow()
    std::uint64_t* counter_ = nullptr;
};

}  // namespace sheaf::docx
