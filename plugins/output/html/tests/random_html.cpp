// Writes the pages of random documents, one file each, for the validators.
//
// usage: random-html FOLDER COUNT
#include <fstream>
#include <iostream>

#include "../page.hpp"
#include "random_document.hpp"

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: random-html FOLDER COUNT\n";
        return 2;
    }
    const std::uint64_t count = std::stoul(argv[2]);
    for (std::uint64_t seed = 0; seed < count; ++seed) {
        std::ofstream file(std::string(argv[1]) + "/" + std::to_string(seed) + ".html", std::ios::binary);
        file << sheaf::html::page(sheaf::RandomDocument(seed).make(), {});
        if (!file.flush()) return 1;
    }
}
