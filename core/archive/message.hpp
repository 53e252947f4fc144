// What a batch and its workers say to each other: values as bytes, in frames that tell garbage from a
// message.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "archive/journal.hpp"
#include "decisions/folder.hpp"
#include "sheaf/drawing.hpp"

namespace sheaf {

/// A page of a letter to be drawn, instead of the letter being converted.
struct PageOrder {
    int page = 0;  ///< 0: none
    double dpi = 0;
    std::string content;  ///< hash of the letter's bytes
};

/// A letter for a worker.
struct Job {
    std::uint64_t number = 0;  ///< of this run, from 1
    std::string file, name, output_name;
    std::string content;        ///< hash of the letter's bytes; empty when it is not known yet
    std::string scratch;        ///< the folder to write to; made by the worker
    bool has_letter = false;    ///< the letter is passed as an open file
    bool has_document = false;  ///< so is the stored document, to write outputs of
    bool only_hash = false;     ///< nothing is wanted but the hash of the letter
    DecisionsFile decisions;    ///< what people decided about the letter
    PageOrder picture;
};

/// A worker's answer.
struct Answer {
    std::uint64_t number = 0;
    LetterOutcome outcome;  ///< its outputs are the files 0, 1, 2, ... of the scratch folder
    std::vector<PrintedWord>
        words;  ///< on the page that was drawn, which is the file `page` of the scratch folder
    bool has_document = false;  ///< the scratch folder holds the document, to be stored
    std::uint64_t memory = 0;   ///< bytes that the worker holds now beyond what it began with
};

/// Appends values to a text.
class Packer {
  public:
    template <class... Values>
    void operator()(const Values&... values) {
        (put(values), ...);
    }
    std::string take() { return std::move(bytes_); }

  private:
    template <class Value>
    void put(const Value& value) {
        if constexpr (std::is_arithmetic_v<Value> || std::is_enum_v<Value>)
            bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
        else
            fields(*this, const_cast<Value&>(value));
    }
    void put(const std::string& text) {
        put(text.size());
        bytes_ += text;
    }
    template <class Value>
    void put(const std::vector<Value>& list) {
        put(list.size());
        for (const Value& value : list) put(value);
    }
    template <class Value>
    void put(const std::optional<Value>& value) {
        put(value.has_value());
        if (value) put(*value);
    }

    std::string bytes_;
};

/// The last value of an enumeration: no message has a greater one.
constexpr Severity last_of(Severity) {
    return Severity::error;
}
constexpr LetterStatus last_of(LetterStatus) {
    return LetterStatus::quarantined;  // no worker leaves a letter pending
}

/// Reads what a `Packer` wrote. What does not fit makes it fail, and leaves values as they are.
class Unpacker {
  public:
    explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

    template <class... Values>
    void operator()(Values&... values) {
        (get(values), ...);
    }
    /// All was read, and nothing is left.
    bool complete() const { return !failed_ && rest_.empty(); }

  private:
    std::string_view next(std::size_t size) {
        failed_ = failed_ || size > rest_.size();
        if (failed_) return {};
        const std::string_view bytes = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return bytes;
    }
    template <class Value>
    void get(Value& value) {
        if constexpr (std::is_enum_v<Value>) {
            std::underlying_type_t<Value> number{};
            get(number);
            failed_ = failed_ || number > static_cast<std::underlying_type_t<Value>>(last_of(Value{}));
            if (!failed_) value = static_cast<Value>(number);
        } else if constexpr (std::is_arithmetic_v<Value>) {
            const std::string_view bytes = next(sizeof value);
            if (!failed_) bytes.copy(reinterpret_cast<char*>(&value), sizeof value);
        } else {
            fields(*this, value);
        }
    }
    void get(bool& value) {
        std::uint8_t byte = 0;
        get(byte);
        failed_ = failed_ || byte > 1;
        value = byte == 1;
    }
    void get(std::string& text) {
        std::size_t size = 0;
        get(size);
        text = next(size);
    }
    template <class Value>
    void get(std::vector<Value>& list) {
        std::size_t size = 0;
        get(size);
        while (size-- > 0 && !failed_) get(list.emplace_back());
    }
    template <class Value>
    void get(std::optional<Value>& value) {
        bool there = false;
        get(there);
        if (there) get(value.emplace());
    }

    std::string_view rest_;
    bool failed_ = false;
};

template <class Visitor>
void fields(Visitor& visit, Box& box) {
    visit(box.left, box.top, box.right, box.bottom);
}
template <class Visitor>
void fields(Visitor& visit, Diagnostic& one) {
    visit(one.severity, one.code, one.message, one.stage, one.place.file, one.place.line, one.place.column,
          one.place.page, one.place.box, one.place.part, one.hint);
}
template <class Visitor>
void fields(Visitor& visit, OutputRow& row) {
    visit(row.file, row.sha256, row.size);
}
template <class Visitor>
void fields(Visitor& visit, StageTime& time) {
    visit(time.stage, time.seconds);
}
template <class Visitor>
void fields(Visitor& visit, RecordRow& row) {
    visit(row.type, row.id, row.page, row.block, row.confidence, row.stage, row.rule, row.fields);
}
/// What a worker knows of the outcome; the rest is the batch's to fill in.
template <class Visitor>
void fields(Visitor& visit, LetterOutcome& outcome) {
    visit(outcome.key.content, outcome.status, outcome.retry, outcome.read, outcome.profile, outcome.title,
          outcome.document_date, outcome.authority, outcome.media_type, outcome.producer, outcome.pages,
          outcome.sections, outcome.seconds, outcome.peak_memory, outcome.times, outcome.diagnostics,
          outcome.outputs, outcome.records);
}
template <class Visitor>
void fields(Visitor& visit, PrintedWord& word) {
    visit(word.text, word.box);
}
template <class Visitor>
void fields(Visitor& visit, Job& job) {
    visit(job.number, job.file, job.name, job.output_name, job.content, job.scratch, job.has_letter,
          job.has_document, job.only_hash, job.decisions.name, job.decisions.text, job.picture.page,
          job.picture.dpi, job.picture.content);
}
template <class Visitor>
void fields(Visitor& visit, Answer& answer) {
    visit(answer.number, answer.outcome, answer.words, answer.has_document, answer.memory);
}

/// The value as a frame: a mark, the size, a checksum, the bytes.
std::string frame(std::string bytes);
template <class Value>
std::string framed(const Value& value) {
    Packer packer;
    packer(value);
    return frame(packer.take());
}

/// Takes frames out of a stream of bytes.
class Frames {
  public:
    void add(std::string_view bytes) { bytes_ += bytes; }
    /// The bytes of the next whole frame; nothing when there is none yet, or `garbage`.
    std::optional<std::string> next();
    bool garbage() const { return garbage_; }

  private:
    std::string bytes_;
    bool garbage_ = false;
};

/// The value in the bytes of a frame; nothing when it is none.
template <class Value>
std::optional<Value> unpacked(std::string_view bytes) {
    Value value{};
    Unpacker unpacker(bytes);
    unpacker(value);
    if (!unpacker.complete()) return std::nullopt;
    return value;
}

/// Writes all bytes to a socket; false when nobody reads it.
bool send_all(int socket, std::string_view bytes);

/// Waits for the next frame. Nothing at the end of the stream, and for garbage.
std::optional<std::string> receive_frame(int socket, Frames& frames);

}  // namespace sheaf
