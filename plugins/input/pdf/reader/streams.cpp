#include "streams.hpp"

#include <Object.h>
#include <Stream.h>
#include <libdeflate.h>

#include <algorithm>

namespace sheaf::pdf {
namespace {

/// Whether Flate without a predictor is all that lies between the file's bytes and the content.
bool is_plain_flate(Dict& dictionary) {
    Object filter = dictionary.lookup("Filter");
    if (filter.isNull()) filter = dictionary.lookup("F");
    if (filter.isArray()) {
        if (filter.arrayGetLength() != 1) return false;
        filter = filter.arrayGet(0);
    }
    if (!filter.isName("FlateDecode") && !filter.isName("Fl")) return false;
    Object parameters = dictionary.lookup("DecodeParms");
    if (parameters.isNull()) parameters = dictionary.lookup("DP");
    if (parameters.isArray() && parameters.arrayGetLength() > 0) parameters = parameters.arrayGet(0);
    if (!parameters.isDict()) return true;
    const Object predictor = parameters.dictLookup("Predictor");
    return !predictor.isInt() || predictor.getInt() <= 1;
}

}  // namespace

struct StreamReader::Decompressor {
    libdeflate_decompressor* handle = libdeflate_alloc_decompressor();
    Decompressor() = default;
    Decompressor(const Decompressor&) = delete;
    Decompressor& operator=(const Decompressor&) = delete;
    ~Decompressor() { libdeflate_free_decompressor(handle); }
};

StreamReader::StreamReader(std::string_view file, std::uint64_t limit)
    : file_(file), limit_(limit), decompressor_(std::make_unique<Decompressor>()) {}
StreamReader::~StreamReader() = default;

bool StreamReader::append_flate(std::string_view packed, Bytes& out) {
    if (!decompressor_->handle || packed.size() < 2) return false;
    // Content streams pack four to eight times; larger ratios take further rounds. A bomb is left to the
    // other way, which stops at the limit.
    std::size_t room = std::max(packed.size() * 6 + 1024, out.left());
    for (int round = 0; round < 5; ++round, room *= 4) {
        if (room > limit_ - inflated_ || room > (std::size_t{256} << 20)) break;
        std::size_t got = 0;
        const auto result = libdeflate_zlib_decompress(decompressor_->handle, packed.data(), packed.size(),
                                                       out.room(room), room, &got);
        if (result == LIBDEFLATE_SUCCESS) {
            out.grow(got);
            inflated_ += got;
            return true;
        }
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE) break;
    }
    return false;
}

bool StreamReader::append(const Object& object, Bytes& out) {
    if (exhausted()) return false;
    Stream* stream = object.getStream();
    BaseStream* base = stream->getBaseStream();
    if (base && stream->getUndecodedStream() == base && is_plain_flate(*stream->getDict())) {
        const auto start = base->getStart(), length = base->getLength();
        if (start >= 0 && length > 0 && static_cast<std::uint64_t>(start) <= file_.size() &&
            static_cast<std::uint64_t>(length) <= file_.size() - static_cast<std::uint64_t>(start) &&
            append_flate(file_.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(length)),
                         out))
            return true;
    }
    stream->reset();
    constexpr int step = 1 << 16;
    bool complete = true;
    for (;;) {
        const int got = stream->doGetChars(step, reinterpret_cast<unsigned char*>(out.room(step)));
        if (got <= 0) break;
        out.grow(static_cast<std::size_t>(got));
        inflated_ += static_cast<std::uint64_t>(got);
        if (exhausted()) {
            complete = false;
            break;
        }
    }
    stream->close();
    return complete;
}

}  // namespace sheaf::pdf
