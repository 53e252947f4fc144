// The XML of an OpenDocument text, out of a zip file (ODF 1.3 part 2) or as one flat file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "names.hpp"
#include "settings.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::odt {

enum class FileKind : std::uint8_t {
    other,
    text_zip,   ///< a zip file that says that it is a text document, or a template of one
    other_zip,  ///< another OpenDocument file
    flat,
};
/// By content alone.
FileKind kind_of(std::string_view bytes);

class Package {
  public:
    /// Throws `StageError`: `odt-not-text`, `odt-encrypted`, `odt-malformed`, `odt-limit`.
    Package(std::string_view bytes, const Settings& settings, Context& context);

    /// The root element of the part: of the one file where it is flat; null when the part is not there.
    /// @{
    const xmlNode* content() const { return root(content_); }
    const xmlNode* styles() const { return flat_ ? content() : root(styles_); }
    const xmlNode* meta() const { return flat_ ? content() : root(meta_); }
    /// @}
    bool flat() const { return flat_; }
    /// Whether some part is damaged or broken, which has been reported.
    bool broken() const { return broken_; }

  private:
    static const xmlNode* root(const Tree& tree) { return tree ? xmlDocGetRootElement(tree.get()) : nullptr; }
    void open_zip(std::string_view bytes);
    void read_manifest(files::Archive& archive, std::size_t manifest);
    Tree read_part(files::Archive& archive, const std::string& name);
    Tree parse(std::string_view bytes, const std::string& part);

    const Settings& settings_;
    Context& context_;
    Tree content_, styles_, meta_;
    bool flat_ = false, broken_ = false;
};

}  // namespace sheaf::odt
