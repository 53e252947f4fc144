// What somebody answers a batch who has taken over a worker: not what the host would have answered.
#pragma once

#include <string>

#include "sheaf/document.hpp"

namespace forged {

/// What is to be done once the letter's outputs are written: `KIND,FOLDER,ARGUMENT`, where the folder is the worker's own.
void prepare(const std::string& what);
/// Does it. When an answer was sent, this does not return.
void answer(const sheaf::Document& document);

/// Writes over the output that `keep` has left open.
void write_to_kept();

}  // namespace forged
