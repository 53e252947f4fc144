#include "references.hpp"

#include <algorithm>
#include <map>

namespace sheaf::html {

std::string block_id(std::size_t position) {
    return "b" + std::to_string(position + 1);
}
std::string section_id(std::size_t position) {
    return "s" + std::to_string(position + 1);
}
std::string page_id(int page) {
    return "page-" + std::to_string(page);
}

namespace {

bool is_container(const Block& block) {
    return block.kind == BlockKind::table || block.kind == BlockKind::row || block.kind == BlockKind::cell;
}

class Collector {
  public:
    explicit Collector(const Document& document) : document_(document) {
        references_.marks.resize(document.blocks.size());
    }

    References collect() {
        std::map<std::string_view, std::size_t> counts;
        for (std::size_t i = 0; i < document_.records.size(); ++i) {
            const Record& record = document_.records[i];
            references_.first_subject.push_back(references_.subjects.size());
            if (record.type == "metadata") {
                for (const Field& field : record.fields)
                    add("m-" + field.name, in_words(field.name), field.anchors, true);
                continue;
            }
            // The id is that of the record, so that a link from elsewhere survives the next conversion.
            const std::string id = record.id.empty() ? std::to_string(i + 1) : record.id;
            const std::string number = std::to_string(++counts[record.type]);
            add("r-" + id, in_words(record.type) + ' ' + number, anchors_of(record), false);
            references_.subjects.back().broad = is_broad(record.type);
        }
        return std::move(references_);
    }

  private:
    /// Whether the records of the type take in more than a fifth of the text.
    bool is_broad(std::string_view type) {
        const auto known = broad_.find(type);
        if (known != broad_.end()) return known->second;
        std::uint64_t text = 0, taken = 0;
        for (const Block& block : document_.blocks) text += block.text.size();
        for (const Record& record : document_.records)
            if (record.type == type)
                for (const Anchor& anchor : record.anchors)
                    taken += std::max(anchor.range.start, anchor.range.end) - anchor.range.start;
        return broad_[type] = taken * 5 > text;
    }

    static std::vector<Anchor> anchors_of(const Record& record) {
        if (!record.anchors.empty()) return record.anchors;
        std::vector<Anchor> anchors;
        for (const Field& field : record.fields)
            anchors.insert(anchors.end(), field.anchors.begin(), field.anchors.end());
        return anchors;
    }

    /// Every anchor becomes a target. With `each` every anchor leads back, else the last alone.
    void add(std::string id, std::string name, const std::vector<Anchor>& anchors, bool each) {
        const std::size_t subject = references_.subjects.size();
        references_.subjects.push_back({std::move(id), std::move(name), {}});
        for (std::size_t i = 0; i < anchors.size(); ++i)
            if (anchors[i].block.value < document_.blocks.size())
                add_anchor(subject, anchors[i], i, each || i + 1 == anchors.size());
    }

    void add_anchor(std::size_t subject, const Anchor& anchor, std::size_t number, bool leads_back) {
        const Block& block = document_[anchor.block];
        Subject& row = references_.subjects[subject];
        const int page = page_of(document_, {anchor});
        if (block.kind == BlockKind::furniture || anchor.range.start >= anchor.range.end) {
            // Nothing to mark within the text: the block as a whole is the place.
            row.targets.push_back({"#" + block_id(anchor.block.value), page});
            if (leads_back) add_way_back(subject, anchor.block);
            return;
        }
        std::string id = "at-" + row.id;
        if (number > 0) id += "-" + std::to_string(number + 1);
        row.targets.push_back({"#" + id, page});
        references_.marks[anchor.block.value].push_back({anchor.range, std::move(id), subject, leads_back});
    }

    /// At the end of the block, or of the first block with text in a container.
    void add_way_back(std::size_t subject, BlockId id) {
        std::size_t at = id.value;
        while (at < document_.blocks.size() && is_container(document_.blocks[at])) ++at;
        if (at == document_.blocks.size()) return;
        const auto end = static_cast<std::uint32_t>(document_.blocks[at].text.size());
        references_.marks[at].push_back({{end, end}, {}, subject, true});
    }

    const Document& document_;
    References references_;
    std::map<std::string_view, bool> broad_;  ///< by type, as far as asked for
};

}  // namespace

References references_of(const Document& document) {
    return Collector(document).collect();
}

}  // namespace sheaf::html
