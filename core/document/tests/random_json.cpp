// Writes the JSON form of random documents, one file each, for the check against the schema.
//
// usage: random-json FOLDER COUNT
#include <fstream>
#include <iostream>

#include "random_document.hpp"
#include "sheaf/json.hpp"

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: random-json FOLDER COUNT\n";
        return 2;
    }
    const std::uint64_t count = std::stoul(argv[2]);
    for (std::uint64_t seed = 0; seed < count; ++seed) {
        std::ofstream file(std::string(argv[1]) + "/" + std::to_string(seed) + ".json", std::ios::binary);
        file << sheaf::to_json(sheaf::RandomDocument(seed).make());
        if (!file.flush()) return 1;
    }
}
