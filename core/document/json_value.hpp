// JSON values that know the way to them: what is at fault is named by its JSON pointer (RFC 6901).
#pragma once

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "sheaf/diagnostic.hpp"

namespace sheaf::json {

using Json = nlohmann::ordered_json;

[[noreturn]] inline void malformed(const std::string& pointer, const std::string& reason) {
    throw StageError("json-malformed",
                     "The document's JSON is malformed at \"" + pointer + "\": " + reason + ".",
                     "The form is described by sheaf-document-1.schema.json.");
}

/// A value and the way to it. The pointer is only spelled out when something is wrong.
class Value {
  public:
    explicit Value(const Json& json) : json_(json) {}
    Value(const Json& json, const Value& parent, std::string_view key)
        : json_(json), parent_(&parent), key_(key) {}
    Value(const Json& json, const Value& parent, std::size_t index)
        : json_(json), parent_(&parent), index_(index) {}

    std::string pointer() const {
        if (!parent_) return "";
        std::string escaped;
        for (char c : key_.data() ? std::string(key_) : std::to_string(index_)) {
            if (c == '~')
                escaped += "~0";
            else if (c == '/')
                escaped += "~1";
            else
                escaped += c;
        }
        return parent_->pointer() + '/' + escaped;
    }
    [[noreturn]] void fail(const std::string& reason) const { malformed(pointer(), reason); }

    bool is_null() const { return json_.is_null(); }
    const Json& json() const { return json_; }

    const std::string& text() const {
        if (!json_.is_string()) fail("text is wanted");
        return json_.get_ref<const std::string&>();
    }
    bool flag() const {
        if (!json_.is_boolean()) fail("true or false is wanted");
        return json_.get<bool>();
    }
    double number() const {
        if (!json_.is_number()) fail("a number is wanted");
        return json_.get<double>();
    }
    template <class Integer>
    Integer integer() const {
        if (!json_.is_number_integer()) fail("an integer is wanted");
        using Limits = std::numeric_limits<Integer>;
        if (json_.is_number_unsigned()) {
            const auto n = json_.get<std::uint64_t>();
            if (n > static_cast<std::uint64_t>(Limits::max())) fail("the number is too large");
            return static_cast<Integer>(n);
        }
        const auto n = json_.get<std::int64_t>();
        if constexpr (std::is_unsigned_v<Integer>)
            fail("the number is negative");
        else if (n < static_cast<std::int64_t>(Limits::min()))
            fail("the number is too small");
        return static_cast<Integer>(n);
    }

    /// Calls with every member of an object, in order.
    template <class Take>
    void members(Take take) const {
        if (!json_.is_object()) fail("an object is wanted");
        for (auto it = json_.begin(); it != json_.end(); ++it)
            take(it.key(), Value(it.value(), *this, it.key()));
    }
    /// Calls with every element of an array.
    template <class Take>
    void elements(Take take) const {
        if (!json_.is_array()) fail("an array is wanted");
        for (std::size_t i = 0; i < json_.size(); ++i) take(Value(json_[i], *this, i));
    }
    /// The member of that name; it must be there.
    Value at(std::string_view name) const {
        if (!json_.is_object()) fail("an object is wanted");
        const auto it = json_.find(name);
        if (it == json_.end()) fail("the key \"" + std::string(name) + "\" is missing");
        return Value(*it, *this, it.key());
    }

  private:
    const Json& json_;
    const Value* parent_ = nullptr;
    std::string_view key_;  ///< no data: an element of an array
    std::size_t index_ = 0;
};

/// The keys of one object, each looked for by name; `done` refuses what nobody asked for.
class Object {
  public:
    explicit Object(const Value& value) : value_(value) {
        value.members([](const std::string&, const Value&) {});  // refuses what is no object
    }

    /// Calls with the member, where there is one.
    template <class Take>
    void optional(std::string_view name, Take take) {
        const auto it = value_.json().find(name);
        if (it == value_.json().end()) return;
        ++found_;
        names_ += name;
        names_ += '\n';
        take(Value(*it, value_, it.key()));
    }
    template <class Take>
    void required(std::string_view name, Take take) {
        if (!value_.json().contains(name)) value_.fail("the key \"" + std::string(name) + "\" is missing");
        optional(name, take);
    }
    void ignore(std::string_view name) {
        optional(name, [](const Value&) {});
    }
    void done() const {
        if (found_ == value_.json().size()) return;
        value_.members([&](const std::string& name, const Value& member) {
            if (("\n" + names_).find("\n" + name + "\n") == std::string::npos)
                member.fail("the key is unknown");
        });
    }

    void text(std::string_view name, std::string& into) {
        optional(name, [&](const Value& v) { into = v.text(); });
    }
    void flag(std::string_view name, bool& into) {
        optional(name, [&](const Value& v) { into = v.flag(); });
    }
    template <class Integer>
    void integer(std::string_view name, Integer& into) {
        optional(name, [&](const Value& v) { into = v.integer<Integer>(); });
    }
    template <class Real>
    void number(std::string_view name, Real& into) {
        optional(name, [&](const Value& v) { into = static_cast<Real>(v.number()); });
    }

  private:
    const Value& value_;
    std::size_t found_ = 0;
    std::string names_;
};

}  // namespace sheaf::json
