#include "review/queue.hpp"

#include <algorithm>

#include "review/doubts.hpp"

namespace sheaf::review {

namespace {

constexpr std::size_t most_known = 5000;
constexpr std::size_t doubts_shown = 3;
constexpr std::size_t most_rows = 500;

bool by_rank(const std::shared_ptr<const QueueEntry>& a, const std::shared_ptr<const QueueEntry>& b) {
    return a->rank < b->rank;
}

void write_entry(const Element& body, const QueueEntry& entry, const Plan& plan) {
    const Element row = body.newline().add("tr");
    const Element title = row.add("th", {{"scope", "row"}});
    title.add("a", {{"href", "/letter/" + std::to_string(entry.letter.known.id)}}, entry.letter.heading());
    if (!entry.letter.title.empty()) title.add("div", {{"class", "quiet"}}, entry.letter.known.name);
    row.add("td", {{"data-name", "Authority"}},
            entry.letter.authority.empty() ? "–" : entry.letter.authority);
    const Element doubts = row.add("td", {{"data-name", "What is doubtful"}});
    if (entry.done()) doubts.add("span", {{"class", "state confirmed"}}, "nothing is left");
    const Element list = entry.done() ? doubts : doubts.add("ul", {{"class", "reasons"}, {"role", "list"}});
    for (std::size_t i = 0; i < std::min(entry.doubts.size(), doubts_shown); ++i) {
        const Element item = list.add("li");
        write_message(item, entry.doubts[i].message);
        if (const std::string meaning = meaning_of(entry.doubts[i], plan); !meaning.empty())
            item.attribute("title", meaning);
    }
    if (entry.doubts.size() > doubts_shown)
        list.add("li", {{"class", "quiet"}},
                 "and " + std::to_string(entry.doubts.size() - doubts_shown) + " more");
    row.add("td", {{"data-name", "Decisions"}, {"class", "number"}}, std::to_string(entry.decided));
}

void write_table(const Element& main, const std::vector<const QueueEntry*>& entries, const char* title,
                 const char* id, const Plan& plan) {
    if (entries.empty()) return;
    main.newline().add("h2", {{"id", id}}, title);
    const Element table = main.newline().add("table", {{"class", "facts queue"}, {"aria-labelledby", id}});
    const Element head = table.add("thead").add("tr");
    for (const char* column : {"Letter", "Authority", "What is doubtful", "Decisions"})
        head.add("th", {{"scope", "col"}}, column);
    const Element body = table.add("tbody");
    for (std::size_t i = 0; i < std::min(entries.size(), most_rows); ++i)
        write_entry(body, *entries[i], plan);
    if (entries.size() > most_rows)
        main.add("p", {{"class", "quiet"}},
                 "And " + std::to_string(entries.size() - most_rows) + " more, when these are done.");
}

}  // namespace

Queue::Entry Queue::entry(ArchivedLetter letter, std::vector<Diagnostic> doubts, std::size_t decided) const {
    constexpr int behind_all = 100;
    const auto harm = [&](const Diagnostic& one) { return harm_of(one, desk_.plan()); };
    std::stable_sort(doubts.begin(), doubts.end(),
                     [&](const Diagnostic& a, const Diagnostic& b) { return harm(a) < harm(b); });
    const int rank = doubts.empty() ? behind_all : harm(doubts.front());
    return std::make_shared<const QueueEntry>(
        QueueEntry{std::move(letter), std::move(doubts), decided, rank});
}

Queue::Entry Queue::look_at(const ArchivedLetter& letter, const std::string& version) {
    const std::string key =
        std::to_string(letter.known.id) + letter.known.key.content + letter.known.key.reading + version;
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = known_.find(key); found != known_.end()) return found->second;
    }
    Entry made;
    if (auto document = archive_.document(letter)) {
        const CheckedLetter checked = desk_.check(std::move(*document), letter.known.output_name);
        made = entry(letter, checked.doubts(), checked.decisions.decisions.size());
    } else {
        made = entry(letter, archive_.doubts(letter.known.id), 0);
    }
    const std::lock_guard lock(mutex_);
    if (known_.size() >= most_known) known_.clear();
    return known_[key] = made;
}

std::shared_ptr<const QueueEntries> Queue::undecided() {
    const std::int64_t generation = archive_.generation();
    const std::lock_guard lock(mutex_);
    if (!undecided_ || generation != generation_) {
        QueueEntries entries;
        for (DoubtfulLetter& one : archive_.needing_a_look())
            entries.push_back(entry(std::move(one.letter), std::move(one.doubts), 0));
        std::stable_sort(entries.begin(), entries.end(), by_rank);
        undecided_ = std::make_shared<const QueueEntries>(std::move(entries));
        generation_ = generation;
    }
    return undecided_;
}

QueueEntries Queue::entries() {
    QueueEntries entries = *undecided();
    bool decided = false;
    for (Entry& one : entries) {
        const LetterKey& key = one->letter.known.key;
        const std::string version = desk_.version(key.content, one->letter.known.output_name);
        if (version.empty()) continue;
        one = look_at(one->letter, version);
        decided = true;
    }
    if (decided) std::stable_sort(entries.begin(), entries.end(), by_rank);
    return entries;
}

std::string queue_page(const Site& site, const QueueEntries& entries, const Plan& plan) {
    std::vector<const QueueEntry*> open, done;
    for (const auto& entry : entries) (entry->done() ? done : open).push_back(entry.get());
    return page(site, "Queue", "/", [&](const Element& body) {
        const Element main = body.add("main", {{"id", "main"}, {"class", "plain"}});
        main.add("h1", {},
                 open.empty()
                     ? std::string("Nothing needs a look")
                     : count(open.size(), "letter") + (open.size() == 1 ? " needs" : " need") + " a look");
        main.add("p", {{"class", "source"}}, site.archive);
        if (!open.empty())
            main.add("p").add(
                "a",
                {{"class", "start"}, {"href", "/letter/" + std::to_string(open.front()->letter.known.id)}},
                "Begin with the first");
        write_table(main, open, "To look at", "open", plan);
        write_table(main, done, "Done: the next batch takes them off the list", "done", plan);
    });
}

}  // namespace sheaf::review
