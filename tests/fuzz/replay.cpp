// Runs a fuzz target over files, and over what becomes of each when it is cut short or some of its bytes
// change: the plain test of a target, without the fuzzer.
//
//   fuzz-NAME [--most BYTES] [FILE|FOLDER...]
//
// The seeds that the target makes itself come first.
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

void add_files(const fs::path& path, std::uintmax_t most, std::vector<fs::path>& files) {
    if (!fs::is_directory(path)) {
        if (fs::is_regular_file(path) && fs::file_size(path) <= most) files.push_back(path);
        return;
    }
    for (const auto& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file() && entry.file_size() <= most) files.push_back(entry.path());
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    std::uintmax_t most = UINTMAX_MAX;
    if (arguments.size() > 1 && arguments[0] == "--most") {
        most = std::strtoull(arguments[1].c_str(), nullptr, 10);
        arguments.erase(arguments.begin(), arguments.begin() + 2);
    }
    const sheaf::OwnedFolder made(fs::temp_directory_path() / "sheaf-fuzz-XXXXXX");
    sheaf_write_seeds(made.path());
    arguments.push_back(made.path());
    std::vector<fs::path> files;
    for (const std::string& argument : arguments) add_files(argument, most, files);
    std::sort(files.begin(), files.end());
    std::size_t read = 0;
    for (const fs::path& file : files) {
        std::fprintf(stderr, "%s\n", file.c_str());  // should it crash, this is the one
        read += run_file(file);
    }
    std::printf("%zu files\n", files.size());
    if (!files.empty() && read == files.size()) return EXIT_SUCCESS;
    std::fprintf(stderr, files.empty() ? "there is nothing to run\n" : "not every seed is read\n");
    return EXIT_FAILURE;
}
