// Reads a plugin's descriptor in its file (ELF, System V ABI), so that a library which is none for this
// program is known before its code runs: the loader would run its static constructors, and those of a
// sanitizer end the program.
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cxxabi.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>

#include "plugin/codes.hpp"
#include "plugin/library.hpp"
#include "plugin/owned_file.hpp"

// The program's own header, which the linker names.
extern "C"
    [[gnu::visibility("hidden")]] const ElfW(Ehdr) __ehdr_start;  // NOLINT(bugprone-reserved-identifier)

namespace sheaf {

namespace {

using Header = ElfW(Ehdr);
using Segment = ElfW(Phdr);
using SectionHeader = ElfW(Shdr);
using Symbol = ElfW(Sym);

/// A file's bytes in memory, of which nothing is believed.
class MappedFile {
  public:
    explicit MappedFile(const std::filesystem::path& path) {
        const OwnedFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
        struct stat status {};
        if (!file || ::fstat(file.number(), &status) != 0)
            error_ = errno;
        else if (!S_ISREG(status.st_mode))
            error_ = S_ISDIR(status.st_mode) ? EISDIR : ENOEXEC;
        else if (status.st_size > 0) {
            size_ = static_cast<std::size_t>(status.st_size);
            bytes_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.number(), 0);
            if (bytes_ == MAP_FAILED) {
                error_ = errno;
                bytes_ = nullptr;
            }
        }
    }
    ~MappedFile() {
        if (bytes_) ::munmap(bytes_, size_);
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    int error() const { return error_; }
    bool holds(std::uint64_t at, std::uint64_t size) const {
        return bytes_ && at <= size_ && size <= size_ - at;
    }
    template <class Type>
    std::optional<Type> read(std::uint64_t at) const {
        Type value;
        if (!holds(at, sizeof value)) return std::nullopt;
        std::memcpy(&value, static_cast<const char*>(bytes_) + at, sizeof value);
        return value;
    }
    /// The text that a zero ends; empty when there is none.
    std::string_view text(std::uint64_t at) const {
        if (!holds(at, 1)) return {};
        const std::string_view rest(static_cast<const char*>(bytes_) + at, size_ - at);
        return rest.substr(0, std::min(rest.find('\0'), std::size_t{4096}));
    }

  private:
    void* bytes_ = nullptr;
    std::size_t size_ = 0;
    int error_ = 0;
};

/// Why the file is no whole library for this machine; empty when it is one.
std::string fault_of(const MappedFile& file, const std::optional<Header>& header) {
    if (file.error()) return std::strerror(file.error());
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return "it is no ELF file";
    const Header& own = __ehdr_start;
    if (header->e_ident[EI_CLASS] != own.e_ident[EI_CLASS] ||
        header->e_ident[EI_DATA] != own.e_ident[EI_DATA] || header->e_machine != own.e_machine)
        return "it is built for another machine (ELF machine " + std::to_string(header->e_machine) +
               "; this program is for " + std::to_string(own.e_machine) + ")";
    if (header->e_type != ET_DYN) return "it is an ELF file, but no shared library";
    constexpr const char* cut = "the file is cut short";
    if (header->e_phentsize != sizeof(Segment) || header->e_shentsize != sizeof(SectionHeader))
        return "its tables are not of this machine's form";
    if (!file.holds(header->e_phoff, header->e_phnum * sizeof(Segment)) ||
        !file.holds(header->e_shoff, header->e_shnum * sizeof(SectionHeader)))
        return cut;
    for (unsigned i = 0; i < header->e_phnum; ++i) {
        const auto segment = file.read<Segment>(header->e_phoff + i * sizeof(Segment));
        if (segment->p_type == PT_LOAD && !file.holds(segment->p_offset, segment->p_filesz)) return cut;
    }
    return {};
}

/// Calls with every dynamic symbol that the library defines, and with the offset of its name.
template <class Take>
void each_defined_symbol(const MappedFile& file, const Header& header, Take take) {
    for (unsigned i = 0; i < header.e_shnum; ++i) {
        const auto section = file.read<SectionHeader>(header.e_shoff + i * sizeof(SectionHeader));
        if (section->sh_type != SHT_DYNSYM || section->sh_link >= header.e_shnum ||
            !file.holds(section->sh_offset, section->sh_size))
            continue;
        const auto names =
            file.read<SectionHeader>(header.e_shoff + section->sh_link * sizeof(SectionHeader));
        for (std::uint64_t at = 0; at + sizeof(Symbol) <= section->sh_size; at += sizeof(Symbol)) {
            const auto symbol = file.read<Symbol>(section->sh_offset + at);
            if (symbol->st_shndx != SHN_UNDEF) take(*symbol, names->sh_offset + symbol->st_name);
        }
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
std::optional<std::uint64_t> offset_of(const MappedFile& file, const Header& header, std::uint64_t address) {
    for (unsigned i = 0; i < header.e_phnum; ++i) {
        const auto segment = file.read<Segment>(header.e_phoff + i * sizeof(Segment));
        if (segment->p_type == PT_LOAD && address >= segment->p_vaddr &&
            address - segment->p_vaddr < segment->p_filesz)
            return segment->p_offset + (address - segment->p_vaddr);
    }
    return std::nullopt;
}

}  // namespace

std::variant<LibraryFacts, Diagnostic> read_library(const std::filesystem::path& path) {
    const Place place = in_file(path.string());
    const MappedFile file(path);
    const auto header = file.read<Header>(0);
    if (const std::string fault = fault_of(file, header); !fault.empty())
        return diagnose(codes::plugin_not_loaded, "this is no library that can be loaded: " + fault, place,
                        "remove the file, or build it for this machine");
    std::optional<std::uint64_t> address;
    LibraryFacts facts;
    each_defined_symbol(file, *header, [&](const Symbol& symbol, std::uint64_t name) {
        if (file.text(name) == "sheaf_plugin") address = symbol.st_value;
        const bool shared = ELF64_ST_BIND(symbol.st_info) == STB_GNU_UNIQUE;
        if (shared && facts.shared_variable.empty() && !is_common(file.text(name)))
            facts.shared_variable = demangled(std::string(file.text(name)));
    });
    if (!address)
        return diagnose(codes::plugin_no_descriptor, "the library exports no `sheaf_plugin`", place,
                        "declare the plugin with SHEAF_PLUGIN(...) once, at namespace scope");
    const auto offset = offset_of(file, *header, *address);
    const auto head = offset ? file.read<DescriptorHead>(*offset) : std::nullopt;
    // What is not in the file is filled in by code of the library, as no descriptor is.
    facts.head = head.value_or(DescriptorHead{});
    return facts;
}

}  // namespace sheaf
