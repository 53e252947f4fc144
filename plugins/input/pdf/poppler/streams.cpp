#include "poppler/streams.hpp"

#include <Object.h>
#include <Stream.h>

namespace sheaf::pdf {

bool StreamReader::append(Stream& stream, std::uint64_t most, Bytes& out) {
    const std::string_view packed = plain_flate(stream);
    if (!packed.empty() && inflater_.append(packed, most, out)) return true;
    constexpr int step = 1 << 16;
    const std::size_t before = out.size();
    stream.reset();
    while (out.size() - before < most) {
        const int got = stream.doGetChars(step, reinterpret_cast<unsigned char*>(out.room(step)));
        if (got <= 0) break;
        out.grow(static_cast<std::size_t>(got));
    }
    stream.close();
    return out.size() - before < most;
}

/// The bytes of the file that the stream's content is, where Flate without a predictor is all that lies between.
std::string_view StreamReader::plain_flate(Stream& stream) const {
    BaseStream* base = stream.getBaseStream();
    if (!base || stream.getUndecodedStream() != base) return {};
    // Abbreviated keys are left to Poppler.
    Object filter = stream.getDict()->lookup("Filter");
    if (filter.isArray() && filter.arrayGetLength() == 1) filter = filter.arrayGet(0);
    Object parameters = stream.getDict()->lookup("DecodeParms");
    if (parameters.isArray() && parameters.arrayGetLength() > 0) parameters = parameters.arrayGet(0);
    const Object predictor = parameters.isDict() ? parameters.dictLookup("Predictor") : Object(objNull);
    if (!filter.isName("FlateDecode") || stream.getDict()->hasKey("DP") ||
        (predictor.isInt() && predictor.getInt() > 1))
        return {};
    const auto start = base->getStart(), length = base->getLength();
    const auto size = static_cast<Goffset>(file_.size());
    if (start < 0 || length <= 0 || start > size || length > size - start) return {};
    return file_.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(length));
}

}  // namespace sheaf::pdf
