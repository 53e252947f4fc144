// Parts in a Flat OPC file: one XML file with every part inside, as Word writes with "Word XML Document".
// Each part is read by passing over the file again, so that no part is held in memory.
#include <algorithm>
#include <deque>
#include <memory>

#include "package.hpp"

namespace sheaf::docx {

namespace {

class FlatStore final : public PartStore {
  public:
    FlatStore(std::string_view bytes, Spending& spending) : bytes_(bytes), spending_(spending) {}

    void list(std::vector<StoredPart>& names) {
        XmlReader xml(memory_source(bytes_), {}, spending_.limits, spending_.nodes);
        if (xml.next() != Event::start || !xml.at(Ns::pkg, Tag::package))
            throw not_word("the XML file holds no package");
        xml.children([&] {
            if (!xml.at(Ns::pkg, Tag::part)) return;
            names.push_back({std::string(xml.value(Tag::name)), std::string(xml.value(Tag::contentType)), 0});
        });
        for (const StoredPart& part : names) labels_.push_back(part.name);
    }

    XmlReader open(std::size_t part) override {
        // Every pass over the file counts in full, so that many parts cannot make it costly.
        spending_.inflated += bytes_.size();
        if (spending_.inflated > spending_.limits.archive.total_size)
            throw StageError("docx-limit",
                             "reading the parts of the XML file takes more than " +
                                 std::to_string(spending_.limits.archive.total_size >> 20) + " MiB",
                             "raise the option `max_total_size` if this letter is to be trusted");
        passes_.push_back({spending_.limits.nodes});
        XmlReader xml(memory_source(bytes_), labels_[part], spending_.limits, passes_.back());
        std::size_t at = 0;
        xml.next();
        for (Event now = xml.next(); now != Event::finished; now = xml.next()) {
            if (now != Event::start) continue;
            if (xml.depth() == 2 && xml.at(Ns::pkg, Tag::part)) {
                if (at++ != part) xml.skip();
            } else if (xml.depth() == 4) {
                xml.narrow();
                break;
            }
        }
        return xml;
    }

    std::string bytes(std::size_t, std::size_t) override { return {}; }

  private:
    std::string_view bytes_;
    Spending& spending_;
    std::vector<std::string> labels_;
    std::deque<NodeBudget> passes_;  // readers point at them
};

}  // namespace

std::unique_ptr<PartStore> open_flat_store(std::string_view bytes, Spending& spending,
                                           std::vector<StoredPart>& names) {
    auto store = std::make_unique<FlatStore>(bytes, spending);
    store->list(names);
    return store;
}

}  // namespace sheaf::docx
