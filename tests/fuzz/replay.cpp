// Runs a fuzz target over files, and over what becomes of each when it is cut short or some of its bytes
// change: the plain test of a target, without the fuzzer.
//
//   fuzz-NAME [--most BYTES] [SEED...] [--hostile FILE...]
//
// Each seed, also those that the target makes itself, must be read; a hostile file may be refused. A folder
// stands for all files in it.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "base/owned_folder.hpp"
#include "seeds.hpp"

extern "C" [[gnu::weak]] void sheaf_write_seeds(const std::filesystem::path&) {}
extern "C" [[gnu::weak]] std::size_t sheaf_count_read();
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

constexpr int variants = 8;

void run(const std::string& bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

/// Whether the file as it is was read, or the target does not say.
bool run_file(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    const std::size_t before = sheaf_count_read ? sheaf_count_read() : 0;
    run(bytes);
    const bool read = !sheaf_count_read || sheaf_count_read() > before;
    std::mt19937 chance(static_cast<unsigned>(bytes.size()));
    for (int i = 0; i < variants && !bytes.empty(); ++i) {
        std::string changed = bytes.substr(0, i % 2 == 0 ? bytes.size() : 1 + chance() % bytes.size());
        for (int flips = 1 << i; flips > 0; --flips)
            changed[chance() % changed.size()] ^= static_cast<char>(1U << (chance() % 8));
        run(changed);
    }
    return read;
}

/// Those of at most `most` bytes, in order of their paths.
std::vector<fs::path> files_of(const std::vector<std::string>& arguments, std::uintmax_t most) {
    std::vector<fs::path> files;
    const auto add = [&](const fs::path& file) {
        if (fs::is_regular_file(file) && fs::file_size(file) <= most) files.push_back(file);
    };
    for (const fs::path argument : arguments) {
        add(argument);
        if (!fs::is_directory(argument)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(argument)) add(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Returns how many were read.
std::size_t run_files(const std::vector<fs::path>& files) {
    std::size_t read = 0;
    for (const fs::path& file : files) {
        std::fprintf(stderr, "%s\n", file.c_str());  // should it crash, this is the one
        read += run_file(file);
    }
    return read;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    std::uintmax_t most = UINTMAX_MAX;
    if (arguments.size() > 1 && arguments[0] == "--most") {
        most = std::strtoull(arguments[1].c_str(), nullptr, 10);
        arguments.erase(arguments.begin(), arguments.begin() + 2);
    }
    const auto hostile = std::find(arguments.begin(), arguments.end(), "--hostile");
    std::vector<std::string> given(arguments.begin(), hostile);
    const sheaf::OwnedFolder made(fs::temp_directory_path() / "sheaf-fuzz-XXXXXX");
    sheaf_write_seeds(made.path());
    given.push_back(made.path());
    const std::vector<fs::path> seeds = files_of(given, most);
    const std::size_t read = run_files(seeds);
    std::printf("%zu seeds\n", seeds.size());
    const std::vector<fs::path> attacks = files_of({hostile, arguments.end()}, most);
    run_files(attacks);
    std::printf("%zu hostile files\n", attacks.size());
    if (!seeds.empty() && read == seeds.size()) return EXIT_SUCCESS;
    std::fprintf(stderr, seeds.empty() ? "there is no seed\n" : "not every seed is read\n");
    return EXIT_FAILURE;
}
