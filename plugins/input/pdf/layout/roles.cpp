#include "layout/roles.hpp"

namespace sheaf::pdf {

Role role_of(std::string_view role) {
    if (role == "P" || role == "Caption" || role == "TOCI" || role == "Title" || role == "H" ||
        role == "Formula" || (role.size() == 2 && role[0] == 'H' && role[1] >= '1' && role[1] <= '9'))
        return Role::leaf;
    if (role == "L") return Role::list;
    if (role == "LI") return Role::item;
    if (role == "Lbl") return Role::label;
    if (role == "LBody") return Role::body;
    if (role == "Table") return Role::table;
    if (role == "TR") return Role::row;
    if (role == "TD" || role == "TH") return Role::cell;
    if (role == "Figure") return Role::figure;
    if (role == "Note" || role == "FENote") return Role::note;
    if (role == "Span" || role == "Quote" || role == "Reference" || role == "BibEntry" || role == "Code" ||
        role == "Link" || role == "Annot" || role == "Ruby" || role == "RB" || role == "RT" || role == "RP" ||
        role == "Warichu" || role == "WT" || role == "WP" || role == "Em" || role == "Strong" ||
        role == "Sub" || role == "Form")
        return Role::inline_;
    return Role::container;
}

}  // namespace sheaf::pdf
