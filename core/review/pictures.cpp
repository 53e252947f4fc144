#include "review/pictures.hpp"

#include <unistd.h>

#include <cstdlib>

#include "archive/scratch_file.hpp"
#include "base/codes.hpp"
#include "base/scratch.hpp"
#include "pipeline/file_text.hpp"

namespace sheaf::review {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_kept = 32U << 20U;  // bytes

fs::path new_folder() {
    std::string name = (fs::temp_directory_path() / "sheaf-review-XXXXXX").string();
    if (!::mkdtemp(name.data()))
        throw StageError(codes::output_unwritable.code, "no temporary folder can be made",
                         "set TMPDIR to a folder that may be written");
    return name;
}

}  // namespace

Pictures::Pictures(const Plan& plan, const PoolSettings& settings) : plan_(plan), scratch_(new_folder()) {
    plan_.transforms.clear();
    plan_.outputs.clear();
    PoolSettings own = settings;
    own.worker.work_folder = scratch_;
    pool_ = std::make_unique<WorkerPool>(plan_, own);
    const auto problems = pool_->start();
    if (problems.empty()) return;
    remove_folder(scratch_);
    throw StageError(problems.front().code, problems.front().message, problems.front().hint);
}

Pictures::~Pictures() {
    pool_.reset();
    remove_folder(scratch_);
}

bool Pictures::asked_to_stop() {
    // Somebody who waits for a picture sees to the signals, too.
    const std::unique_lock lock(pool_mutex_, std::try_to_lock);
    if (!lock) return false;
    pool_->wait(0);
    return pool_->stop_signals() > 0;
}

Picture Pictures::draw(const ArchivedLetter& letter, int page, double dpi) {
    const std::string key = letter.known.key.content + ' ' + std::to_string(page) + ' ' + std::to_string(dpi);
    if (auto known = kept(key)) return {std::move(known), {}};
    const std::lock_guard lock(pool_mutex_);
    if (auto known = kept(key)) return {std::move(known), {}};  // drawn while this one waited
    Picture picture = drawn(letter, page, dpi);
    if (picture.page) keep(key, picture.page);
    return picture;
}

Picture Pictures::drawn(const ArchivedLetter& letter, int page, double dpi) {
    constexpr int moment = 1000;  // milliseconds until it is looked whether a worker is there
    while (!pool_->has_free(false)) pool_->wait(moment);
    Job job;
    job.number = ++jobs_;
    job.file = letter.known.file;
    job.scratch = (scratch_ / std::to_string(job.number)).string();
    job.picture = {page, dpi, letter.known.key.content};
    pool_->give(job, open_to_read(letter.known.file), OwnedFile());
    for (;;)
        for (JobResult& result : pool_->wait(moment)) {
            Picture picture;
            if (result.fault) picture.problem = std::move(*result.fault);
            if (result.answer && has_outputs(result.answer->outcome.status)) {
                std::vector<Diagnostic> problems;
                const OwnedFile page_file = open_scratch_file(job.scratch, "page");
                if (auto png = read_file(page_file.number(), "the picture of the page", problems))
                    picture.page = std::make_shared<const DrawnPage>(
                        DrawnPage{std::move(*png), std::move(result.answer->words)});
                else
                    picture.problem = problems.front();
            } else if (result.answer) {
                picture.problem = result.answer->outcome.diagnostics.back();
            }
            remove_folder(job.scratch);
            return picture;
        }
}

void Pictures::keep(const std::string& key, std::shared_ptr<const DrawnPage> page) {
    const std::lock_guard lock(kept_mutex_);
    kept_bytes_ += page->png.size();
    kept_.emplace_front(key, std::move(page));
    while (kept_bytes_ > most_kept && kept_.size() > 1) {
        kept_bytes_ -= kept_.back().second->png.size();
        kept_.pop_back();
    }
}

std::shared_ptr<const DrawnPage> Pictures::kept(const std::string& key) {
    const std::lock_guard lock(kept_mutex_);
    for (auto one = kept_.begin(); one != kept_.end(); ++one) {
        if (one->first != key) continue;
        kept_.splice(kept_.begin(), kept_, one);
        return kept_.front().second;
    }
    return nullptr;
}

}  // namespace sheaf::review
