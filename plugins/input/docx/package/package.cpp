#include "package.hpp"

#include <algorithm>
#include <utility>

#include "sheaf/ascii.hpp"
#include "sniff.hpp"

namespace sheaf::docx {
namespace {

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string percent_decoded(std::string_view text) {
    std::string result;
    for (std::size_t k = 0; k < text.size(); ++k) {
        if (text[k] == '%' && k + 2 < text.size() && hex(text[k + 1]) >= 0 && hex(text[k + 2]) >= 0) {
            result += static_cast<char>(hex(text[k + 1]) * 16 + hex(text[k + 2]));
            k += 2;
        } else {
            result += text[k];
        }
    }
    return result;
}

// The part that a relationship's target names, seen from the folder of the part that holds it. Segments that
// lead above the root stay at the root: the result is only ever looked up among the package's own names.
std::string resolve(std::string_view source_part, std::string_view target) {
    std::string target_path = percent_decoded(target.substr(0, target.find('#')));
    std::replace(target_path.begin(), target_path.end(), '\\', '/');
    std::string path = target_path.starts_with('/')
                           ? target_path
                           : std::string(source_part.substr(0, source_part.rfind('/') + 1)) + target_path;
    std::vector<std::string> segments;
    std::size_t at = 0;
    while (at <= path.size()) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        std::string segment = path.substr(at, end - at);
        at = end + 1;
        if (segment == "..") {
            if (!segments.empty()) segments.pop_back();
        } else if (!segment.empty() && segment != ".") {
            segments.push_back(std::move(segment));
        }
    }
    std::string result;
    for (const std::string& segment : segments) result += "/" + segment;
    return result;
}

std::string relationships_name(std::string_view part) {
    const std::size_t slash = part.rfind('/');
    return std::string(part.substr(0, slash + 1)) + "_rels/" + std::string(part.substr(slash + 1)) + ".rels";
}

[[noreturn]] void refuse_compound(std::string_view bytes) {
    // Directory names of a compound file are UTF-16 (MS-CFB 2.6.1).
    const auto names = [&](std::string_view name) {
        std::string wide;
        for (char c : name) (wide += c) += '\0';
        return bytes.find(wide) != std::string_view::npos;
    };
    if (names("EncryptedPackage") || names("EncryptionInfo"))
        throw StageError(
            "docx-encrypted", "the letter is encrypted with a password",
            "open it in Word, remove the password (File, Info, Protect Document), and save it again");
    if (names("WordDocument"))
        throw StageError("docx-old-format", "the letter is in the binary format of Word 97 to 2003 (.doc)",
                         "save it as .docx; the pipeline samples/exec/office.toml reads it with LibreOffice");
    throw not_word("the file is an OLE compound file without a Word document");
}

// What a package without a Word document is, for the message.
std::string kind_of_package(const std::vector<Part>& parts) {
    for (const Part& part : parts) {
        const std::string name = text::lower(part.name);
        if (name.starts_with("/xl/")) return "an Excel workbook, not a Word document";
        if (name.starts_with("/ppt/")) return "a PowerPoint presentation, not a Word document";
        if (name == "/mimetype" || name == "/meta-inf/manifest.xml")
            return "an OpenDocument file, not a DOCX file";
        if (name.starts_with("/visio/")) return "a Visio drawing, not a Word document";
    }
    return "a package without a Word document";
}

}  // namespace

bool is_word_main_type(std::string_view type) {
    return type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml" ||
           type == "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml" ||
           type == "application/vnd.ms-word.document.macroEnabled.main+xml" ||
           type == "application/vnd.ms-word.template.macroEnabledTemplate.main+xml";
}

StageError not_word(std::string message) {
    return {"docx-not-word", std::move(message),
            "save it as .docx, or fetch the letter again from where it came from"};
}

Package::Package(std::string_view bytes, const Limits& limits, Context& context) : context_(context) {
    spending_.limits = limits;
    spending_.nodes.left = limits.nodes;
    switch (kind_of(bytes)) {
        case FileKind::compound:
            refuse_compound(bytes);
        case FileKind::word_zip:
        case FileKind::other_zip:
            open_zip(bytes);
            break;
        case FileKind::flat_opc:
            open_flat(bytes);
            break;
        case FileKind::word_2003: {
            kind_ = PackageKind::word_2003;
            class OneFile final : public PartStore {
              public:
                OneFile(std::string_view file, Spending& spending) : file_(file), spending_(spending) {}
                XmlReader open(std::size_t) override {
                    return XmlReader(memory_source(file_), {}, spending_.limits, spending_.nodes);
                }
                std::string bytes(std::size_t, std::size_t) override { return {}; }

              private:
                std::string_view file_;
                Spending& spending_;
            };
            store_ = std::make_unique<OneFile>(bytes, spending_);
            add_part("/", bytes.size(), 0);
            main_ = 0;
            return;
        }
        case FileKind::other:
            throw not_word("the file is neither a zip file nor a Word XML file");
    }
    find_main_part();
}

Package::~Package() = default;

void Package::open_zip(std::string_view bytes) {
    std::vector<StoredPart> names;
    store_ = open_zip_store(bytes, spending_, names);
    for (std::size_t k = 0; k < names.size(); ++k) add_part("/" + names[k].name, names[k].size, k);
    read_content_types();
}

void Package::open_flat(std::string_view bytes) {
    kind_ = PackageKind::flat;
    std::vector<StoredPart> names;
    store_ = open_flat_store(bytes, spending_, names);
    for (std::size_t k = 0; k < names.size(); ++k) {
        add_part(names[k].name, 0, k);
        parts_.back().type = names[k].type;
    }
}

void Package::add_part(std::string name, std::uint64_t size, std::size_t entry) {
    // Of names that differ by case only, the first entry is the part (ECMA-376 part 2, 6.2.2.3 forbids the
    // others).
    if (!by_name_.emplace(text::lower(name), entry).second && !name.ends_with('/'))
        context_.report(Severity::doubtful, "docx-duplicate-part",
                        "two parts of the package have this name; the first is read", {.part = name});
    parts_.push_back({std::move(name), {}, size});
}

std::size_t Package::find(std::string_view name) const {
    const auto found = by_name_.find(text::lower(name));
    return found == by_name_.end() ? none : found->second;
}

XmlReader Package::open(std::size_t part) {
    parts_[part].used = true;
    XmlReader xml = store_->open(part);
    report_damage(part);
    while (xml.event() != Event::start && xml.event() != Event::finished) xml.next();
    return xml;
}

std::string Package::bytes(std::size_t part, std::size_t limit) {
    parts_[part].used = true;
    std::string all = store_->bytes(part, limit);
    report_damage(part);
    return all;
}

void Package::report_damage(std::size_t part) {
    const std::string_view damage = store_->damage(part);
    if (damage.empty() || std::exchange(parts_[part].damaged, true)) return;
    context_.report(Severity::doubtful, "docx-part-damaged",
                    "the bytes of the part are damaged: " + std::string(damage), {.part = parts_[part].name},
                    "what could be recovered was read; get the letter again from where it came from");
}

void Package::read_content_types() {
    const std::size_t at = find("/[Content_Types].xml");
    if (at == none) return;
    std::unordered_map<std::string, std::string> by_extension, by_part;
    try {
        XmlReader xml = open(at);
        xml.children([&] {
            if (xml.at(Ns::ct, Tag::Default))
                by_extension.emplace(text::lower(xml.value(Tag::Extension)), xml.value(Tag::ContentType));
            else if (xml.at(Ns::ct, Tag::Override))
                by_part.emplace(text::lower(xml.value(Tag::PartName)), xml.value(Tag::ContentType));
        });
    } catch (const StageError& error) {
        if (error.diagnostic().code != "docx-malformed") throw;
        context_.report(Severity::doubtful, "docx-part-broken",
                        "the list of content types cannot be read: " + error.diagnostic().message,
                        error.diagnostic().place);
    }
    for (Part& part : parts_) {
        const std::string name = text::lower(part.name);
        if (const auto found = by_part.find(name); found != by_part.end()) {
            part.type = found->second;
        } else if (const auto dot = name.rfind('.'); dot != std::string::npos) {
            if (const auto by = by_extension.find(name.substr(dot + 1)); by != by_extension.end())
                part.type = by->second;
        }
    }
}

void Package::find_main_part() {
    main_ = related(none, "officeDocument");
    if (main_ != none && !parts_[main_].type.empty() && !is_word_main_type(parts_[main_].type) &&
        parts_[main_].type.find("wordprocessingml") == std::string::npos &&
        parts_[main_].type != "application/xml" && parts_[main_].type != "text/xml")
        main_ = none;
    if (main_ == none) {
        // A package whose relationships are damaged still says by content type what its main part is.
        for (std::size_t k = 0; k < parts_.size() && main_ == none; ++k)
            if (is_word_main_type(parts_[k].type)) main_ = k;
        if (main_ == none && related(none, "officeDocument") == none) main_ = find("/word/document.xml");
        if (main_ != none)
            context_.report(Severity::repaired, "docx-no-main-relationship",
                            "the package does not say which part is the document; it was found by its type",
                            {.part = parts_[main_].name});
    }
    if (main_ == none) throw not_word("the file is " + kind_of_package(parts_));
}

const Relationships& Package::relationships(std::size_t part) {
    const auto known = relationships_.find(part);
    if (known != relationships_.end()) return known->second;
    Relationships& all = relationships_[part];
    const std::string owner = part == none ? "/" : parts_[part].name;
    const std::size_t at = kind_ == PackageKind::word_2003 ? none : find(relationships_name(owner));
    if (at == none) return all;
    try {
        XmlReader xml = open(at);
        xml.children([&] {
            if (!xml.at(Ns::rel, Tag::Relationship)) return;
            Relationship relationship;
            const std::string_view type = xml.value(Tag::Type);
            relationship.type = type.substr(type.rfind('/') + 1);
            relationship.external = xml.value(Tag::TargetMode) == "External";
            const std::string_view target = xml.value(Tag::Target);
            relationship.target = relationship.external ? std::string(target) : resolve(owner, target);
            all.emplace(std::string(xml.value(Tag::Id)), std::move(relationship));
        });
        if (!xml.trouble().empty())
            context_.report(Severity::doubtful, "docx-part-broken",
                            "the part is broken XML: " + xml.trouble(),
                            {.line = xml.trouble_line(), .part = parts_[at].name});
    } catch (const StageError& error) {
        if (error.diagnostic().code != "docx-malformed") throw;
        context_.report(Severity::doubtful, "docx-part-broken", error.diagnostic().message,
                        error.diagnostic().place);
    }
    return all;
}

std::vector<std::size_t> Package::all_related(std::size_t part, std::string_view type) {
    std::vector<std::size_t> all;
    for (const auto& [id, relationship] : relationships(part)) {
        if (relationship.external || relationship.type != type) continue;
        if (const std::size_t at = find(relationship.target); at != none) all.push_back(at);
    }
    // Hash order must not decide.
    std::sort(all.begin(), all.end());
    return all;
}

std::size_t Package::related(std::size_t part, std::string_view type) {
    const std::vector<std::size_t> all = all_related(part, type);
    return all.empty() ? none : all.front();
}

}  // namespace sheaf::docx
