#include "review/archive_view.hpp"

#include "archive/documents.hpp"
#include "base/codes.hpp"

namespace sheaf::review {

namespace {

constexpr const char* letter_columns =
    "letter.id, letter.name, output_name, file, letter.content, reading, letter.status, title, profile, "
    "authority, document_date, pages, accepted.letter IS NOT NULL";

}  // namespace

ArchiveView::ArchiveView(std::filesystem::path out) : out_(std::move(out)) {
    Journal::of(out_);
}

std::vector<ArchivedLetter> ArchiveView::select(const std::string& where,
                                                const std::optional<std::string>& value) const {
    Journal journal = Journal::of(out_);
    Statement rows = journal.database().prepare("SELECT " + std::string(letter_columns) +
                                                " FROM letter LEFT JOIN accepted ON " + is_accepted +
                                                " WHERE " + where + " ORDER BY output_name");
    std::vector<ArchivedLetter> letters;
    if (value) rows.with(*value);
    while (rows.step()) {
        ArchivedLetter one;
        one.known.id = rows.integer(0);
        one.known.name = rows.text(1);
        one.known.output_name = rows.text(2);
        one.known.file = rows.text(3);
        one.known.key.content = rows.text(4);
        one.known.key.reading = rows.text(5);
        one.known.status = letter_status_named(rows.text(6));
        one.title = rows.text(7);
        one.profile = rows.text(8);
        one.authority = rows.text(9);
        one.date = rows.text(10);
        one.pages = static_cast<int>(rows.integer(11));
        one.accepted = rows.integer(12) != 0;
        letters.push_back(std::move(one));
    }
    return letters;
}

std::vector<ArchivedLetter> ArchiveView::letters() const {
    return select("present");
}

std::optional<ArchivedLetter> ArchiveView::letter(std::int64_t id) const {
    auto found = select("letter.id=CAST(? AS INTEGER)", std::to_string(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<ArchivedLetter> ArchiveView::named(const std::string& output_name) const {
    auto found = select("output_name=?", output_name);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<DoubtfulLetter> ArchiveView::needing_a_look() const {
    std::vector<DoubtfulLetter> doubtful;
    std::map<std::int64_t, std::size_t> positions;
    for (ArchivedLetter& letter :
         select("present AND letter.status IN ('doubtful', 'failed', 'quarantined') AND "
                "accepted.letter IS NULL")) {
        positions[letter.known.id] = doubtful.size();
        doubtful.push_back({std::move(letter), {}});
    }
    Journal journal = Journal::of(out_);
    Statement rows = journal.database().prepare(
        "SELECT letter, severity, code, stage, message, page, hint FROM diagnostic WHERE severity IN "
        "('doubtful', 'error') ORDER BY letter, seq");
    while (rows.step()) {
        const auto known = positions.find(rows.integer(0));
        if (known == positions.end()) continue;
        Diagnostic& one = doubtful[known->second].doubts.emplace_back();
        one.severity = severity_named(rows.text(1)).value_or(Severity::doubtful);
        one.code = rows.text(2);
        one.stage = rows.text(3);
        one.message = rows.text(4);
        one.place.page = static_cast<int>(rows.integer(5));
        one.hint = rows.text(6);
    }
    return doubtful;
}

std::map<std::string, std::string> ArchiveView::families(const std::set<std::string>& contents) const {
    Journal journal = Journal::of(out_);
    Statement rows = journal.database().prepare("SELECT content, profile FROM letter WHERE present");
    std::map<std::string, std::string> families;
    while (rows.step())
        if (std::string content(rows.text(0)); contents.contains(content))
            families.emplace(std::move(content), rows.text(1));
    return families;
}

std::int64_t ArchiveView::generation() const {
    return Journal::of(out_).generation();
}

std::vector<Diagnostic> ArchiveView::doubts(std::int64_t letter) const {
    return Journal::of(out_).diagnostics(letter, Severity::doubtful);
}

std::optional<Document> ArchiveView::document(const ArchivedLetter& letter) const {
    if (!has_outputs(letter.known.status)) return std::nullopt;
    auto document = stored_document(out_, letter.known.key);
    if (document) document->source.name = letter.known.name;
    return document;
}

std::string ArchiveView::pipeline() const {
    Journal journal = Journal::of(out_);
    return journal.remembered("pipeline").value_or("");
}

std::string pipeline_of(const std::string& archive, const std::string& named) {
    if (!named.empty()) return named;
    std::string known = ArchiveView(archive).pipeline();
    if (known.empty())
        throw StageError(codes::usage.code, "the archive does not say by which pipeline it was made",
                         "name it with --pipeline");
    return known;
}

}  // namespace sheaf::review
