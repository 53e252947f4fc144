// Reads a plugin's descriptor in its file (ELF, System V ABI), so that a library which is none for this
// program is known before its code runs: the loader would run its static constructors, and those of a
// sanitizer end the program.
#include <fcntl.h>
#include <link.h>
#include <sys/stat.h>

#include <cxxabi.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"
#include "base/owned_file.hpp"
#include "plugin/library.hpp"

// The program's own header, which the linker names.
extern "C"
    [[gnu::visibility("hidden")]] const ElfW(Ehdr) __ehdr_start;  // NOLINT(bugprone-reserved-identifier)

namespace sheaf {

namespace {

using Header = ElfW(Ehdr);
using Segment = ElfW(Phdr);
using SectionHeader = ElfW(Shdr);
using Symbol = ElfW(Sym);

/// A file's bytes, of which nothing is believed. Little of a library is read, so it is not mapped.
class LibraryFile {
  public:
    explicit LibraryFile(const std::filesystem::path& path)
        : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
        struct stat status {};
        if (!file_ || ::fstat(file_.number(), &status) != 0)
            error_ = errno;
        else if (!S_ISREG(status.st_mode))
            error_ = S_ISDIR(status.st_mode) ? EISDIR : ENOEXEC;
        else
            size_ = static_cast<std::uint64_t>(status.st_size);
    }

    int error() const { return error_; }
    bool holds(std::uint64_t at, std::uint64_t size) const { return at <= size_ && size <= size_ - at; }
    /// Values that follow each other; empty when the file does not hold them.
    template <class Type>
    std::vector<Type> read(std::uint64_t at, std::uint64_t count) const {
        if (!holds(at, 0) || count > (size_ - at) / sizeof(Type)) return {};
        std::vector<Type> values(count);
        const std::size_t size = count * sizeof(Type);
        const auto got = uninterrupted(
            [&] { return ::pread(file_.number(), values.data(), size, static_cast<off_t>(at)); });
        if (got != static_cast<ssize_t>(size)) values.clear();
        return values;
    }
    template <class Type>
    std::optional<Type> read(std::uint64_t at) const {
        const std::vector<Type> one = read<Type>(at, 1);
        return one.empty() ? std::nullopt : std::optional<Type>(one.front());
    }

  private:
    OwnedFile file_;
    std::uint64_t size_ = 0;
    int error_ = 0;
};

/// What says what is in a library: nothing where the file does not hold it.
struct Tables {
    explicit Tables(const LibraryFile& file) : header(file.read<Header>(0)) {
        if (!header) return;
        segments = file.read<Segment>(header->e_phoff, header->e_phnum);
        sections = file.read<SectionHeader>(header->e_shoff, header->e_shnum);
    }

    std::optional<Header> header;
    std::vector<Segment> segments;
    std::vector<SectionHeader> sections;
};

/// Why the file is no whole library for this machine; empty when it is one.
std::string fault_of(const LibraryFile& file, const Tables& tables) {
    const auto& header = tables.header;
    if (file.error()) return std::strerror(file.error());
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return "it is no ELF file";
    const Header& own = __ehdr_start;
    if (header->e_ident[EI_CLASS] != own.e_ident[EI_CLASS] ||
        header->e_ident[EI_DATA] != own.e_ident[EI_DATA] || header->e_machine != own.e_machine)
        return "it is built for another machine (ELF machine " + std::to_string(header->e_machine) +
               "; this program is for " + std::to_string(own.e_machine) + ")";
    if (header->e_type != ET_DYN) return "it is an ELF file, but no shared library";
    if (header->e_phentsize != sizeof(Segment) || header->e_shentsize != sizeof(SectionHeader))
        return "its tables are not of this machine's form";
    const bool whole =
        tables.segments.size() == header->e_phnum && tables.sections.size() == header->e_shnum &&
        std::all_of(tables.segments.begin(), tables.segments.end(), [&](const Segment& segment) {
            return segment.p_type != PT_LOAD || file.holds(segment.p_offset, segment.p_filesz);
        });
    return whole ? "" : "the file is cut short";
}

/// Calls with every dynamic symbol that the library defines, and with its name.
template <class Take>
void each_defined_symbol(const LibraryFile& file, const Tables& tables, Take take) {
    for (const SectionHeader& section : tables.sections) {
        if (section.sh_type != SHT_DYNSYM || section.sh_link >= tables.sections.size()) continue;
        const SectionHeader& strings = tables.sections[section.sh_link];
        std::vector<char> names = file.read<char>(strings.sh_offset, strings.sh_size);
        names.push_back('\0');
        for (const Symbol& symbol : file.read<Symbol>(section.sh_offset, section.sh_size / sizeof(Symbol)))
            if (symbol.st_shndx != SHN_UNDEF && symbol.st_name < names.size())
                take(symbol, std::string_view(names.data() + symbol.st_name));
    }
}

/// Whether a mangled name is one of the C++ library or of the SDK, which all plugins share on purpose: the namespaces
/// `std`, `__gnu_cxx` and `sheaf`.
bool is_common(std::string_view name) {
    const std::size_t nested = name.find('N');
    if (nested == std::string_view::npos) return name.find("St") != std::string_view::npos;
    std::string_view first = name.substr(nested + 1);
    while (!first.empty() && (first[0] == 'K' || first[0] == 'N')) first.remove_prefix(1);
    return first.starts_with("S") || first.starts_with("9__gnu_cxx") || first.starts_with("5sheaf");
}

std::string demangled(const std::string& name) {
    int status = 0;
    char* const readable = abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status);
    std::string result = readable ? readable : name;
    std::free(readable);
    return result;
}

/// Where in the file stands what is at that address in memory.
std::optional<std::uint64_t> offset_of(const Tables& tables, std::uint64_t address) {
    for (const Segment& segment : tables.segments)
        if (segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
            address - segment.p_vaddr < segment.p_filesz)
            return segment.p_offset + (address - segment.p_vaddr);
    return std::nullopt;
}

}  // namespace

std::variant<LibraryFacts, Diagnostic> read_library(const std::filesystem::path& path) {
    const Place place = in_file(path.string());
    const LibraryFile file(path);
    const Tables tables(file);
    if (const std::string fault = fault_of(file, tables); !fault.empty())
        return diagnose(codes::plugin_not_loaded, "this is no library that can be loaded: " + fault, place,
                        "remove the file, or build it for this machine");
    std::optional<std::uint64_t> address;
    LibraryFacts facts;
    each_defined_symbol(file, tables, [&](const Symbol& symbol, std::string_view name) {
        if (name == "sheaf_plugin") address = symbol.st_value;
        const bool shared = ELF64_ST_BIND(symbol.st_info) == STB_GNU_UNIQUE;
        if (shared && facts.shared_variable.empty() && !is_common(name))
            facts.shared_variable = demangled(std::string(name));
    });
    if (!address)
        return diagnose(codes::plugin_no_descriptor, "the library exports no `sheaf_plugin`", place,
                        "declare the plugin with SHEAF_PLUGIN(...) once, at namespace scope");
    const auto offset = offset_of(tables, *address);
    const auto head = offset ? file.read<DescriptorHead>(*offset) : std::nullopt;
    // What is not in the file is filled in by code of the library, as no descriptor is.
    facts.head = head.value_or(DescriptorHead{});
    return facts;
}

}  // namespace sheaf
