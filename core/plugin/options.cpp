#include "sheaf/options.hpp"

#include <algorithm>
#include <stdexcept>

namespace sheaf {

struct Options::Data {
    std::vector<std::pair<std::string, Value>> values;
    std::vector<std::pair<std::string, Options>> absent_tables;
    std::span<const OptionSpec> specs;
    bool declared = false;
    Place place;
};

namespace {

[[noreturn]] void refuse(std::string_view name, const char* why) {
    throw std::logic_error("option `" + std::string(name) + "` " + why);
}

/// Position of the type in Options::Value.
std::size_t value_index(OptionType type) {
    switch (type) {
        case OptionType::flag:
            return 0;
        case OptionType::integer:
            return 1;
        case OptionType::number:
            return 2;
        case OptionType::text:
        case OptionType::choice:
        case OptionType::pattern:
        case OptionType::file:
            return 3;
        case OptionType::texts:
        case OptionType::patterns:
        case OptionType::choices:
            return 4;
        case OptionType::table:
            return 5;
        case OptionType::tables:
            return 6;
        case OptionType::text_map:
            return 7;
    }
    return std::variant_npos;
}

template <class Named>
auto named(Named& list, std::string_view name) {
    return std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.first == name; });
}

/// The value of that type, or null when it is absent.
template <class Value, class Data>
const Value* value_of(const Data& data, std::string_view name) {
    auto found = named(data.values, name);
    if (found != data.values.end()) {
        const auto* value = std::get_if<Value>(&found->second);
        if (!value) refuse(name, "has another type than the one requested");
        return value;
    }
    if (!data.declared) return nullptr;
    for (const OptionSpec& spec : data.specs)
        if (spec.name == name) {
            if (Options::Value(Value{}).index() != value_index(spec.type))
                refuse(name, "is declared with another type than the one requested");
            return nullptr;
        }
    refuse(name, "is not declared");
}

template <class Value, class Data>
const Value& value_or_empty(const Data& data, std::string_view name) {
    static const Value empty{};
    const Value* value = value_of<Value>(data, name);
    return value ? *value : empty;
}

}  // namespace

Options::Options() : data_(std::make_unique<Data>()) {}
Options::~Options() = default;
Options::Options(const Options& other)
    : data_(other.data_ ? std::make_unique<Data>(*other.data_) : std::make_unique<Data>()) {}
Options::Options(Options&& other) noexcept = default;
Options& Options::operator=(const Options& other) {
    if (this != &other) *this = Options(other);
    return *this;
}
Options& Options::operator=(Options&& other) noexcept = default;

bool Options::has(std::string_view name) const {
    if (named(data_->values, name) != data_->values.end()) return true;
    if (data_->declared && std::none_of(data_->specs.begin(), data_->specs.end(),
                                        [&](const OptionSpec& spec) { return spec.name == name; }))
        refuse(name, "is not declared");
    return false;
}

bool Options::flag(std::string_view name) const {
    return value_or_empty<bool>(*data_, name);
}
std::int64_t Options::integer(std::string_view name) const {
    return value_or_empty<std::int64_t>(*data_, name);
}
double Options::number(std::string_view name) const {
    return value_or_empty<double>(*data_, name);
}
const std::string& Options::text(std::string_view name) const {
    return value_or_empty<std::string>(*data_, name);
}
const std::vector<std::string>& Options::texts(std::string_view name) const {
    return value_or_empty<std::vector<std::string>>(*data_, name);
}
const std::vector<Options>& Options::tables(std::string_view name) const {
    return value_or_empty<std::vector<Options>>(*data_, name);
}
const std::vector<std::pair<std::string, std::string>>& Options::text_map(std::string_view name) const {
    return value_or_empty<std::vector<std::pair<std::string, std::string>>>(*data_, name);
}

const Options& Options::table(std::string_view name) const {
    if (const Options* given = value_of<Options>(*data_, name)) return *given;
    auto absent = named(data_->absent_tables, name);
    if (absent != data_->absent_tables.end()) return absent->second;
    static const Options empty;
    return empty;
}

const Place& Options::place() const {
    return data_->place;
}

void Options::declare(std::span<const OptionSpec> specs) {
    data_->specs = specs;
    data_->declared = true;
    data_->absent_tables.clear();
    for (const OptionSpec& spec : specs)
        if (spec.type == OptionType::table) {
            Options absent;
            absent.declare(spec.keys);
            data_->absent_tables.emplace_back(spec.name, std::move(absent));
        }
}

void Options::set(std::string name, Value value) {
    auto found = named(data_->values, name);
    if (found != data_->values.end())
        found->second = std::move(value);
    else
        data_->values.emplace_back(std::move(name), std::move(value));
}

void Options::set_place(Place place) {
    data_->place = std::move(place);
}

}  // namespace sheaf
